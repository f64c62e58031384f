import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { runGit } from "#server/nodeGit.ts";
import { CannotDo } from "./io.ts";

/** URIs of the files of the working directory's repository that differ from where a revision and the present one parted, new ones among them. */
export async function changedSince(revision: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const git = (...args: string[]) => runGit(process.cwd(), args, signal);
  const cannot = (error: unknown) => {
    throw new CannotDo(
      `Git does not know what changed since ${revision}: is it a revision of this repository, and all of its history here?`,
      {
        cause: error,
      },
    );
  };
  const commit = (await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`).catch(cannot)).trim();
  const base = await git("merge-base", commit, "HEAD").catch(() => commit);
  const top = (await git("rev-parse", "--show-toplevel")).replace(/\r?\n$/, "");
  const named = async (...args: string[]) => (await runGit(top, args, signal).catch(cannot)).split("\0").filter((path) => path !== "");
  const changed = await named("diff", "--name-only", "--no-renames", "-z", base.trim(), "--");
  const added = await named("ls-files", "--others", "--exclude-standard", "-z");
  return new Set([...changed, ...added].map((path) => pathToFileURL(resolve(top, path)).href));
}

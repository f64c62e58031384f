import { spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { appendFile, cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

const sample = join(import.meta.dirname, "../../examples/fraud-detection");
const history = join(import.meta.dirname, "history.fast-import");

/**
 * Makes a copy of the sample project with its Git history, to be worked in and thrown away. `target` is made; it must be empty
 * or absent. The commits have fixed people and dates, so that their hashes are those in the runs' tags. Commits made in the copy
 * are the reader's own: no identity is configured.
 */
export async function makeScratchCopy(target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  await cp(sample, target, { recursive: true });
  await buildHistory(target);
  await git(target, ["reset", "--quiet"]);
}

/** Makes a Git repository with the sample's history in `folder`, without touching the files there. */
export async function buildHistory(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await git(folder, ["init", "--quiet", "--initial-branch=main"]);
  await git(folder, ["fast-import", "--quiet"], history);
  // The store is committed in Slipway's own repository, but belongs to nobody's history in the sample.
  await appendFile(join(folder, ".git/info/exclude"), "/mlflow.db*\n/mlartifacts/\n");
}

/** Runs Git in `folder`, with a file as its input where one is given; rejects with what Git said. */
export async function git(folder: string, args: readonly string[], input?: string): Promise<void> {
  const child = spawn("git", args, { cwd: folder, env: withoutGitVariables(), stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (input === undefined) child.stdin.end();
  // A Git that fails early closes its input; its own words, below, tell more than the broken pipe.
  else await pipeline(createReadStream(input), child.stdin).catch(() => undefined);
  const status = await ended;
  if (status !== 0) throw new Error(`git ${args.join(" ")} in ${folder} failed: ${said.trim() || `exit status ${status}`}`);
}

/** Inside a Git hook these variables would point Git at the repository of the hook. */
function withoutGitVariables(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
}

import pLimit from "p-limit";
import type { CodeDiffFile } from "#protocol/git.ts";
import type { CodeChange } from "#protocol/views/compare.ts";
import type { World } from "../world.ts";

/** What the repository of a folder says about commits that runs name. */
export interface Git {
  /** How much code changed from one commit to another. Unknown, with the reason, when Git cannot tell. */
  codeChange(left: string, right: string): Promise<Omit<CodeChange, "runId">>;
  /** Rejects with a sentence for people. */
  diffFiles(left: string, right: string): Promise<CodeDiffFile[]>;
  /** The same from a commit to the tracked files on disk, with the path of their repository. */
  changesSince(commit: string): Promise<{ readonly files: CodeDiffFile[]; readonly root: string }>;
  /** Text of a file at a commit; empty when it does not exist there. Rejects when Git cannot tell. */
  fileAt(commit: string, path: string): Promise<string>;
  /** `user.email`; empty when there is none. */
  userEmail(): Promise<string>;
}

/** Git processes at once: a comparison of 100 runs asks for 99 differences. */
const atOnce = 4;

/** Commits come from registry tags: nothing but a full or short hash goes on a command line. */
const COMMIT = /^[0-9a-f]{7,64}$/i;

/** `folder` and `allowed` are asked at each call: folders and trust change while the server runs. */
export function gitOf(world: World, folder: () => string | undefined, allowed: () => boolean): Git {
  const inTurn = pLimit(atOnce);
  const run = async (...args: string[]): Promise<string> => {
    const at = folder();
    if (!allowed()) throw new Error("This workspace is not trusted.");
    if (world.git === undefined || at === undefined) throw new Error("Git is not available here.");
    const { git } = world;
    return inTurn(() => git(at, args));
  };
  const has = async (commit: string): Promise<boolean> => {
    if (!COMMIT.test(commit)) return false;
    // Not `-e`: what prints nothing is waited for 50 ms longer by simple-git, and a comparison of 100 runs asks for 100 commits.
    return run("cat-file", "-t", `${commit}^{commit}`).then(
      () => true,
      () => false,
    );
  };
  const missing = async (...commits: string[]): Promise<string | undefined> => {
    if (commits.includes("")) return "A run names no commit.";
    if (!allowed()) return "This workspace is not trusted.";
    for (const commit of commits) if (!(await has(commit))) return `Commit ${commit.slice(0, 7)} is not in this repository.`;
    return undefined;
  };
  return {
    async codeChange(left, right) {
      const why = await missing(left, right);
      if (why !== undefined) return { state: "unknown", why };
      const [short = ""] = (await run("diff", "--shortstat", "--no-ext-diff", left, right, "--")).split("\n");
      return short.trim() === "" ? { state: "same", files: 0, added: 0, removed: 0 } : { state: "differs", ...readShortStat(short) };
    },
    async diffFiles(left, right) {
      const why = await missing(left, right);
      if (why !== undefined) throw new Error(why);
      return readNameStatus(await run("diff", "--name-status", "-z", "--no-renames", "--no-ext-diff", left, right, "--"));
    },
    async changesSince(commit) {
      const why = await missing(commit);
      if (why !== undefined) throw new Error(why);
      const files = readNameStatus(await run("diff", "--name-status", "-z", "--no-renames", "--no-ext-diff", commit, "--"));
      return { files, root: (await run("rev-parse", "--show-toplevel")).trimEnd() };
    },
    async fileAt(commit, path) {
      if (!(await has(commit))) throw new Error(`Commit ${commit.slice(0, 7)} is not in this repository.`);
      // A Git that fails must not look like a file that is not there.
      const there = await run("ls-tree", "-z", "--full-tree", commit, "--", path);
      return there === "" ? "" : run("show", "--no-textconv", `${commit}:${path}`);
    },
    userEmail: () =>
      run("config", "--get", "user.email").then(
        (email) => email.trim(),
        () => "",
      ),
  };
}

/** ` 3 files changed, 31 insertions(+), 4 deletions(-)` */
function readShortStat(text: string): { files: number; added: number; removed: number } {
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);
  return { files: number(/(\d+) file/), added: number(/(\d+) insertion/), removed: number(/(\d+) deletion/) };
}

/** `M\0path\0A\0path\0`, as `-z` prints it. */
function readNameStatus(text: string): CodeDiffFile[] {
  const parts = text.split("\0");
  const files: CodeDiffFile[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const letter = parts[at];
    const path = parts[at + 1] ?? "";
    files.push({ path, status: letter === "A" ? "added" : letter === "D" ? "removed" : "changed" });
  }
  return files;
}

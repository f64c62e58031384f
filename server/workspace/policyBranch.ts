/** Asks Git in the folder of the policy; rejects when Git fails. */
export type AskGit = (...args: readonly string[]) => Promise<string>;

/** The branch that the team agreed on, as this clone knows it. */
export interface PolicyBranch {
  /** As people call it: `main`. */
  readonly name: string;
  /** Full id of its newest commit. */
  readonly commit: string;
  /** The policy there; absent: it has none. */
  readonly text: string | undefined;
  /** The policy at a commit, and whether that is on the branch; `unknown`: this clone does not have the commit. */
  at(commit: string): Promise<"unknown" | { readonly onBranch: boolean; readonly text: string | undefined }>;
}

/** Only full ids go on a command line: events say what anybody may have written. */
const commitId = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * Finds the branch. Undefined: no Git, no repository, or no commit yet. `problem`: the setting names what this clone does not have.
 * By default it is the remote's default branch as this clone knows it, else `HEAD`.
 */
export async function policyBranch(
  git: AskGit,
  ref: string,
  fileName: string,
): Promise<PolicyBranch | { readonly problem: string } | undefined> {
  const prefix = await tried(git("rev-parse", "--show-prefix"));
  if (prefix === undefined) return undefined;
  const path = `${prefix.trim()}${fileName}`;
  const wanted = ref.trim() === "" ? await defaultRef(git) : ref.trim();
  const commit = await commitOf(git, wanted);
  if (commit === undefined) {
    if (ref.trim() === "") return undefined;
    return { problem: `slipway.policyRef names ${wanted}, which this clone does not have. Fetch it, or correct the setting.` };
  }
  const textAt = (id: string) => tried(git("cat-file", "blob", `${id}:${path}`));
  return {
    name: nameOf(wanted, await tried(git("rev-parse", "--abbrev-ref", "HEAD"))),
    commit,
    text: await textAt(commit),
    async at(id) {
      if (!commitId.test(id) || (await commitOf(git, id)) === undefined) return "unknown";
      const onBranch = id === commit || (await tried(git("merge-base", "--is-ancestor", id, commit))) !== undefined;
      return { onBranch, text: await textAt(id) };
    },
  };
}

async function defaultRef(git: AskGit): Promise<string> {
  if (!(await hasRemoteHead(git))) return "HEAD";
  const remotes = ((await tried(git("remote"))) ?? "").split("\n").filter((name) => name !== "");
  const remote = remotes.includes("origin") ? "origin" : remotes[0];
  const head = remote === undefined ? undefined : await tried(git("symbolic-ref", `refs/remotes/${remote}/HEAD`));
  return head?.trim() || "HEAD";
}

/** Asked so that Git always prints a word: simple-git waits 50 ms longer for what prints nothing, and the first answer of a window waits for this. */
async function hasRemoteHead(git: AskGit): Promise<boolean> {
  const found = await tried(git("rev-parse", "--is-inside-work-tree", "--symbolic-full-name", "--glob=refs/remotes/*/HEAD"));
  return found?.includes("refs/") === true;
}

async function commitOf(git: AskGit, ref: string): Promise<string | undefined> {
  const id = (await tried(git("rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`)))?.trim();
  return id !== undefined && commitId.test(id) ? id : undefined;
}

/** `main` for `refs/remotes/origin/main` and for a `HEAD` that is on it; a detached one is `HEAD`. */
function nameOf(ref: string, head: string | undefined): string {
  if (ref === "HEAD") return head?.trim() || ref;
  return ref.replace(/^refs\/remotes\/[^/]+\//, "").replace(/^refs\/heads\//, "");
}

async function tried(answer: Promise<string>): Promise<string | undefined> {
  return answer.catch(() => undefined);
}

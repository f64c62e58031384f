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
  // Neither of the two needs the other's answer, and the first answer of a window waits for both.
  const [place, head] = await Promise.all([placeOf(git), headOf(git)]);
  if (place === undefined) return undefined;
  const path = `${place.prefix}${fileName}`;
  const wanted = ref.trim() === "" ? await defaultRef(git, place.hasRemoteHead) : ref.trim();
  const commit = wanted === "HEAD" ? head?.commit : await commitOf(git, wanted);
  if (commit === undefined) {
    if (ref.trim() === "") return undefined;
    return { problem: `slipway.policyRef names ${wanted}, which this clone does not have. Fetch it, or correct the setting.` };
  }
  const textAt = (id: string) => tried(git("cat-file", "blob", `${id}:${path}`));
  return {
    name: nameOf(wanted, head?.name),
    commit,
    text: await textAt(commit),
    async at(id) {
      if (!commitId.test(id) || (await commitOf(git, id)) === undefined) return "unknown";
      const onBranch = id === commit || (await tried(git("merge-base", "--is-ancestor", id, commit))) !== undefined;
      return { onBranch, text: await textAt(id) };
    },
  };
}

/**
 * Where the folder is in its repository (`models/`; empty: at its top), and whether the clone knows of a remote's default branch. Undefined: it
 * is in none. Asked so that Git always prints a word: simple-git waits 50 ms longer for what prints nothing.
 */
async function placeOf(git: AskGit): Promise<{ readonly prefix: string; readonly hasRemoteHead: boolean } | undefined> {
  const found = await tried(
    git("rev-parse", "--symbolic-full-name", "--glob=refs/remotes/*/HEAD", "--is-inside-work-tree", "--show-prefix"),
  );
  const [, refs = "", prefix = ""] = found?.match(/^((?:refs\/.*\n)*)(?:true|false)\n([\s\S]*)$/) ?? [];
  return found === undefined ? undefined : { prefix: prefix.replace(/\n$/, ""), hasRemoteHead: refs !== "" };
}

/** The newest commit of what is checked out, and the branch's name, or `HEAD` where it is on none. Undefined: no commit yet. */
async function headOf(git: AskGit): Promise<{ readonly commit: string; readonly name: string } | undefined> {
  const [commit = "", name = ""] = (await tried(git("rev-parse", "HEAD^{commit}", "--abbrev-ref", "HEAD")))?.split("\n") ?? [];
  return commitId.test(commit) ? { commit, name } : undefined;
}

async function defaultRef(git: AskGit, hasRemoteHead: boolean): Promise<string> {
  if (!hasRemoteHead) return "HEAD";
  const remotes = ((await tried(git("remote"))) ?? "").split("\n").filter((name) => name !== "");
  const remote = remotes.includes("origin") ? "origin" : remotes[0];
  const head = remote === undefined ? undefined : await tried(git("symbolic-ref", `refs/remotes/${remote}/HEAD`));
  return head?.trim() || "HEAD";
}

async function commitOf(git: AskGit, ref: string): Promise<string | undefined> {
  const id = (await tried(git("rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`)))?.trim();
  return id !== undefined && commitId.test(id) ? id : undefined;
}

/** `main` for `refs/remotes/origin/main` and for a `HEAD` that is on it; a detached one is `HEAD`. */
function nameOf(ref: string, head: string | undefined): string {
  if (ref === "HEAD") return head || ref;
  return ref.replace(/^refs\/remotes\/[^/]+\//, "").replace(/^refs\/heads\//, "");
}

async function tried(answer: Promise<string>): Promise<string | undefined> {
  return answer.catch(() => undefined);
}

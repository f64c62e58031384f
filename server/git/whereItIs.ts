import type { CodeDiffFile } from "#protocol/git.ts";
import type { Git } from "./git.ts";

interface Repositories {
  readonly repositories: readonly Git[];
}

/** Commits are in the repository of one of the folders, whichever. Rejects as the shown folder's does. */
export async function whereItIs<T>({ repositories }: Repositories, work: (git: Git) => Promise<T>): Promise<T> {
  const tries = repositories.map((git) => () => work(git));
  let failed: unknown = new Error("Git is not available here.");
  for (const [index, attempt] of tries.entries()) {
    try {
      return await attempt();
    } catch (error) {
      if (index === 0) failed = error;
    }
  }
  throw failed;
}

/** Files that differ between two commits, or between one and what is on the disk; why not, where they cannot be told. */
export async function codeDiff(
  { left, right }: { readonly left: string; readonly right?: string },
  where: Repositories,
): Promise<{ readonly files: readonly CodeDiffFile[]; readonly root?: string; readonly problem?: string }> {
  try {
    if (right === undefined) return await whereItIs(where, (git) => git.changesSince(left));
    return { files: await whereItIs(where, (git) => git.diffFiles(left, right)) };
  } catch (error) {
    return { files: [], problem: error instanceof Error ? error.message : String(error) };
  }
}

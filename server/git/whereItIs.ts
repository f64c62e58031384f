import type { Git } from "./git.ts";

/** Commits are in the repository of one of the folders, whichever. Rejects as the shown folder's does. */
export async function whereItIs<T>(
  { repositories }: { readonly repositories: readonly Git[] },
  work: (git: Git) => Promise<T>,
): Promise<T> {
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

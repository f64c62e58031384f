import { inParallel } from "./inParallel.ts";

/** A registry takes at most this many runs per question. */
const mostRuns = 100;
/** Questions under way at once. */
const atOnce = 2;

/** What `ask` answers for all runs, asked in as many parts as the registry wants. */
export async function forRuns<T>(runIds: readonly string[], ask: (runIds: readonly string[]) => Promise<readonly T[]>): Promise<T[]> {
  const parts = Array.from({ length: Math.ceil(runIds.length / mostRuns) }, (_, index) =>
    runIds.slice(index * mostRuns, (index + 1) * mostRuns),
  );
  return (await inParallel(parts, atOnce, ask)).flat();
}

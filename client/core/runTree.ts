import type { RunRow } from "#protocol/registryRequests.ts";

/** Runs by parent, as far as the parents are loaded. */
export interface RunForest {
  /** Runs without a loaded parent, in the order given. */
  readonly roots: readonly RunRow[];
  readonly childrenOf: ReadonlyMap<string, readonly RunRow[]>;
}

/**
 * Nests runs under their parents. A child whose parent is on a later page stands at the top until the parent arrives. Parents that
 * form a circle (a tag can say anything) stand at the top too, so that no run is lost.
 */
export function nestRuns(rows: readonly RunRow[]): RunForest {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const roots: RunRow[] = [];
  const childrenOf = new Map<string, RunRow[]>();
  for (const row of rows) {
    const parent = row.parentRunId;
    if (parent === undefined || !byId.has(parent) || isInCircle(row, byId)) {
      roots.push(row);
      continue;
    }
    const siblings = childrenOf.get(parent);
    if (siblings === undefined) childrenOf.set(parent, [row]);
    else siblings.push(row);
  }
  return { roots, childrenOf };
}

function isInCircle(row: RunRow, byId: ReadonlyMap<string, RunRow>): boolean {
  const seen = new Set<string>();
  for (let at: RunRow | undefined = row; at?.parentRunId !== undefined; at = byId.get(at.parentRunId)) {
    if (at.parentRunId === row.id) return true;
    if (seen.has(at.id)) return false;
    seen.add(at.id);
  }
  return false;
}

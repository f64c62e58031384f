import { keptFormulas } from "#registry/model/compare/formula.ts";
import { type GroupKey, isGroupKey, mostGroupKeys } from "#registry/model/compare/groupKey.ts";

/** Runs that an address may name: what can be compared. */
const mostRuns = 1000;
/** MLflow's limit for the name of a param or tag is 250. */
const longestKey = 260;
/** MLflow's ids are 32 hex digits; other servers take what their authors chose. */
const runId = /^[\w-]{1,100}$/;

/** What a shared address names: data to look up, nothing to be contacted. */
export interface SharedComparison {
  /** The registry that the runs are of, as it names itself; absent: one of files, which stands elsewhere on every computer. */
  readonly registry?: string;
  readonly runIds: readonly string[];
  /** Absent: every run stands for itself. */
  readonly groupBy?: readonly GroupKey[];
  /** Formulas that are drawn. Absent: none. */
  readonly formulas?: readonly string[];
}

/**
 * The address that opens a comparison for somebody else: `vscode://publisher.slipway/compare?runs=a,b&registry=http%3A%2F%2Fhost`.
 * `scheme` is the editor's own. It holds no password: registry addresses never do.
 */
export function comparisonAddress(scheme: string, extension: string, shared: SharedComparison): string {
  const { registry, runIds, groupBy = [], formulas = [] } = shared;
  const query = new URLSearchParams({ runs: runIds.join(","), ...(isOnServer(registry) ? { registry } : {}) });
  for (const key of groupBy) query.append("group", key);
  for (const formula of formulas) query.append("formula", formula);
  return `${scheme}://${extension}/compare?${query.toString().replaceAll("%2C", ",")}`;
}

/** Reads what came from outside: anybody may have made the address. Absent: it is none of ours. */
export function readComparisonAddress(path: string, query: string): SharedComparison | undefined {
  if (path !== "/compare") return undefined;
  const values = new URLSearchParams(query);
  const runIds = [...new Set((values.get("runs") ?? "").split(","))].filter((id) => runId.test(id)).slice(0, mostRuns);
  const registry = values.get("registry") ?? undefined;
  if (runIds.length === 0) return undefined;
  const groupBy = [...new Set(values.getAll("group"))].filter((key): key is GroupKey => isGroupKey(key) && key.length <= longestKey);
  const formulas = keptFormulas(values.getAll("formula"));
  return {
    runIds,
    ...(isOnServer(registry) ? { registry } : {}),
    ...(groupBy.length > 0 ? { groupBy: groupBy.slice(0, mostGroupKeys) } : {}),
    ...(formulas.length > 0 ? { formulas } : {}),
  };
}

function isOnServer(registry: string | undefined): registry is string {
  return registry !== undefined && /^(https?|databricks[\w-]*):/.test(registry);
}

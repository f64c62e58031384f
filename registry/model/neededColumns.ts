import { type Filter, targetsOf } from "./filter.ts";
import type { SortKey } from "./orderBy.ts";
import type { WantedColumns } from "./types.ts";

/** The columns that a filter and an order look at: of a formula its metrics. */
export function neededColumns(filter: Filter, order: readonly SortKey[]): WantedColumns {
  const needed = { metrics: new Set<string>(), params: new Set<string>(), tags: new Set<string>(), datasets: false };
  for (const target of [...targetsOf(filter), ...order.map((key) => key.target)]) {
    if (target.kind === "metric") needed.metrics.add(target.key);
    else if (target.kind === "formula") for (const { key } of target.formula.metrics) needed.metrics.add(key);
    else if (target.kind === "param") needed.params.add(target.key);
    else if (target.kind === "tag") needed.tags.add(target.key);
    else if (target.kind === "dataset") needed.datasets = true;
    // Runs written before MLflow 1.30 have their name there alone.
    else if (target.key === "run_name") needed.tags.add("mlflow.runName");
  }
  return { metrics: [...needed.metrics], params: [...needed.params], tags: [...needed.tags], datasets: needed.datasets };
}

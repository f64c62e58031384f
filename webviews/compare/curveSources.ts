import type { CurveStore, LoadedMetric } from "../charts/curveStore.ts";
import type { ChartSubject } from "./chartSubjects.ts";
import type { GroupCurveStore, LoadedGroups } from "./groupCurveStore.ts";
import { mostColumns } from "./state.ts";
import type { CompareView } from "./view.ts";

/** Where the curves come from: of metrics and of formulas, of runs and of groups of them. */
export interface CurveStores {
  readonly runs: CurveStore;
  readonly formulas: CurveStore;
  readonly groups: GroupCurveStore;
}

type Drawn = Pick<ChartSubject, "key" | "isFormula">;

/** What there is of a chart's curves; undefined before they were read. */
export function loadedOf(view: CompareView, stores: CurveStores, subject: Drawn): LoadedMetric | LoadedGroups | undefined {
  if (view.groups.length > 0) return stores.groups.get(ofGroups(view, subject));
  return storeOf(stores, subject).get(subject.key);
}

/** Reads the curves of a chart that has come into view. */
export function want(view: CompareView, stores: CurveStores, subject: Drawn, maxPoints: number): void {
  if (view.groups.length > 0) {
    stores.groups.want({ ...ofGroups(view, subject), maxPoints });
    return;
  }
  // Of very many runs only those that are drawn: each is a history to read.
  const read = view.data.runs.length > mostColumns ? view.shownRuns : view.data.runs;
  storeOf(stores, subject).want(
    subject.key,
    read.map((run) => run.id),
    maxPoints,
  );
}

function storeOf({ runs, formulas }: CurveStores, { isFormula }: Drawn): CurveStore {
  return isFormula ? formulas : runs;
}

/** The curves of a metric or a formula, one for each group. */
function ofGroups({ groups, state: { xAxis, xMetric } }: CompareView, { key, isFormula }: Drawn) {
  const over = xAxis === "metric" && xMetric !== undefined ? { xMetric } : {};
  const asked = isFormula ? { isFormula } : {};
  return { groups: groups.slice(0, mostColumns).map(({ runIds }) => runIds), metric: key, axis: xAxis, ...asked, ...over };
}

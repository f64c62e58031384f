import { curveOf, curveOver } from "#registry/model/compare/curve.ts";
import type { TextTable } from "#registry/model/tableText.ts";
import type { LoadedHistory } from "../charts/curveStore.ts";
import type { ChartSubject } from "./chartSubjects.ts";
import { curvesAsTable, groupCurvesAsTable } from "./copy.ts";
import { type CurveStores, loadedOf } from "./curveSources.ts";
import type { CompareView } from "./view.ts";

/** All points that the charts show, to be copied. */
export function shownPoints(view: CompareView, subjects: readonly ChartSubject[], stores: CurveStores): TextTable {
  if (view.groups.length > 0) return shownMeans(view, subjects, stores);
  const names = new Map(view.shownRuns.map((run) => [run.id, run.name]));
  const { xAxis, xMetric = "" } = view.state;
  const other = stores.runs.get(xMetric);
  const others = new Map(other && "histories" in other ? other.histories.map((history) => [history.runId, history]) : []);
  const drawn = (history: LoadedHistory) => {
    if (xAxis !== "metric") return curveOf(history, xAxis);
    const over = others.get(history.runId);
    return over ? curveOver(history, over) : { x: new Float64Array(0), y: new Float64Array(0) };
  };
  const curves = subjects.flatMap((subject) => {
    const loaded = loadedOf(view, stores, subject);
    if (!loaded || !("histories" in loaded)) return [];
    return loaded.histories.flatMap((history) => {
      const run = names.get(history.runId);
      return run === undefined ? [] : [{ metric: subject.key, run, ...drawn(history) }];
    });
  });
  return curvesAsTable(curves, headOfX(view));
}

function headOfX({ state: { xAxis, xMetric = "" } }: CompareView): string {
  return { step: "Step", time: "Time (ms)", relative: "Relative time (ms)", metric: xMetric }[xAxis];
}

function shownMeans(view: CompareView, subjects: readonly ChartSubject[], stores: CurveStores): TextTable {
  const curves = subjects.flatMap((subject) => {
    const loaded = loadedOf(view, stores, subject);
    if (!loaded || !("curves" in loaded)) return [];
    return view.shown.flatMap((index) => {
      const [curve, group] = [loaded.curves[index], view.groups[index]];
      return curve && group ? [{ metric: subject.key, group: group.name, curve }] : [];
    });
  });
  return groupCurvesAsTable(curves, headOfX(view));
}

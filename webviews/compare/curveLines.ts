import { type Curve, curveOf, curveOver, smooth } from "#registry/model/compare/curve.ts";
import { formatMetrics } from "#registry/model/format.ts";
import { spreadText } from "#registry/model/spread.ts";
import type { LoadedHistory } from "../charts/curveStore.ts";
import type { ChartLine } from "../charts/readout.ts";
import type { LoadedGroupCurve } from "./groupCurveStore.ts";
import type { CompareView } from "./view.ts";

/** One line per shown run that logged the metric. `others`: histories of the metric at the bottom, where one is. */
export function runLines(view: CompareView, loaded: readonly LoadedHistory[], others: readonly LoadedHistory[]): ChartLine[] {
  const { data, shown, state } = view;
  const histories = new Map(loaded.map((history) => [history.runId, history]));
  return shown.flatMap((index) => {
    const history = histories.get(data.runs[index]?.id ?? "");
    if (!history || history.values.length === 0) return [];
    const raw = state.xAxis === "metric" ? overMetric(history, others) : curveOf(history, state.xAxis);
    if (raw.x.length === 0) return [];
    const curve = { x: raw.x, y: smooth(raw.y, state.smoothing) };
    return lineOf(view, index, { curve, ...(state.smoothing > 0 ? { logged: raw } : {}) });
  });
}

function overMetric(history: LoadedHistory, others: readonly LoadedHistory[]): Curve {
  const other = others.find(({ runId }) => runId === history.runId);
  return other ? curveOver(history, other) : { x: new Float64Array(0), y: new Float64Array(0) };
}

/** One line per shown group, the mean of its runs; pale where not all of its runs have a value. About it the band that was chosen. */
export function groupLines(view: CompareView, curves: readonly LoadedGroupCurve[]): ChartLine[] {
  const { smoothing, band = "std" } = view.state;
  return view.shown.flatMap((index) => {
    const [curve, group] = [curves[index], view.groups[index]];
    if (!curve || !group || curve.x.length === 0) return [];
    const { x, mean, std, min, max, n } = curve;
    const drawn = (values: Float64Array) => smooth(values, smoothing);
    const [low, high] = band === "range" ? [min, max] : [mean.map((y, at) => y - (std[at] ?? 0)), mean.map((y, at) => y + (std[at] ?? 0))];
    const y = drawn(mean);
    const all = group.runs.length;
    const detail = (at: number) => {
      const count = n[at] === all ? `n ${all}` : `n ${n[at]} of ${all}`;
      const spread = std[at] ?? Number.NaN;
      if (Number.isNaN(spread)) return count;
      return `${band === "range" ? formatMetrics([min[at] ?? 0, max[at] ?? 0]).join("–") : `± ${spreadText(spread)}`}, ${count}`;
    };
    return lineOf(view, index, {
      curve: { x, y },
      ...(n.every((count) => count === all) ? {} : { sure: { x, y: y.map((value, at) => (n[at] === all ? value : Number.NaN)) } }),
      ...(smoothing > 0 ? { logged: { x, y: mean } } : {}),
      band: { low: drawn(low), high: drawn(high) },
      detail,
    });
  });
}

function lineOf(view: CompareView, index: number, drawn: Omit<ChartLine, "runId" | "name" | "swatch" | "isBaseline">): ChartLine[] {
  const [run, swatch] = [view.data.runs[index], view.swatches[index]];
  if (!run || !swatch) return [];
  return [{ runId: run.id, name: view.names[index] ?? "", swatch, isBaseline: index === 0, ...drawn }];
}

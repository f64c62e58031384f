import type uPlot from "uplot";
import type { XAxis } from "#registry/model/compare/curve.ts";
import { formatDuration, formatMetrics } from "#registry/model/format.ts";
import { logTicks } from "./logTicks.ts";
import { themeColour, withAlpha } from "./themeColours.ts";

/** Steps of a duration axis, ms: multiples that people count time in. */
const durationSteps = [1, 10, 100].concat(
  [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800].map((s) => s * 1000),
);

/** Name of a place on the x axis, for the crosshair: `step 240`, `3 min 20 s`, a local date and time. */
export function xLabel(axis: XAxis, x: number): string {
  if (axis === "step") return `step ${Number.isInteger(x) ? x : x.toPrecision(6)}`;
  return axis === "relative" ? formatDuration(x) || "0 s" : new Date(x).toLocaleString();
}

/** The two axes of a chart in theme colours. */
export function chartAxes(axis: XAxis, logScale: boolean): uPlot.Axis[] {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const grid = withAlpha(themeColour("charts-lines"), 0.28);
  const stroke = themeColour("descriptionForeground");
  const x: uPlot.Axis = {
    stroke,
    font,
    size: 24,
    gap: 4,
    grid: { show: false },
    ticks: { show: false },
    space: 70,
    border: { show: true, stroke: themeColour("charts-lines"), width: 1 },
  };
  if (axis === "relative") {
    x.incrs = durationSteps;
    x.values = (_chart, splits) => splits.map((split) => (split === 0 ? "0" : formatDuration(split)));
  }
  if (axis === "step") {
    x.incrs = [1, 2, 5].flatMap((digit) => Array.from({ length: 12 }, (_, power) => digit * 10 ** power)).sort((a, b) => a - b);
    x.values = (_chart, splits) => splits.map((split) => (Number.isInteger(split) ? String(split) : ""));
  }
  const y: uPlot.Axis = {
    stroke,
    font,
    size: 48,
    gap: 6,
    space: 36,
    ticks: { show: false },
    grid: { stroke: grid, width: 1 },
    values: (_chart, splits) => axisNumbers(splits),
  };
  if (logScale) {
    y.splits = (_chart, _index, least, greatest) => logTicks(least, greatest);
    y.filter = (_chart, splits) => splits;
  }
  return [x, y];
}

/** Numbers of an axis need no more digits than tell them apart; `0.920` is `0.92`. */
export function axisNumbers(splits: readonly (number | null)[]): string[] {
  const real = splits.filter((split) => split !== null);
  const texts = formatMetrics(real).values();
  const shown = splits.map((split) => (split === null ? "" : (texts.next().value ?? "")));
  const spare = Math.min(...shown.filter((text) => text !== "").map((text) => /\.\d*?(0*)$/.exec(text)?.[1]?.length ?? 0));
  return spare > 0 && Number.isFinite(spare) ? shown.map((text) => text.slice(0, -spare).replace(/\.$/, "")) : shown;
}

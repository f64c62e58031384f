import type uPlot from "uplot";
import type { XAxis } from "#registry/model/compare/curve.ts";
import { formatDuration, formatMetric } from "#registry/model/format.ts";
import { axisNumbers, logNumbers } from "./axisNumbers.ts";
import { evenTicks, logTicks } from "./logTicks.ts";
import { textWidth } from "./textWidth.ts";
import { themeColour, withAlpha } from "./themeColours.ts";

/** Steps of a duration axis, ms: multiples that people count time in. */
const durationSteps = [1, 10, 100].concat(
  [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800].map((s) => s * 1000),
);

/** Name of a place on the x axis, for the crosshair: `step 240`, `3 min 20 s`, a local date and time. */
export function xLabel(axis: XAxis, x: number): string {
  if (axis === "step") return `step ${Number.isInteger(x) ? x : x.toPrecision(6)}`;
  if (axis === "metric") return formatMetric(x);
  return axis === "relative" ? formatDuration(x) || "0 s" : new Date(x).toLocaleString([], { dateStyle: "short", timeStyle: "medium" });
}

/** Which part of x is seen, in words: `step 120 to 240`. */
export function xRangeLabel(axis: XAxis, [from, to]: readonly [number, number]): string {
  const round = (x: number) => (axis === "step" && to - from > 10 ? Math.round(x) : x);
  return `${xLabel(axis, round(from))} to ${xLabel(axis, round(to)).replace("step ", "")}`;
}

/** Both axes, and what has to stay free around the plot so that no label is cut. */
export interface ChartAxes {
  readonly axes: uPlot.Axis[];
  readonly padding: uPlot.Padding;
  /** px, of the whole chart. */
  readonly height: number;
}

const lineHeight = 11;

/** Height of a small plot, px. */
export const smallPlot = 184;

/** The two axes of a chart in theme colours, `plot` px high; each gets the room that its labels need. */
export function chartAxes(axis: XAxis, logScale: boolean, plot: number): ChartAxes {
  const font = `${lineHeight}px ${getComputedStyle(document.body).fontFamily}`;
  const stroke = themeColour("descriptionForeground");
  const widest = (texts: readonly (string | null)[]) =>
    Math.ceil(texts.reduce((most, text) => Math.max(most, ...(text ?? "").split("\n").map((line) => textWidth(line, font))), 0));
  const gap = { x: 4, y: 6 };
  // A time has its date on a second line.
  const size = axis === "time" ? 42 : 24;
  let halfOfLast = 0;
  const labels = xLabels(axis);
  const x: uPlot.Axis = {
    ...labels,
    stroke,
    font,
    size: (_chart, texts) => {
      halfOfLast = widest(texts ?? []) / 2;
      return size;
    },
    gap: gap.x,
    grid: { show: false },
    ticks: { show: false },
    space: (_chart, _index, from, to) => Math.max(70, 18 + widest(labels.widestOf([from, to]))),
    border: { show: true, stroke: themeColour("charts-lines"), width: 1 },
  };
  const y: uPlot.Axis = {
    stroke,
    font,
    size: (_chart, texts) => Math.max(48, gap.y + 4 + widest(texts ?? [])),
    gap: gap.y,
    ticks: { show: false },
    grid: { stroke: withAlpha(themeColour("charts-lines"), 0.28), width: 1 },
    // uPlot hides an axis for which it finds no distance of ticks, and its own end at 5e15. Any that it takes will do: the ticks are ours.
    incrs: (_chart, _index, least, greatest) => [Math.max(5, greatest - least)],
    splits: (_chart, _index, least, greatest) => (logScale ? logTicks(least, greatest) : evenTicks(least, greatest)),
    values: (_chart, splits) => (logScale ? logNumbers(splits) : axisNumbers(splits)),
    filter: (_chart, splits) => splits,
  };
  return { axes: [x, y], padding: [6, () => Math.max(8, Math.ceil(halfOfLast)), 0, 0], height: plot + size };
}

/** How x is marked, and the labels that stand for the widest of a range. */
function xLabels(axis: XAxis): Pick<uPlot.Axis, "incrs" | "values" | "splits"> & { widestOf(ends: readonly number[]): string[] } {
  if (axis === "relative") {
    return {
      incrs: durationSteps,
      values: (_chart, splits) => splits.map((split) => (split === 0 ? "0" : formatDuration(split))),
      widestOf: () => ["23 h 59 min"],
    };
  }
  if (axis === "step") {
    return {
      incrs: [1, 2, 5].flatMap((digit) => Array.from({ length: 19 }, (_, power) => digit * 10 ** power)).sort((a, b) => a - b),
      values: (_chart, splits) => splits.map((split) => (Number.isInteger(split) ? String(split).replace("-", "−") : "")),
      widestOf: (ends) => ends.map((end) => String(Math.round(end))),
    };
  }
  if (axis === "metric") {
    // As with y: any distance that uPlot takes, the ticks are ours.
    return {
      incrs: (_chart, _index, least, greatest) => [Math.max(5, greatest - least)],
      splits: (_chart, _index, least, greatest) => evenTicks(least, greatest),
      values: (_chart, splits) => axisNumbers(splits),
      widestOf: () => [],
    };
  }
  return { widestOf: () => ["12:00:00am"] };
}

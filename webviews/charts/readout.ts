import { type Curve, pointAt } from "#registry/model/compare/curve.ts";
import type { RunSwatch } from "#registry/model/compare/runSwatch.ts";
import { formatRow } from "#registry/model/format.ts";

/** One run's line in a chart. */
export interface ChartLine {
  readonly runId: string;
  readonly name: string;
  readonly swatch: RunSwatch;
  readonly isBaseline: boolean;
  /** As drawn: smoothed, over the chosen x. */
  readonly curve: Curve;
  /** As logged, where that is not what is drawn; same x. */
  readonly logged?: Curve;
  /** The part of it that stands on all that it is the mean of: the rest is pale. Same x; NaN elsewhere. Absent: all of it. */
  readonly sure?: Curve;
  /** What lies about the line, as long as the curve. */
  readonly band?: { readonly low: Float64Array; readonly high: Float64Array };
  /** What the crosshair says of a point beside its value. */
  readonly detail?: (index: number) => string;
  /** Beside those that the chart is about: drawn in grey, and not named at the crosshair. */
  readonly isAside?: true;
}

/** What a line says at the crosshair. */
export interface ReadoutEntry {
  readonly line: ChartLine;
  /** Index of the point in the line's curve. */
  readonly index: number;
  readonly y: number;
  /** Empty beyond the first `named` entries, which nobody could read at once. */
  readonly text: string;
  /** What was logged there, where the line is smoothed. */
  readonly logged?: string;
  /** `+0.007`, `baseline`, behind the line's own detail; empty without a baseline to compare with. */
  readonly note: string;
  /** The run ended before the crosshair, at this x. */
  readonly ended?: number;
}

/** How many lines a readout names. */
export const named = 8;

/**
 * Values of all lines at `x`, best first (highest where the direction is unknown). A line that begins later is left out. Of more
 * lines than can be named, those nearest to the pointer are; `distance` says how far a value is from it, without one the best are.
 */
export function readout(
  lines: readonly ChartLine[],
  x: number,
  better: "higher" | "lower" | undefined,
  distance?: (y: number) => number,
): ReadoutEntry[] {
  const sign = better === "lower" ? 1 : -1;
  const order = (y: number) => (Number.isNaN(y) ? Number.POSITIVE_INFINITY : y * sign);
  const sorted = lines
    .map((line) => ({ line, index: pointAt(line.curve, x) }))
    .filter(({ index }) => index >= 0)
    .map(({ line, index }) => ({ line, index, y: line.curve.y[index] ?? Number.NaN }))
    .sort((a, b) => order(a.y) - order(b.y) || 0);
  const present = distance ? nearestFirst(sorted, ({ y }) => distance(y)) : sorted;
  const baseline = present.find(({ line }) => line.isBaseline);
  const first = present.slice(0, named);
  // One row, so that smoothed and logged values have the same decimals.
  const logged = first.map(({ line, index }) => line.logged?.y[index]);
  const row = formatRow([...first.map(({ y }) => y), ...logged, baseline?.y], 2 * first.length);
  return present.map(({ line, index, y }, at): ReadoutEntry => {
    const last = line.curve.x.at(-1) ?? x;
    return {
      line,
      index,
      y,
      text: at < named ? (row.values[at] ?? "") : "",
      ...(at < named && line.logged ? { logged: row.values[first.length + at] ?? "" } : {}),
      note: at < named || line.isBaseline ? noteOf(line, index, row.deltas[at] ?? "") : "",
      ...(last < x ? { ended: last } : {}),
    };
  });
}

function noteOf(line: ChartLine, index: number, delta: string): string {
  return [line.detail?.(index) ?? "", line.isBaseline ? "baseline" : delta].filter((text) => text !== "").join(", ");
}

/** The `named` nearest, in the order that they have, then the others. */
function nearestFirst<T>(sorted: readonly T[], distance: (item: T) => number): readonly T[] {
  if (sorted.length <= named) return sorted;
  const far = (item: T) => (Number.isFinite(distance(item)) ? distance(item) : Number.POSITIVE_INFINITY);
  const near = new Set(sorted.toSorted((a, b) => far(a) - far(b) || 0).slice(0, named));
  return [...sorted.filter((item) => near.has(item)), ...sorted.filter((item) => !near.has(item))];
}

/** The readout as one sentence for a screen reader: `step 240: gbm-031 0.9410, gbm-027 0.9393`. */
export function readoutSentence(place: string, entries: readonly ReadoutEntry[]): string {
  const rest = entries.length > named ? `, and ${entries.length - named} more` : "";
  const drawn = entries.some((entry) => entry.logged !== undefined) ? ", smoothed" : "";
  return `${place}${drawn}: ${entries
    .slice(0, named)
    .map(
      (entry) =>
        `${entry.line.name} ${entry.text}${entry.logged === undefined ? "" : ` (logged ${entry.logged})`}${entry.line.detail ? `, ${entry.line.detail(entry.index)}` : ""}`,
    )
    .join(entries.some(({ line }) => line.detail) ? "; " : ", ")}${rest}`;
}

/** What a screen reader says of the chart of a metric: its name and its keys. */
export function chartSentence(metric: string): string {
  return `Curves of ${metric}. Left and Right move the crosshair, plus and minus zoom, Ctrl and Left or Right move what is seen, Escape shows all.`;
}

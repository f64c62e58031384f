import { type Curve, pointAt } from "#registry/model/compare/curve.ts";
import type { RunMark } from "#registry/model/compare/runMark.ts";
import { formatRow } from "#registry/model/format.ts";

/** One run's line in a chart. */
export interface ChartLine {
  readonly runId: string;
  readonly name: string;
  readonly mark: RunMark;
  readonly isBaseline: boolean;
  /** As drawn: smoothed, over the chosen x. */
  readonly curve: Curve;
}

/** What a line says at the crosshair. */
export interface ReadoutEntry {
  readonly line: ChartLine;
  /** Index of the point in the line's curve. */
  readonly index: number;
  readonly y: number;
  readonly text: string;
  /** `+0.007`, `baseline`; empty without a baseline to compare with. */
  readonly note: string;
  /** The run ended before the crosshair, at this x. */
  readonly ended?: number;
}

/** Values of all lines at `x`, best first (highest where the direction is unknown). A line that begins later is left out. */
export function readout(lines: readonly ChartLine[], x: number, better: "higher" | "lower" | undefined): ReadoutEntry[] {
  const present = lines.map((line) => ({ line, index: pointAt(line.curve, x) })).filter(({ index }) => index >= 0);
  const values = present.map(({ line, index }) => line.curve.y[index] ?? Number.NaN);
  const row = formatRow(
    values,
    present.findIndex(({ line }) => line.isBaseline),
  );
  const entries = present.map(({ line, index }, at): ReadoutEntry => {
    const last = line.curve.x.at(-1) ?? x;
    return {
      line,
      index,
      y: values[at] ?? Number.NaN,
      text: row.values[at] ?? "",
      note: line.isBaseline ? "baseline" : (row.deltas[at] ?? ""),
      ...(last < x ? { ended: last } : {}),
    };
  });
  const sign = better === "lower" ? 1 : -1;
  const order = (entry: ReadoutEntry) => (Number.isNaN(entry.y) ? Number.POSITIVE_INFINITY : entry.y * sign);
  return entries.sort((a, b) => order(a) - order(b) || 0);
}

/** The readout as one sentence for a screen reader: `step 240: gbm-031 0.9410, gbm-027 0.9393`. */
export function readoutSentence(place: string, entries: readonly ReadoutEntry[]): string {
  return `${place}: ${entries.map((entry) => `${entry.line.name} ${entry.text}`).join(", ")}`;
}

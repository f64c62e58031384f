import { spreadOf } from "../spread.ts";
import type { Curve, XAxis } from "./curve.ts";

/** The curves of a group's runs as one. All arrays are as long as `x`. */
export interface GroupCurve {
  readonly x: Float64Array;
  readonly mean: Float64Array;
  /** Of the sample (divided by n − 1); NaN for fewer than two runs. */
  readonly std: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Runs that have a value there. */
  readonly n: Float64Array;
  /** Places that some run logged at; more than `x` has where there are too many to draw. */
  readonly total: number;
}

/** What a run counts with between two of its points: the value it logged last, or what lies on the line to the next one. */
export type Between = "last" | "line";

/**
 * Over steps and time a run has the value that it logged last until it logs another. The values of another metric are no course of events: "last" would
 * depend on whether it rises or falls, and of two runs hardly any values meet, so that each counts with what lies between its neighbours.
 */
export function betweenOver(axis: XAxis): Between {
  return axis === "metric" ? "line" : "last";
}

/**
 * What the curves of a group's runs come to at each x at which one of them logged, or at evenly chosen ones of those where there are more than
 * `maxPoints`. A run takes part with the last value that it logged at or before x, or with what lies on the line between its points, from its first x to
 * its last: nothing is made up before a run began or after it ended, and `n` says how many took part. NaN takes no part; no line leads to NaN or ∞.
 * The points that are there do not depend on how many are asked for.
 */
export function groupCurve(curves: readonly Curve[], maxPoints: number, between: Between = "last"): GroupCurve {
  const all = places(curves);
  const x = evenlyChosen(all, maxPoints);
  const like = () => new Float64Array(x.length).fill(Number.NaN);
  const made = { x, mean: like(), std: like(), min: like(), max: like(), n: new Float64Array(x.length), total: all.length };
  const cursors = curves.map((curve) => ({ curve, at: -1, last: curve.x.at(-1) ?? Number.NaN }));
  x.forEach((place, index) => {
    const values = cursors.flatMap((cursor) => {
      while ((cursor.curve.x[cursor.at + 1] ?? Number.NaN) <= place) cursor.at++;
      if (cursor.at < 0 || place > cursor.last) return [];
      return [between === "line" ? onLine(cursor.curve, cursor.at, place) : (cursor.curve.y[cursor.at] ?? Number.NaN)];
    });
    const spread = spreadOf(values);
    if (spread === undefined) return;
    made.mean[index] = spread.mean;
    made.std[index] = spread.std;
    made.min[index] = spread.min;
    made.max[index] = spread.max;
    made.n[index] = spread.n;
  });
  return made;
}

/** The value at `place`, which lies at the point `at` or between it and the next one. */
function onLine({ x, y }: Curve, at: number, place: number): number {
  const [from, to] = [x[at] ?? Number.NaN, x[at + 1] ?? Number.NaN];
  const [begin, end] = [y[at] ?? Number.NaN, y[at + 1] ?? Number.NaN];
  if (place === from) return begin;
  if (!Number.isFinite(begin) || !Number.isFinite(end)) return Number.NaN;
  const share = (place - from) / (to - from);
  // Not `begin + (end - begin) * share`: the difference of two large values is infinite.
  return begin * (1 - share) + end * share;
}

function places(curves: readonly Curve[]): Float64Array {
  const total = curves.reduce((sum, { x }) => sum + x.length, 0);
  const all = new Float64Array(total);
  let at = 0;
  for (const { x } of curves) {
    all.set(x, at);
    at += x.length;
  }
  all.sort();
  return all.filter((x, index) => index === 0 || x !== all[index - 1]);
}

/** The first, the last and evenly many between. */
function evenlyChosen(all: Float64Array, most: number): Float64Array {
  if (all.length <= most) return all;
  return Float64Array.from({ length: most }, (_, index) => all[Math.round((index * (all.length - 1)) / (most - 1))] ?? 0);
}

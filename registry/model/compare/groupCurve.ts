import { spreadOf } from "../spread.ts";
import type { Curve } from "./curve.ts";

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

/**
 * What the curves of a group's runs come to at each x at which one of them logged, or at evenly chosen ones of those where there are more than
 * `maxPoints`. A run takes part with the last value that it logged at or before x, from its first x to its last: nothing is made up before a run
 * began or after it ended, and `n` says how many took part. NaN takes no part. The points that are there do not depend on how many are asked for.
 */
export function groupCurve(curves: readonly Curve[], maxPoints: number): GroupCurve {
  const all = places(curves);
  const x = evenlyChosen(all, maxPoints);
  const like = () => new Float64Array(x.length).fill(Number.NaN);
  const made = { x, mean: like(), std: like(), min: like(), max: like(), n: new Float64Array(x.length), total: all.length };
  const cursors = curves.map((curve) => ({ curve, at: -1, last: curve.x.at(-1) ?? Number.NaN }));
  x.forEach((place, index) => {
    const values = cursors.flatMap((cursor) => {
      while ((cursor.curve.x[cursor.at + 1] ?? Number.NaN) <= place) cursor.at++;
      return cursor.at >= 0 && place <= cursor.last ? [cursor.curve.y[cursor.at] ?? Number.NaN] : [];
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

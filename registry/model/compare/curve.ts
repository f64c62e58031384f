/** Points of one run for one metric, as drawn: `x` ascending, same length, `y` may hold NaN. */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** What stands at the bottom of a chart; `metric`: the values of another metric. */
export type XAxis = "step" | "time" | "relative" | "metric";

/**
 * The curve of a history (in MLflow's order: by time) over the chosen axis: step; time in ms; or ms since the history's first
 * point. Of several points at one x the last in the history's order stays, as MLflow takes the latest.
 */
export function curveOf(
  history: { readonly steps: Float64Array; readonly timestamps: Float64Array; readonly values: Float64Array },
  axis: XAxis,
): Curve {
  const xs = axis === "step" ? history.steps : history.timestamps;
  const start = axis === "relative" ? history.timestamps.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY) : 0;
  const order = ascending(xs);
  const x = new Float64Array(order.length);
  const y = new Float64Array(order.length);
  let length = 0;
  for (const index of order) {
    const at = (xs[index] ?? 0) - start;
    if (length === 0 || x[length - 1] !== at) length++;
    x[length - 1] = at;
    y[length - 1] = history.values[index] ?? Number.NaN;
  }
  return { x: x.subarray(0, length), y: y.subarray(0, length) };
}

interface StepHistory {
  readonly steps: Float64Array;
  readonly values: Float64Array;
}

/**
 * The curve of a history over the values of another metric of the same run: each point at the value that the other one had at that step,
 * or had last before it. What was logged before the other one's first value has no place; of several points at one x the last step stays.
 */
export function curveOver(history: StepHistory, other: StepHistory): Curve {
  const known = curveOf({ ...other, timestamps: other.steps }, "step");
  const own = curveOf({ ...history, timestamps: history.steps }, "step");
  const xs = own.x.map((step) => known.y[pointAt(known, step)] ?? Number.NaN);
  const placed = [...xs.keys()].filter((index) => Number.isFinite(xs[index]));
  const at = (values: Float64Array) => Float64Array.from(placed, (index) => values[index] ?? Number.NaN);
  const [steps, values] = [at(xs), at(own.y)];
  return curveOf({ steps, timestamps: steps, values }, "step");
}

/** Indices in the order of their values, ties as they stand. Most histories are in order already. */
function ascending(xs: Float64Array): Uint32Array {
  const order = new Uint32Array(xs.length);
  let isSorted = true;
  for (let index = 0; index < xs.length; index++) {
    order[index] = index;
    if (index > 0 && (xs[index - 1] ?? 0) > (xs[index] ?? 0)) isSorted = false;
  }
  return isSorted ? order : order.sort((a, b) => (xs[a] ?? 0) - (xs[b] ?? 0) || a - b);
}

/**
 * Exponential moving average without the pull to the first value (TensorBoard's form); `weight` 0 leaves the values alone, 0.99 is
 * very smooth. NaN and infinities stay where they are and do not spread.
 */
export function smooth(values: Float64Array, weight: number): Float64Array {
  if (!(weight > 0)) return values;
  const share = Math.min(weight, 0.999);
  const smoothed = new Float64Array(values.length);
  let average = 0;
  let sum = 0;
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) {
      smoothed[index] = value;
      return;
    }
    average = average * share + value * (1 - share);
    sum = sum * share + (1 - share);
    smoothed[index] = average / sum;
  });
  return smoothed;
}

/** Index of the last point at or before `x`, as a cursor reads a curve; -1 before the first point or on an empty curve. */
export function pointAt(curve: Curve, x: number): number {
  let low = 0;
  let high = curve.x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((curve.x[middle] ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Least and greatest finite `y` of the curves between `from` and `to`; `undefined` when there is none. On a log scale only positive ones count. */
export function rangeOf(curves: readonly Curve[], from: number, to: number, positiveOnly: boolean): [number, number] | undefined {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const { x, y } of curves) {
    // One point beyond each edge: the line to it crosses the picture.
    const end = Math.min(y.length - 1, pointAt({ x, y }, to) + 1);
    for (let index = Math.max(0, pointAt({ x, y }, from)); index <= end; index++) {
      const value = y[index] ?? Number.NaN;
      if (!Number.isFinite(value) || (positiveOnly && value <= 0)) continue;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  return least <= greatest ? [least, greatest] : undefined;
}

/** So many values are looked at for a range without outliers: a sample of more says the same. */
const mostSorted = 20_000;

/**
 * Like `rangeOf`, over the middle `share` of the finite values between `from` and `to` (0.9: without the lowest and the highest 5 %).
 * Nearest ranks, so that both ends are values that were logged.
 */
export function middleRangeOf(
  curves: readonly Curve[],
  [from, to]: readonly [number, number],
  positiveOnly: boolean,
  share: number,
): [number, number] | undefined {
  const total = curves.reduce((sum, { y }) => sum + y.length, 0);
  const stride = Math.max(1, Math.ceil(total / mostSorted));
  const seen = curves.flatMap(({ x, y }) => {
    const values: number[] = [];
    for (let index = 0; index < y.length; index += stride) {
      const [at, value] = [x[index] ?? Number.NaN, y[index] ?? Number.NaN];
      if (at >= from && at <= to && Number.isFinite(value) && !(positiveOnly && value <= 0)) values.push(value);
    }
    return values;
  });
  if (seen.length === 0) return undefined;
  const sorted = Float64Array.from(seen).sort();
  const cut = Math.floor(((1 - share) / 2) * sorted.length);
  return [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 0];
}

/** Why curves have nothing to draw, in words for the place where the picture would be; empty where they have something. */
export function nothingToDraw(curves: readonly Curve[], positiveOnly: boolean): string {
  const some = (test: (value: number) => boolean) => curves.some(({ y }) => y.some(test));
  if (curves.every(({ y }) => y.length === 0)) return "No value logged.";
  if (!some((value) => !Number.isNaN(value))) return "Every value is NaN.";
  if (!some(Number.isFinite)) return some(Number.isNaN) ? "Every value is NaN or infinite." : "All values are infinite.";
  return positiveOnly && !some((value) => value > 0 && Number.isFinite(value))
    ? "No value is above 0: a log scale has no place for them."
    : "";
}

/** Least and greatest x over all curves; `undefined` when all are empty. */
export function extentOf(curves: readonly Curve[]): [number, number] | undefined {
  const ends = curves.filter((curve) => curve.x.length > 0).map((curve) => [curve.x[0] ?? 0, curve.x.at(-1) ?? 0] as const);
  if (ends.length === 0) return undefined;
  return [Math.min(...ends.map(([first]) => first)), Math.max(...ends.map(([, last]) => last))];
}

/** The x of a point of any curve that is nearest to `x`; `x` itself where there is none. */
export function nearestX(curves: readonly Curve[], x: number): number {
  const candidates = curves.flatMap((curve) => {
    const at = pointAt(curve, x);
    return [curve.x[at], curve.x[at + 1]].filter((value) => value !== undefined);
  });
  return candidates.reduce((best, value) => (Math.abs(value - x) < Math.abs(best - x) ? value : best), candidates[0] ?? x);
}

/** The nearest x of any curve that lies `count` points further (negative: back); the ends stop it. For the arrow keys. */
export function stepAlong(curves: readonly Curve[], from: number | undefined, count: number): number | undefined {
  const all = [...new Set(curves.flatMap((curve) => [...curve.x]))].sort((a, b) => a - b);
  if (all.length === 0) return undefined;
  if (from === undefined) return count > 0 ? all[0] : all.at(-1);
  const here = pointAt({ x: Float64Array.from(all), y: new Float64Array(0) }, from);
  const exact = all[here] === from;
  const index = count > 0 ? here + count : here + count + (exact ? 0 : 1);
  return all[Math.min(all.length - 1, Math.max(0, index))];
}

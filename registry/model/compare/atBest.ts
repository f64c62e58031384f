import { curveOf, pointAt } from "./curve.ts";

/** A metric's history: as long as logged, in MLflow's order. */
interface History {
  readonly steps: Float64Array;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

/**
 * The value of a metric where another one of the same run was best, everywhere in Slipway: at the first step with the best finite value, or the
 * last one logged before that step where none was logged at it (a metric of each epoch beside one of each batch). Of several values at one
 * step the last one counts, as in the curves. Undefined where there is none.
 */
export function valueAtBest(history: History, other: History, better: "higher" | "lower"): { value: number; step: number } | undefined {
  const judged = curveOf(other, "step");
  const best = judged.y.reduce((at, value, index) => {
    if (!Number.isFinite(value)) return at;
    const known = judged.y[at];
    return known === undefined || (better === "higher" ? value > known : value < known) ? index : at;
  }, -1);
  const step = judged.x[best];
  if (step === undefined) return undefined;
  const own = curveOf(history, "step");
  const at = pointAt(own, step);
  const value = own.y[at];
  return value === undefined ? undefined : { value, step: own.x[at] ?? step };
}

import assert from "node:assert/strict";
import { valueAtBest } from "./atBest.ts";

const floats = (...values: number[]) => Float64Array.from(values);
const history = (steps: number[], values: number[]) => ({
  steps: floats(...steps),
  timestamps: floats(...steps.keys()),
  values: floats(...values),
});

describe("the value of a metric at the best step of another", () => {
  const auc = history([0, 1, 2, 3], [0.7, 0.9, 0.9, 0.8]);
  const loss = history([0, 1, 2, 3], [9, 7, 6, 5]);
  const cases: readonly (readonly [what: string, told: ReturnType<typeof valueAtBest>, value: number | undefined, step?: number])[] = [
    ["at the first of equal ones", valueAtBest(loss, auc, "higher"), 7, 1],
    ["where lower is better", valueAtBest(auc, loss, "lower"), 0.8, 3],
    ["of the last value before, where none was logged there", valueAtBest(history([0, 2], [9, 6]), auc, "higher"), 9, 0],
    ["of none before", valueAtBest(history([2], [6]), auc, "higher"), undefined],
    ["NaN and infinities are not best", valueAtBest(loss, history([0, 1, 2], [Number.NaN, Infinity, 0.5]), "higher"), 6, 2],
    ["nothing was best", valueAtBest(loss, history([0], [Number.NaN]), "higher"), undefined],
    ["a step logged again", valueAtBest(history([1, 1], [7, 70]), auc, "higher"), 70, 1],
  ];
  for (const [what, told, value, step] of cases) {
    it(what, () => assert.deepEqual(told, value === undefined ? undefined : { value, step }));
  }
});

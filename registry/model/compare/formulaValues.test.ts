import assert from "node:assert/strict";
import fc from "fast-check";
import { formulas } from "#test/differential/generatedFormulas.ts";
import { caseCount, generated } from "#test/generatedCases.ts";
import { metricDirection } from "../metricDirection.ts";
import type { MetricHistory } from "../types.ts";
import { parseFormula } from "./formula.ts";
import { formulaDirection } from "./formulaDirection.ts";
import { formulaHistory } from "./formulaValues.ts";

const history = (metric: string, ...points: readonly (readonly [step: number, time: number, value: number])[]): MetricHistory => ({
  runId: "r",
  metric,
  steps: Float64Array.from(points, ([step]) => step),
  timestamps: Float64Array.from(points, ([, time]) => time),
  values: Float64Array.from(points, ([, , value]) => value),
  total: points.length,
});

describe("the values of a formula", () => {
  const told = (source: string, ...histories: readonly MetricHistory[]) => {
    const made = formulaHistory(parseFormula(source), histories, source, 1000);
    return made && { steps: [...made.steps], times: [...made.timestamps], values: [...made.values], total: made.total };
  };

  it("stand where the steps of its metrics meet, at the time of the last of them, of several at a step the last", () => {
    const train = history("train_loss", [0, 10, 9], [1, 20, 7], [2, 30, 5], [3, 40, 4]);
    const val = history("val_loss", [3, 15, 1], [1, 25, 8], [1, 26, 6], [9, 99, 0]);
    assert.deepEqual(told("= train_loss - val_loss", train, val), { steps: [1, 3], times: [26, 40], values: [1, 3], total: 2 });
    assert.deepEqual(told("= 2 * val_loss", val)?.values, [12, 2, 0], "in the order of the steps");
    assert.equal(told("= train_loss - val_loss", train), undefined, "a run without one of them has none");
    assert.deepEqual(told("= train_loss - x", train, history("x", [50, 1, 1]))?.total, 0);
  });

  it("are what arithmetic makes of NaN, infinities and what has no value", () => {
    const a = history("a", [0, 0, Number.NaN], [1, 0, Number.POSITIVE_INFINITY], [2, 0, 0], [3, 0, -4]);
    assert.deepEqual(told("= 1 / a", a)?.values, [Number.NaN, 0, Number.POSITIVE_INFINITY, -0.25]);
    assert.deepEqual(told("= sqrt(a)", a)?.values, [Number.NaN, Number.POSITIVE_INFINITY, 0, Number.NaN]);
    assert.deepEqual(told("= log(a)", a)?.values, [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]);
    assert.deepEqual(told("= max(a, 1)", a)?.values, [Number.NaN, Number.POSITIVE_INFINITY, 1, 1]);
    assert.deepEqual(told("= 0*a + 2^3", a)?.values, [Number.NaN, Number.NaN, 8, 8]);
  });

  it("are thinned once they are computed, with lowest and highest kept", () => {
    const steps = Array.from({ length: 10_000 }, (_, step) => step);
    const up = history("up", ...steps.map((step) => [step, step, step] as const));
    const down = history("down", ...steps.map((step) => [step, step, step === 5000 ? 77 : -step] as const));
    const made = formulaHistory(parseFormula("up + down"), [up, down], "= up + down", 20);
    assert.ok(made && made.values.length <= 20);
    assert.equal(made.total, 10_000);
    assert.deepEqual([made.steps[made.values.indexOf(5077)], made.metric, made.runId], [5000, "= up + down", "r"]);
  });
});

describe("the direction of a formula", () => {
  const directions: readonly (readonly [string, string | undefined])[] = [
    ["= 1 - val_acc", "lower"],
    ["= val_loss / 2", "lower"],
    ["= -2 * val_loss", "higher"],
    ["= val_loss / -2", "higher"],
    ["= val_acc - val_loss", "higher"],
    ["= val_acc + val_loss", undefined],
    ["= train_loss - val_loss", undefined],
    ["= log(1 - val_acc) + max(val_loss, 0)", "lower"],
    ["= val_loss ^ 2", undefined],
    ["= val_loss ^ 3", "lower"],
    ["= 0.5 ^ val_loss", "higher"],
    ["= 1 / val_loss", undefined],
    ["= val_loss * val_acc", undefined],
    ["= 0 * val_loss", undefined],
    ["= abs(val_loss)", undefined],
    ["= abs(2) * val_loss", undefined],
    ["= something + val_loss", undefined],
  ];
  for (const [source, better] of directions) {
    it(`of ${source} is ${better ?? "not known"}`, () => assert.equal(formulaDirection(parseFormula(source), metricDirection), better));
  }

  it("is never said where a better value of a metric could make it worse", () => {
    const better = { a: "higher", b: "lower", c: "higher" } as const;
    const value = fc.double({ min: -4, max: 4, noNaN: true });
    let known = 0;
    fc.assert(
      fc.property(
        formulas,
        fc.tuple(value, value, value),
        fc.constantFrom("a", "b", "c"),
        fc.double({ min: 0.01, max: 3 }),
        (source, at, moved, by) => {
          const formula = parseFormula(source);
          const direction = formulaDirection(formula, (metric) => better[metric as "a"]);
          if (direction === undefined) return;
          known++;
          const valueWith = (move: number) => {
            const all = ["a", "b", "c"].map((key, index) => history(key, [0, 0, (at[index] ?? 0) + (key === moved ? move : 0)]));
            return formulaHistory(formula, all, "", 10)?.values[0] ?? Number.NaN;
          };
          const [before, after] = [valueWith(0), valueWith(better[moved as "a"] === "higher" ? by : -by)];
          if (Number.isNaN(before) || Number.isNaN(after)) return;
          const dust = 1e-9 * Math.max(1, Math.abs(before));
          if (Number.isFinite(before))
            assert.ok(direction === "higher" ? after >= before - dust : after <= before + dust, `${source}: ${before}, ${after}`);
        },
      ),
      generated(3000),
    );
    assert.ok(known > caseCount(3000) / 10, String(known));
  });
});

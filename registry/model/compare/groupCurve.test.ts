import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { type Curve, pointAt } from "./curve.ts";
import { betweenOver, groupCurve } from "./groupCurve.ts";

const curve = (...points: readonly (readonly [x: number, y: number])[]): Curve => ({
  x: Float64Array.from(points, ([x]) => x),
  y: Float64Array.from(points, ([, y]) => y),
});
const curves = fc.array(
  fc
    .uniqueArray(
      fc.tuple(fc.integer({ min: 0, max: 40 }), fc.oneof(fc.double({ min: -5, max: 5, noNaN: true }), fc.constant(Number.NaN))),
      {
        maxLength: 20,
        selector: ([x]) => x,
      },
    )
    .map((points) => curve(...points.toSorted(([a], [b]) => a - b))),
  { maxLength: 6 },
);

describe("the curve of a group of runs", () => {
  it("is the mean of what each run logged last, from its first step to its last", () => {
    const { x, mean, std, min, max, n } = groupCurve([curve([0, 1], [10, 3]), curve([5, 5], [10, 5], [15, 9])], 100);
    assert.deepEqual([...x], [0, 5, 10, 15]);
    assert.deepEqual([...n], [1, 2, 2, 1], "one has not begun, the other has ended");
    assert.deepEqual([...mean], [1, 3, 4, 9]);
    assert.deepEqual([...std], [Number.NaN, Math.sqrt(8), Math.sqrt(2), Number.NaN]);
    assert.deepEqual([...min], [1, 1, 3, 9]);
    assert.deepEqual([...max], [1, 5, 5, 9]);
  });

  it("leaves NaN out, and has a gap where nothing else is", () => {
    const { mean, n } = groupCurve([curve([0, Number.NaN], [1, 2]), curve([0, Number.NaN], [1, 4])], 100);
    assert.deepEqual([...mean], [Number.NaN, 3]);
    assert.deepEqual([...n], [0, 2]);
  });

  it("has each run on the line between its points over another metric, and no line to what is no number", () => {
    const [rising, falling] = [curve([0, 0], [10, 20]), curve([5, 8], [10, 4], [20, Number.NaN], [30, Number.POSITIVE_INFINITY])];
    const { x, mean, n } = groupCurve([rising, falling], 100, betweenOver("metric"));
    assert.deepEqual([...x], [0, 5, 10, 20, 30]);
    assert.deepEqual([...mean], [0, (10 + 8) / 2, (20 + 4) / 2, Number.NaN, Number.POSITIVE_INFINITY]);
    assert.deepEqual([...n], [1, 2, 2, 0, 1]);
    const beside = groupCurve([falling, curve([7, 0], [25, 0])], 100, "line");
    assert.deepEqual([...beside.min], [8, 0, 0, 0, 0, Number.POSITIVE_INFINITY], "at 25 the other one is between NaN and ∞");
    assert.deepEqual([...beside.max], [8, 6.4, 4 + 0, 0, 0, Number.POSITIVE_INFINITY]);
    const huge = groupCurve([curve([0, -1.5e308], [2, 1.5e308]), curve([1, 0])], 100, "line");
    assert.equal(huge.max[1], 0, "the difference of large values is not infinite");
    for (const axis of ["step", "time", "relative"] as const) assert.equal(betweenOver(axis), "last");
  });

  it("has the same numbers where fewer points are asked for, the first and the last among them", () => {
    const logged = fc.property(curves, fc.integer({ min: 2, max: 12 }), (all, most) => {
      const whole = groupCurve(all, 1000);
      const thin = groupCurve(all, most);
      assert.ok(thin.x.length <= most || thin.x.length === whole.x.length);
      assert.equal(thin.total, whole.x.length);
      assert.deepEqual([thin.x[0], thin.x.at(-1)], [whole.x[0], whole.x.at(-1)]);
      for (const [index, x] of thin.x.entries()) {
        const at = whole.x.indexOf(x);
        assert.ok(at >= 0);
        for (const part of ["mean", "std", "min", "max", "n"] as const) assert.ok(Object.is(thin[part][index], whole[part][at]), part);
        const taking = all.filter((one) => pointAt(one, x) >= 0 && x <= (one.x.at(-1) ?? -1) && !Number.isNaN(one.y[pointAt(one, x)]));
        assert.equal(thin.n[index], taking.length);
      }
    });
    fc.assert(logged, generated(300));
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { curveOf, curveOver, extentOf, middleRangeOf, nothingToDraw, pointAt, rangeOf, smooth, stepAlong } from "./curve.ts";

const floats = (...values: number[]) => Float64Array.from(values);
const history = { steps: floats(0, 2, 1, 2), timestamps: floats(1000, 3000, 4000, 5000), values: floats(10, 30, 20, 31) };

describe("curveOf", () => {
  it("orders by step and keeps the latest point of a step", () => {
    const curve = curveOf(history, "step");
    assert.deepEqual([...curve.x], [0, 1, 2]);
    assert.deepEqual([...curve.y], [10, 20, 31]);
  });

  it("counts relative time from the first point", () => {
    assert.deepEqual([...curveOf(history, "relative").x], [0, 2000, 3000, 4000]);
    assert.deepEqual([...curveOf(history, "time").x], [1000, 3000, 4000, 5000]);
  });

  it("takes an empty history", () => {
    const empty = { steps: floats(), timestamps: floats(), values: floats() };
    assert.equal(curveOf(empty, "relative").x.length, 0);
  });
});

describe("smooth", () => {
  it("leaves values alone at weight 0", () => assert.deepEqual([...smooth(floats(1, 5, 3), 0)], [1, 5, 3]));

  it("starts at the first value and stays within the values", () => {
    const smoothed = smooth(floats(4, 8, 8, 8), 0.5);
    assert.equal(smoothed[0], 4);
    assert.ok([...smoothed].every((value) => value >= 4 && value <= 8));
    assert.ok((smoothed[3] ?? 0) > (smoothed[1] ?? 0));
  });

  it("steps over NaN and infinities", () => {
    const smoothed = smooth(floats(2, Number.NaN, Number.POSITIVE_INFINITY, 2), 0.9);
    assert.deepEqual([smoothed[0], smoothed[1], smoothed[2]], [2, Number.NaN, Number.POSITIVE_INFINITY]);
    assert.ok(Math.abs((smoothed[3] ?? 0) - 2) < 1e-9);
  });
});

describe("reading curves", () => {
  const curve = { x: floats(0, 10, 20), y: floats(1, Number.NaN, 3) };
  const other = { x: floats(5, 25), y: floats(-1, 9) };

  it("finds the last point at or before x", () => {
    assert.deepEqual(
      [-1, 0, 9, 10, 99].map((x) => pointAt(curve, x)),
      [-1, 0, 0, 1, 2],
    );
  });

  it("ranges over what can be seen", () => {
    assert.deepEqual(rangeOf([curve, other], 0, 25, false), [-1, 9]);
    assert.deepEqual(rangeOf([curve], 0, 9, false), [1, 1]);
    assert.deepEqual(rangeOf([other], 0, 25, true), [9, 9]);
    assert.equal(rangeOf([{ x: floats(1), y: floats(Number.NaN) }], 0, 2, false), undefined);
    assert.equal(rangeOf([], 0, 1, false), undefined);
  });

  it("knows the ends of all curves", () => {
    assert.deepEqual(extentOf([curve, other]), [0, 25]);
    assert.equal(extentOf([]), undefined);
  });

  it("steps from point to point of any curve and stops at the ends", () => {
    const both = [curve, other];
    assert.equal(stepAlong(both, undefined, 1), 0);
    assert.equal(stepAlong(both, undefined, -1), 25);
    assert.equal(stepAlong(both, 0, 1), 5);
    assert.equal(stepAlong(both, 7, 1), 10);
    assert.equal(stepAlong(both, 7, -1), 5);
    assert.equal(stepAlong(both, 20, 10), 25);
    assert.equal(stepAlong([], 3, 1), undefined);
  });
});

describe("nothingToDraw", () => {
  const { NaN: nan, POSITIVE_INFINITY: infinite } = Number;
  const cases: readonly (readonly [readonly (readonly number[])[], boolean, string])[] = [
    [[], false, "No value logged."],
    [[[], []], false, "No value logged."],
    [[[nan, nan], []], false, "Every value is NaN."],
    [[[infinite], [-infinite]], false, "All values are infinite."],
    [[[infinite], [nan]], false, "Every value is NaN or infinite."],
    [[[nan, 0.5]], false, ""],
    [[[0, -1], [infinite]], false, ""],
    [[[0, -1], [infinite]], true, "No value is above 0: a log scale has no place for them."],
    [[[0, 1]], true, ""],
  ];
  for (const [values, positiveOnly, expected] of cases) {
    it(`${JSON.stringify(values)}${positiveOnly ? " on a log scale" : ""}: "${expected}"`, () => {
      const curves = values.map((y) => ({ x: floats(...y.keys()), y: floats(...y) }));
      assert.equal(nothingToDraw(curves, positiveOnly), expected);
    });
  }
});

describe("curves over another metric and without outliers", () => {
  const floats = (...values: number[]) => Float64Array.from(values);
  const history = (steps: number[], values: number[]) => ({ steps: floats(...steps), values: floats(...values) });

  it("takes the other metric's value at the step, or the last one before it", () => {
    const loss = history([0, 1, 2, 3, 4], [9, 8, 7, 6, 5]);
    const epoch = history([1, 3], [0, 1]);
    const { x, y } = curveOver(loss, epoch);
    assert.deepEqual(
      [[...x], [...y]],
      [
        [0, 1],
        [7, 5],
      ],
      "of several points at one x the last step stays; before the first there is no place",
    );
  });

  it("sorts by the other metric where it falls, and leaves out what is no place", () => {
    const { x, y } = curveOver(history([0, 1, 2], [1, 2, 3]), history([0, 1, 2], [5, Number.NaN, 4]));
    assert.deepEqual(
      [[...x], [...y]],
      [
        [4, 5],
        [3, 1],
      ],
    );
  });

  it("spans values that were logged, and never more than all of them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: false }), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        (values, share) => {
          const curve = { x: Float64Array.from(values.keys()), y: Float64Array.from(values) };
          const all = rangeOf([curve], 0, values.length, false);
          const middle = middleRangeOf([curve], [0, values.length], false, share);
          if (!all || !middle) return assert.equal(middle, all);
          assert.ok(middle[0] <= middle[1] && middle[0] >= all[0] && middle[1] <= all[1]);
          const finite = values.filter(Number.isFinite);
          const inside = finite.filter((value) => value >= middle[0] && value <= middle[1]).length;
          assert.ok(inside >= share * finite.length - 1e-9, `${inside} of ${finite.length}`);
        },
      ),
      generated(300),
    );
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { type Better, paretoFront } from "./pareto.ts";

type Point = readonly [number, number];

describe("the Pareto front", () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Number.NaN));
  const which = fc.constantFrom<Better>("higher", "lower");

  it("is exactly what no other point beats", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { maxLength: 30 }), fc.tuple(which, which), (points, better) => {
        const good = ([x, y]: Point): Point => [better[0] === "higher" ? x : -x, better[1] === "higher" ? y : -y];
        const isReal = (point: Point) => point.every(Number.isFinite);
        const beats = (a: Point, b: Point) => a[0] >= b[0] && a[1] >= b[1] && (a[0] > b[0] || a[1] > b[1]);
        const expected = points.flatMap((point, index) =>
          isReal(point) && !points.some((other) => isReal(other) && beats(good(other), good(point))) ? [index] : [],
        );
        assert.deepEqual(
          paretoFront(points, better).toSorted((a, b) => a - b),
          expected,
        );
      }),
      generated(1000),
    );
  });

  it("goes from left to right", () => {
    const points: Point[] = [
      [100, 0.94],
      [50, 0.93],
      [60, 0.92],
      [200, 0.941],
    ];
    assert.deepEqual(paretoFront(points, ["lower", "higher"]), [1, 0, 3]);
  });
});

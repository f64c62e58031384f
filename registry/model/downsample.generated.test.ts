import assert from "node:assert/strict";
import fc from "fast-check";
import { caseCount, seed } from "#test/generatedCases.ts";
import { downsample } from "./downsample.ts";

const numRuns = caseCount(500);

/** Few different values, so that the same one is there several times. */
const value = fc.oneof({ arbitrary: fc.integer({ min: -3, max: 3 }), weight: 4 }, { arbitrary: fc.constant(Number.NaN), weight: 1 });

describe("any curve, drawn with fewer points", () => {
  it("keeps its ends, and what each slice between them reaches first, low and high", () => {
    const property = fc.property(fc.array(value, { maxLength: 60 }), fc.integer({ min: 2, max: 30 }), (points, maxPoints) => {
      const kept = [...downsample(Float64Array.from(points), maxPoints)];
      const all = points.map((_, index) => index);
      if (points.length <= maxPoints) return assert.deepEqual(kept, all);
      const slices = Math.floor((maxPoints - 2) / 2);
      const sliceOf = (index: number) => all.slice(1, -1).length && Math.ceil((index * slices) / (points.length - 2)) - 1;
      const between = Array.from({ length: slices }, (_, slice) => all.slice(1, -1).filter((index) => sliceOf(index) === slice));
      const wanted = between.flatMap((slice) => {
        const real = slice.filter((index) => !Number.isNaN(points[index]));
        if (real.length === 0) return slice.slice(0, 1);
        const reached = real.map((index) => points[index] ?? 0);
        const first = (extreme: number) => real[reached.indexOf(extreme)] ?? -1;
        return [...new Set([first(Math.min(...reached)), first(Math.max(...reached))])].sort((a, b) => a - b);
      });
      assert.deepEqual(kept, [0, ...wanted, points.length - 1]);
    });
    fc.assert(property, { seed, numRuns });
  });

  it("of which no point or one is asked for has that many", () => {
    const curve = Float64Array.of(1, 2, 3);
    assert.deepEqual(
      [-1, 0, 1].map((most) => [...downsample(curve, most)]),
      [[], [], [0]],
    );
  });
});

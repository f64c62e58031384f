import assert from "node:assert/strict";
import { onlyPoint } from "./onlyPoint.ts";

describe("onlyPoint", () => {
  const cases: readonly (readonly [y: readonly number[], found: { readonly x: number; readonly y: number } | undefined])[] = [
    [[0.9], { x: 0, y: 0.9 }],
    [[Number.NaN, 0.9, Number.POSITIVE_INFINITY], { x: 10, y: 0.9 }],
    [[0.9, 0.8], undefined],
    [[Number.NaN], undefined],
    [[], undefined],
  ];
  for (const [y, found] of cases) {
    it(`of ${y.join(", ") || "nothing"}`, () => {
      const curve = { x: Float64Array.from(y, (_, at) => at * 10), y: Float64Array.from(y) };
      assert.deepEqual(onlyPoint(curve), found);
    });
  }
});

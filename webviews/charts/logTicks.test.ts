import assert from "node:assert/strict";
import { logTicks } from "./logTicks.ts";

describe("logTicks", () => {
  const cases: readonly (readonly [number, number, readonly number[]])[] = [
    [0.11, 0.15, [0.11, 0.12, 0.13, 0.14, 0.15]],
    [0.9, 1.1, [0.9, 0.95, 1, 1.05, 1.1]],
    [0.02, 3, [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]],
    [1e-6, 1, [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1]],
    [1e-12, 1e12, [1e-12, 1e-8, 1e-4, 1, 1e4, 1e8, 1e12]],
    [0, 1, []],
    [1, 1, []],
  ];
  for (const [least, greatest, expected] of cases) {
    it(`${least} to ${greatest}`, () => assert.deepEqual(logTicks(least, greatest), expected));
  }
});

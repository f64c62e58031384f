import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { pannedWindow, type XWindow, zoomedWindow } from "./xWindow.ts";

const x = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const part = fc
  .uniqueArray(x, { minLength: 4, maxLength: 4 })
  .map((ends) => ends.sort((a, b) => a - b))
  .filter(([a = 0, b = 0, c = 0, d = 0]) => b - a > 1e-3 && c - b > 1e-3 && d - c > 1e-3)
  .map(([a = 0, b = 0, c = 0, d = 0]) => ({ all: [a, d] as XWindow, seen: [b, c] as XWindow }));

describe("the part of x that is seen", () => {
  it("stays within all of it, with its middle at its place, whatever is zoomed and moved", () => {
    fc.assert(
      fc.property(part, fc.double({ min: 0.1, max: 10, noNaN: true }), x, ({ all, seen }, factor, by) => {
        const middle = (seen[0] + seen[1]) / 2;
        const [from, to] = zoomedWindow(all, seen, middle, factor) ?? all;
        assert.ok(from >= all[0] && to <= all[1] && from <= middle && middle <= to);
        const moved = pannedWindow(all, seen, by);
        assert.ok(moved[0] >= all[0] - 1e-6 && moved[1] <= all[1] + 1e-6);
        assert.ok(Math.abs(moved[1] - moved[0] - (seen[1] - seen[0])) < 1e-6, "a move does not zoom");
      }),
      generated(500),
    );
  });

  it("is all of it again once a zoom out reaches both ends", () => {
    assert.equal(zoomedWindow([0, 100], [40, 60], 50, 10), undefined);
    assert.deepEqual(zoomedWindow([0, 100], [40, 60], 50, 0.5), [45, 55]);
  });

  it("stops at the ends", () => {
    assert.deepEqual(pannedWindow([0, 100], [40, 60], 1000), [80, 100]);
    assert.deepEqual(pannedWindow([0, 100], [40, 60], -1000), [0, 20]);
  });
});

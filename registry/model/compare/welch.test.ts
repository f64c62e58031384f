import assert from "node:assert/strict";
import { spreadOf } from "../spread.ts";
import { chanceText, welchTest } from "./welch.ts";

const test = (one: readonly number[], other: readonly number[]) => welchTest(spreadOf(one), spreadOf(other));

describe("Welch's t-test", () => {
  it("says nothing of groups that are too small, or have no spread, or no numbers", () => {
    assert.equal(test([1, 2], [3, 4, 5]), undefined);
    assert.equal(test([1, 1, 1], [2, 2, 2]), undefined);
    assert.equal(test([1, 2, Number.POSITIVE_INFINITY], [3, 4, 5]), undefined);
    assert.equal(test([1, Number.NaN, 2, Number.NaN], [3, 4, 5]), undefined, "NaN is no value");
    assert.equal(test([], [3, 4, 5]), undefined);
  });

  it("has a sign, and one p both ways round", () => {
    const [there, back] = [test([5, 6, 7, 8], [1, 2, 4]), test([1, 2, 4], [5, 6, 7, 8])];
    assert.ok(there && back && there.t > 0 && back.t === -there.t);
    assert.equal(there.p, back.p);
    assert.equal(test([1, 2, 3], [1, 2, 3])?.p, 1);
    assert.ok(test([2, 2, 2], [1, 2, 4]), "one group without spread can be held against one that has some");
  });

  it("holds numbers against each other whose squares are none", () => {
    const [huge, usual] = [test([1e300, 2e300, 3e300], [5e300, 6e300, 8e300]), test([1, 2, 3], [5, 6, 8])];
    assert.ok(Math.abs((huge?.p ?? 0) - (usual?.p ?? 1)) < 1e-12);
    assert.ok(Math.abs((test([1e-200, 2e-200, 3e-200], [5e-200, 6e-200, 8e-200])?.p ?? 0) - (usual?.p ?? 1)) < 1e-12);
  });

  it("is written with two digits, small chances not at all, and never as 0", () => {
    assert.deepEqual([0.0341, 0.25, 0.9999, 1, 0.00099, 1e-300, 0, 0.05].map(chanceText), [
      ...["p 0.034", "p 0.25", "p 1", "p 1", "p < 0.001", "p < 0.001", "p < 0.001", "p 0.050"],
    ]);
  });
});

import assert from "node:assert/strict";
import { unclamp } from "./infinity.ts";
import { fromWire, isWireNumber, toWire, type WireNumber } from "./wireNumber.ts";

const { MAX_VALUE, MIN_VALUE, NaN: nan, POSITIVE_INFINITY: most, NEGATIVE_INFINITY: least } = Number;

describe("a number in JSON", () => {
  const cases: readonly (readonly [number, WireNumber])[] = [
    [0, 0],
    [-1.5, -1.5],
    [MAX_VALUE, MAX_VALUE],
    [nan, "NaN"],
    [most, "Infinity"],
    [least, "-Infinity"],
  ];
  for (const [number, wire] of cases) {
    it(String(number), () => {
      assert.equal(toWire(number), wire);
      assert.equal(fromWire(wire), number);
      assert.equal(JSON.parse(JSON.stringify(wire)), wire);
      assert.ok(isWireNumber(wire));
    });
  }
  it("is nothing else", () => assert.deepEqual(["", "1", "infinity", "nan", null, undefined, true, {}, [1]].filter(isWireNumber), []));
});

describe("a number in MLflow's SQL store", () => {
  it("is an infinity where it is the largest there is", () => {
    assert.deepEqual([MAX_VALUE, -MAX_VALUE, most, least].map(unclamp), [most, least, most, least]);
    const others = [0, 1, -1, 1.797e308, -1.797e308, MIN_VALUE];
    assert.deepEqual(others.map(unclamp), others);
    assert.ok(Number.isNaN(unclamp(nan)));
  });
});

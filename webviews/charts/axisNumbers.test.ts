import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { axisNumbers, logNumbers, valueNumbers } from "./axisNumbers.ts";
import { evenTicks } from "./logTicks.ts";

describe("axisNumbers", () => {
  const cases: readonly (readonly [readonly number[], readonly string[]])[] = [
    [
      [0.92, 0.93, 0.94],
      ["0.92", "0.93", "0.94"],
    ],
    [
      [0, 0.05, 0.1],
      ["0", "0.05", "0.10"],
    ],
    [
      [0, 0.00005, 0.0001, 0.00015],
      ["0", "0.00005", "0.00010", "0.00015"],
    ],
    [
      [0, 5e-12, 1e-11, 1.5e-11],
      ["0", "5e−12", "1e−11", "1.5e−11"],
    ],
    [
      [1e301, 2e301, 3e301],
      ["1e301", "2e301", "3e301"],
    ],
    [
      [-2e301, 0],
      ["−2e301", "0"],
    ],
    [
      [0.300000091, 0.300000092],
      ["0.300000091", "0.300000092"],
    ],
    [
      [12345700, 12345800],
      ["12345700", "12345800"],
    ],
    [
      [-0.5, 0, 0.5],
      ["−0.5", "0", "0.5"],
    ],
    [[5], ["5"]],
    [[], []],
  ];
  for (const [splits, texts] of cases) it(`[${splits.join(", ")}]`, () => assert.deepEqual(axisNumbers(splits), texts));

  it("names every mark differently, however large or small or close the values are", () => {
    const ranges = fc.tuple(
      fc.integer({ min: -300, max: 300 }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: 1e-6, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(ranges, ([power, from, span]) => {
        const unit = 10 ** power;
        const ticks = evenTicks(from * unit, (from + span) * unit);
        assert.ok(ticks.length >= 2 && ticks.length <= 12, `${ticks.length} marks`);
        const texts = axisNumbers(ticks);
        assert.equal(new Set(texts).size, ticks.length, texts.join());
        assert.ok(
          texts.every((text) => text.length <= 16),
          texts.join(),
        );
      }),
      generated(100),
    );
  });
});

describe("logNumbers", () => {
  it("says each power of ten in its shortest form", () => {
    assert.deepEqual(logNumbers([1e-12, 1e-3, 0.02, 1, 50, 1e5, 1e6, 2e301]), [
      "1e−12",
      "0.001",
      "0.02",
      "1",
      "50",
      "100000",
      "1e6",
      "2e301",
    ]);
  });
});

describe("valueNumbers", () => {
  const cases: readonly (readonly [values: readonly number[], isLog: boolean, texts: readonly string[]])[] = [
    [[0.6, 0.8, 1], false, ["0.6", "0.8", "1"]],
    [[-1, 8, 12], false, ["−1", "8", "12"]],
    [[69.07772988178354, 81.64066360133427], false, ["69.08", "81.64"]],
    [[-378062.06990123, -123300.33689], false, ["−378062", "−123300"]],
    [[0.93412345678, 0.93412349999], false, ["0.93412345678", "0.93412349999"]],
    [[1.3e12, 1.301e12, 1.302e12], false, ["1.3e12", "1.301e12", "1.302e12"]],
    [[1e-5, 0.0001, 0.01], true, ["0.00001", "0.0001", "0.01"]],
    [[0.000123456789, 0.5], true, ["1.235e−4", "0.5"]],
    [[0.1234567891], false, ["0.1235"]],
  ];
  for (const [values, isLog, texts] of cases) it(`${values.join(", ")}`, () => assert.deepEqual(valueNumbers(values, isLog), texts));

  it("are as near to their values as places on the axis are told apart", () => {
    const some = fc.uniqueArray(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), { minLength: 2, maxLength: 7 });
    fc.assert(
      fc.property(some, (values) => {
        const span = Math.max(...values) - Math.min(...values);
        const read = valueNumbers(values, false).map((text) => Number(text.replaceAll("−", "-")));
        for (const [at, value] of read.entries())
          assert.ok(Math.abs(value - (values[at] ?? 0)) <= span / 100, `${value} for ${values[at]}`);
      }),
      generated(200),
    );
  });
});

import assert from "node:assert/strict";
import { formatDelta, formatDuration, formatMetric, formatMetrics, formatRow, relativeTime } from "./format.ts";

describe("formatMetrics", () => {
  const rows: readonly (readonly [readonly number[], readonly string[]])[] = [
    [[], []],
    [
      [0.93101, 0.92777],
      ["0.931", "0.928"],
    ],
    [
      [0.93101, 0.93104],
      ["0.93101", "0.93104"],
    ],
    [
      [0.5, 1],
      ["0.500", "1.000"],
    ],
    [
      [0.0123, 0.931],
      ["0.0123", "0.9310"],
    ],
    [
      [3, 12, 100000],
      ["3", "12", "100000"],
    ],
    [[12345.678], ["12346"]],
    [
      [-0.25, 0],
      ["−0.250", "0.000"],
    ],
    [
      [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      ["NaN", "∞", "−∞"],
    ],
    [
      [1e-7, 0.5],
      ["1.00e−7", "0.500"],
    ],
    [
      [1.23456e12, 1.23457e12],
      ["1.23456e12", "1.23457e12"],
    ],
    [
      [0.1, 0.1],
      ["0.100", "0.100"],
    ],
    [[-0], ["0"]],
  ];
  for (const [values, texts] of rows) {
    it(`[${values.join(", ")}]`, () => assert.deepEqual(formatMetrics(values), texts));
  }

  it("tells two neighbouring doubles apart", () => {
    assert.equal(new Set(formatMetrics([0.1 + 0.2, 0.3])).size, 2);
  });

  it("writes one value alone", () => assert.equal(formatMetric(0.9412345), "0.941"));
});

describe("formatDelta", () => {
  const cases: readonly (readonly [number, string, string])[] = [
    [0.007, "0.941", "+0.007"],
    [-0.00712, "0.941", "−0.007"],
    [0, "0.941", "0"],
    [0.00002, "0.941", "+2.00e−5"],
    [0.0004, "0.94", "+0.000400"],
    [64, "128", "+64"],
    [-3e-7, "1.00e−6", "−3.00e−7"],
    [Number.NaN, "NaN", ""],
    [Number.NEGATIVE_INFINITY, "1", "−∞"],
  ];
  for (const [delta, like, text] of cases) {
    it(`${delta} beside ${like}`, () => assert.equal(formatDelta(delta, like), text));
  }
});

describe("formatRow", () => {
  it("gives a digit more where rounded values and differences would not add up", () => {
    // With three decimals 0.920, 0.932 and +0.011 would stand side by side.
    assert.deepEqual(formatRow([0.9204, 0.9316, undefined], 0), { values: ["0.9204", "0.9316", ""], deltas: ["", "+0.0112", ""] });
    assert.deepEqual(formatRow([0.92, 0.93], 0), { values: ["0.920", "0.930"], deltas: ["", "+0.010"] });
  });

  it("has no differences when the baseline did not log the metric", () => {
    assert.deepEqual(formatRow([undefined, 0.5], 0), { values: ["", "0.500"], deltas: ["", ""] });
  });
});

describe("relativeTime", () => {
  const now = 1_700_000_000_000;
  const minute = 60_000;
  const day = 24 * 60 * minute;
  const cases: readonly (readonly [number, string])[] = [
    [-5 * minute, "just now"],
    [59_000, "just now"],
    [12 * minute, "12 min ago"],
    [3 * 60 * minute, "3 h ago"],
    [2 * day, "2 d ago"],
    [21 * day, "3 w ago"],
    [160 * day, "5 mo ago"],
    [365 * day, "1 y ago"],
    [800 * day, "2 y ago"],
  ];
  for (const [age, text] of cases) it(text, () => assert.equal(relativeTime(now - age, now), text));
  it("says nothing about an unknown time", () => assert.equal(relativeTime(Number.NaN, now), ""));
});

describe("formatDuration", () => {
  const cases: readonly (readonly [number, string])[] = [
    [850, "850 ms"],
    [999.6, "1 s"],
    [12_400, "12 s"],
    [200_000, "3 min 20 s"],
    [3_599_900, "1 h"],
    [7_500_000, "2 h 5 min"],
    [273_600_000, "3 d 4 h"],
    [Number.NaN, ""],
  ];
  for (const [ms, text] of cases) it(`${ms} ms`, () => assert.equal(formatDuration(ms), text));
});

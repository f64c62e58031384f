import assert from "node:assert/strict";
import { changeNote, percentNote, shortCount } from "./changeNote.ts";

describe("changeNote", () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ["learning_rate", "0.01", "0.03", "× 3"],
    ["learning_rate", "0.01", "0.1", "× 10"],
    ["learning_rate", "0.1", "0.01", "÷ 10"],
    ["learning_rate", "1e-5", "3e-4", "× 30"],
    ["alpha", "0.4", "1", "× 2.5"],
    ["num_leaves", "63", "127", "+64"],
    ["min_child_samples", "20", "50", "+30"],
    ["feature_fraction", "1.0", "0.6", "−0.4"],
    ["feature_fraction", "0.60", "0.65", "+0.05"],
    ["offset", "-0.5", "0.5", "+1.0"],
    ["max_depth", "6", "-1", "no limit"],
    ["model.max_depth", "6", "-1", "no limit"],
    ["max_depth", "-1", "6", ""],
    ["early_stopping", "-1", "50", ""],
    ["early_stopping", "50", "-1", ""],
    ["shift", "-2", "6", "+8"],
    ["bias", "-1.0", "0.5", "+1.5"],
    ["data_version", "2026-09", "2026-10", ""],
    ["objective", "binary", "cross", ""],
    ["seed", "42", "42", ""],
    ["seed", "42", "42.0", ""],
    ["empty", "", "3", ""],
    ["hex", "0x10", "0x20", ""],
    ["huge", "1e999", "2", ""],
    ["__proto__", "1", "2", "+1"],
  ];
  for (const [key, baseline, value, expected] of cases) {
    it(`${key}: ${baseline} → ${value} is "${expected}"`, () => assert.equal(changeNote(key, baseline, value), expected));
  }
});

describe("percentNote", () => {
  it("says by how much a count grew or shrank", () => {
    assert.equal(percentNote(1_180_000, 1_240_000), "+5.1 %");
    assert.equal(percentNote(100, 50), "−50.0 %");
    assert.equal(percentNote(100, 400), "+300 %");
    assert.equal(percentNote(100_000_000, 100_000_001), "+0.1 %");
    assert.equal(percentNote(0, 10), "");
    assert.equal(percentNote(10, 10), "");
  });
});

describe("shortCount", () => {
  it("keeps three digits of large counts and small ones whole", () => {
    assert.deepEqual([1_180_000, 12_400, 9_999, 0].map(shortCount), ["1.18 M", "12.4 k", "9999", "0"]);
    assert.deepEqual([999_499, 999_999, -999_999, 999_999_999].map(shortCount), ["999 k", "1.00 M", "-1.00 M", "1.00 G"]);
  });
});

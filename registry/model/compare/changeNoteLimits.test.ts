import assert from "node:assert/strict";
import { changeNote, meaningOf, percentNote, shortCount } from "./changeNote.ts";

describe("a note of a change, at its limits", () => {
  const cases: readonly (readonly [key: string, baseline: string, value: string, note: string])[] = [
    ["from nothing there is no factor", "0", "0.5", "+0.5"],
    ["to nothing neither", "0.5", "0", "−0.5"],
    ["nor below nothing", "-0.5", "-0.25", "+0.25"],
    ["exactly twice", "0.5", "1.0", "× 2"],
    ["exactly half", "1.0", "0.5", "÷ 2"],
    ["less than twice", "0.3", "0.375", "+0.075"],
    ["a factor of three digits", "0.03", "0.1", "× 3.33"],
    ["a factor with zeros", "0.004", "8.0", "× 2000"],
    ["a factor that no number holds", "1e-300", "1e300", "+1.00e300"],
    ["a word now", "3", "word", ""],
    ["a number now", "word", "3", ""],
    ["a number in a word", "a1", "2", ""],
    ["a number before a word", "1", "2b", ""],
    ["n_jobs", "4", "-1", "all cores"],
    ["svc/n_jobs", "4", " -1 ", "all cores"],
    ["spaces", " 1.50 ", "1.75", "+0.25"],
    ["a sign", "+0.50", "0.75", "+0.25"],
    ["more decimals now", "0.5", "+0.750", "+0.250"],
    ["more decimals before", "-10.25", "0.5", "+10.75"],
    ["the same number", "10.5e1", "1.05E+2", ""],
    ["without a zero", ".25", ".5", "× 2"],
    ["without decimals", "12.", "15.", "+3"],
    ["large ones", "1e12", "2e12", "+1.00e12"],
  ];
  for (const [key, baseline, value, note] of cases) {
    it(`${key}: ${baseline} → ${value}`, () => assert.equal(changeNote(key, baseline, value), note));
  }

  it("only -1 of two params means something else", () => {
    const meanings = ["max_depth", "n_jobs", "rf.n_jobs", "jobs", ""].map((key) => meaningOf(key, "-1"));
    assert.deepEqual(meanings, ["no limit", "all cores", "all cores", "", ""]);
    assert.equal(meaningOf("n_jobs", "4"), "");
  });

  it("percent: never zero, one decimal below 100, none of what is not known", () => {
    const pairs = [
      [1e6, 999_999],
      [2000, 2001],
      [10_000, 19_994],
      [100, 200],
      [1, Number.NaN],
      [1, Number.POSITIVE_INFINITY],
      [-1, 5],
    ] as const;
    assert.deepEqual(
      pairs.map(([from, to]) => percentNote(from, to)),
      ["−0.1 %", "+0.1 %", "+99.9 %", "+100 %", "", "", ""],
    );
  });

  it("counts: from 10,000 on in thousands, then in millions and thousand millions", () => {
    const counts = [9999, 1e4, 999_499, 1e6, -2e6, 1e9, Number.NaN, Number.POSITIVE_INFINITY];
    assert.deepEqual(counts.map(shortCount), ["9999", "10.0 k", "999 k", "1.00 M", "-2.00 M", "1.00 G", "", ""]);
  });
});

import assert from "node:assert/strict";
import { metricRow, tallies } from "./metricRow.ts";

describe("metricRow", () => {
  it("says better and worse by the direction, against the baseline", () => {
    const verdicts = (better: "higher" | "lower" | undefined) =>
      metricRow([0.5, 0.6, 0.4, 0.5, undefined], 0, better).map((cell) => cell.verdict);
    assert.deepEqual(verdicts("higher"), [undefined, "better", "worse", undefined, undefined]);
    assert.deepEqual(verdicts("lower"), [undefined, "worse", "better", undefined, undefined]);
    assert.deepEqual(verdicts(undefined), [undefined, undefined, undefined, undefined, undefined]);
  });

  it("marks every run that ties for best, and none where all are equal, one is alone, or no direction is known", () => {
    const best = (values: (number | undefined)[], better?: "higher" | "lower") => metricRow(values, 0, better).map((cell) => cell.best);
    assert.deepEqual(best([1, 2, 2], "higher"), [false, true, true]);
    assert.deepEqual(best([1, 2, 2], "lower"), [true, false, false]);
    assert.deepEqual(best([2, 2, 2], "higher"), [false, false, false]);
    assert.deepEqual(best([undefined, 2], "higher"), [false, false]);
    assert.deepEqual(best([1, 2]), [false, false]);
  });

  it("keeps NaN out of every judgement and infinities in", () => {
    const cells = metricRow([0.5, Number.NaN, Number.POSITIVE_INFINITY], 0, "higher");
    assert.deepEqual(
      cells.map((cell) => [cell.text, cell.verdict, cell.best]),
      [
        ["0.500", undefined, false],
        ["NaN", undefined, false],
        ["∞", "better", true],
      ],
    );
    assert.equal(metricRow([Number.NaN, 1], 0, "higher")[1]?.verdict, undefined);
  });

  it("leaves a value that was not logged empty", () => {
    assert.deepEqual(metricRow([undefined, 0.5], 0, "higher"), [
      { text: "", delta: "", best: false },
      { text: "0.500", delta: "", best: false },
    ]);
  });
});

describe("tallies", () => {
  it("counts per run", () => {
    const rows = [metricRow([1, 2, 0], 0, "higher"), metricRow([1, 2, 0], 0, "lower"), metricRow([1, 1, undefined], 0, "higher")];
    assert.deepEqual(tallies(rows, 3), [
      { better: 0, worse: 0, best: 0 },
      { better: 1, worse: 1, best: 1 },
      { better: 1, worse: 1, best: 1 },
    ]);
  });
});

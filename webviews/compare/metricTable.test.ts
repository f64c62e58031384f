import assert from "node:assert/strict";
import { type CompareData, type CompareMetric, type CompareRun, newCompareState } from "#protocol/views/compare.ts";
import { cellTooltip, metricsSummary, metricTable, widestCells } from "./metricTable.ts";

function metric(key: string, last: CompareMetric["last"], rest: Partial<CompareMetric> = {}): CompareMetric {
  return { key, last, min: last.map(() => null), max: last.map(() => null), steps: last.map(() => 1), points: 2, ...rest };
}

function dataOf(metrics: CompareMetric[]): CompareData {
  const runs = ["a", "b", "c"].map(
    (id): CompareRun => ({ id, name: id, experimentId: "0", status: "FINISHED", versionLabel: "", commit: "", datasets: [] }),
  );
  return { experiment: "", runs, missing: [], code: [], params: [], tags: [], metrics, asOf: 0 };
}

const higher = { better: "higher", from: "name" } as const;
const state = newCompareState(["a", "b", "c"]);

describe("metricTable", () => {
  it("puts gated metrics first and those without a curve last", () => {
    const data = dataOf([
      metric("once", [1, 2, 3], { points: 1 }),
      metric("plain", [1, 2, 3]),
      metric("gated", [1, 2, 3], { gateLine: 4 }),
    ]);
    assert.deepEqual(
      metricTable(data, state, [0, 1, 2]).rows.map((row) => row.metric.key),
      ["gated", "plain", "once"],
    );
  });

  it("takes the direction chosen by hand before any other, and the chosen value", () => {
    const data = dataOf([metric("auc", [1, 2, 3], { direction: higher, min: [3, 2, 1] })]);
    const [row] = metricTable(data, { ...state, directions: { auc: "lower" }, valueOf: { auc: "min" } }, [0, 1, 2]).rows;
    assert.deepEqual(row?.direction, { better: "lower", from: "hand" });
    assert.deepEqual(row?.values, [3, 2, 1]);
    assert.deepEqual(
      row?.cells.map((cell) => cell.verdict),
      [undefined, "better", "better"],
    );
  });

  it("gives the best mark to shown runs only and still judges by a hidden baseline", () => {
    const data = dataOf([metric("auc", [1, 2, 3], { direction: higher })]);
    const table = metricTable(data, state, [1]);
    assert.deepEqual(
      table.rows[0]?.cells.map((cell) => [cell.verdict, cell.best]),
      [["better", true]],
    );
    assert.deepEqual(
      table.tallies.map((tally) => tally.best),
      [0, 1, 0],
    );
  });

  it("takes metrics named like parts of an object", () => {
    const [row] = metricTable(dataOf([metric("__proto__", [1, "NaN", null])]), state, [0, 1, 2]).rows;
    assert.deepEqual(row?.direction, { from: "none" });
    assert.deepEqual(
      row?.cells.map((cell) => cell.text),
      ["1", "NaN", ""],
    );
  });
});

describe("cellTooltip", () => {
  const tooltip = (last: CompareMetric["last"], shown: readonly number[], column: number) => {
    const [row] = metricTable(dataOf([metric("val_auc", last, { direction: higher })]), state, shown).rows;
    assert.ok(row);
    return cellTooltip(row, column);
  };

  it("says in full what the cell rounds", () => {
    assert.equal(
      tooltip([0.1, 0.3000000000001, 2], [0, 1, 2], 1),
      "val_auc last: 0.3000000000001\nΔ +0.2000000000001 (+200 %), better\nstep 1",
    );
    assert.equal(tooltip([0.1, 0.3, 2], [0, 1, 2], 0), "val_auc last: 0.1\nstep 1");
  });

  it("differs from the baseline when that is hidden too, and has no percentage of nothing", () => {
    assert.equal(tooltip([0.5, 0.25, 2], [1, 2], 0), "val_auc last: 0.25\nΔ -0.25 (-50 %), worse\nstep 1");
    assert.equal(tooltip([0, 0.25, 2], [0, 1], 1), "val_auc last: 0.25\nΔ +0.25, better\nstep 1");
    assert.equal(tooltip(["NaN", 1, "Infinity"], [0, 1, 2], 2), "val_auc last: Infinity\nstep 1");
    assert.equal(tooltip([1, "Infinity", null], [0, 1], 1), "val_auc last: Infinity\nΔ +Infinity, better\nstep 1");
  });
});

describe("widestCells", () => {
  it("counts the mark of the best and the unit in", () => {
    const data = dataOf([metric("fit_seconds", [10, 20, 15], { direction: { better: "lower", from: "name" } }), metric("auc", [1, 2, 2])]);
    assert.deepEqual(
      widestCells(metricTable(data, state, [0, 1, 2]).rows, (text) => text.length),
      { value: "★ 10 s".length, delta: "+10 s".length },
    );
    assert.deepEqual(
      widestCells([], (text) => text.length),
      { value: 0, delta: 0 },
    );
  });
});

describe("metricsSummary", () => {
  const summary = (...metrics: CompareMetric[]) => {
    const data = dataOf(metrics);
    return metricsSummary(data, metricTable(data, state, [0, 1, 2]));
  };

  it("names who is best most often", () => {
    assert.equal(summary(metric("auc", [1, 3, 2], { direction: higher })), "b is best in 1 of 1");
    assert.equal(summary(metric("auc", [1, 3, 3], { direction: higher })), "b and c are best in 1 of 1 each");
    assert.equal(summary(metric("auc", [1, 1, 1], { direction: higher }), metric("x", [1, 2, 3])), "2 metrics");
  });
});

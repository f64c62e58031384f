import assert from "node:assert/strict";
import { type CompareData, type CompareMetric, type CompareRun, newCompareState } from "#protocol/views/compare.ts";
import { metricsSummary, metricTable, unitOf } from "./metricTable.ts";

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

describe("unitOf", () => {
  it("reads the unit in a name", () => {
    assert.deepEqual(["fit_seconds", "latency_ms", "val_auc", "loss"].map(unitOf), ["s", "ms", "", ""]);
  });
});

import assert from "node:assert/strict";
import type { ColumnId, SortBy } from "#protocol/views/runs.ts";
import { RunColumns } from "#registry/model/runColumns.ts";
import { shownCells } from "./columnValues.ts";
import { bestRows, orderedRows, passingRows } from "./order.ts";

const around = { now: 0, me: [] };

/** Four runs, the newest first, as a registry gives them. */
function fourRuns() {
  const statuses = ["RUNNING", "FINISHED", "FINISHED", "FAILED"];
  const heads = statuses.map((status, row) => ({
    ...{ id: `r${row}`, name: ["b", "run 10", "run 9", ""][row] ?? "", experimentId: "1", status, lifecycle: "active", user: "ana" },
    ...{ startTime: 4000 - row * 1000, endTime: row === 0 ? null : 9000, artifactUri: "" },
  }));
  const columns = new RunColumns(heads);
  for (const [row, value] of [0.9, 0.5, Number.NaN].entries()) columns.metric(row, { key: "auc", value, step: 0, timestamp: 0 });
  columns.metric(3, { key: "auc", value: 0.95, step: 0, timestamp: 0 });
  for (const [row, value] of ["10", "9", "1e-3"].entries()) columns.param(row, "depth", value);
  for (const [row, value] of ["v10", "v9", "v9"].entries()) columns.param(row, "data", value);
  return columns.page(undefined);
}

describe("the rows of a Runs page", () => {
  const sorts: readonly (readonly [sort: readonly SortBy[], rows: readonly number[]])[] = [
    [[], [0, 1, 2, 3]],
    [[{ column: "metric:auc", descending: true }], [3, 0, 1, 2]],
    [[{ column: "metric:auc", descending: false }], [1, 0, 3, 2]],
    [[{ column: "param:depth", descending: false }], [2, 1, 0, 3]],
    [[{ column: "param:depth", descending: true }], [0, 1, 2, 3]],
    [[{ column: "param:data", descending: false }], [1, 2, 0, 3]],
    [
      [
        { column: "param:data", descending: false },
        { column: "param:depth", descending: false },
      ],
      [2, 1, 0, 3],
    ],
    [[{ column: "attribute:run_name", descending: false }], [0, 2, 1, 3]],
    [[{ column: "attribute:duration", descending: true }], [3, 2, 1, 0]],
    [[{ column: "attribute:start_time", descending: false }], [3, 2, 1, 0]],
    [[{ column: "metric:nowhere", descending: true }], [0, 1, 2, 3]],
  ];
  for (const [sort, rows] of sorts) {
    const title = sort.map(({ column, descending }) => `${column} ${descending ? "down" : "up"}`).join(", ") || "nothing";
    it(`sorted by ${title}: numbers as numbers, what is missing last`, () =>
      assert.deepEqual(orderedRows(fourRuns(), [0, 1, 2, 3], sort), rows));
  }

  it("are those that the filter takes", () => {
    assert.deepEqual(passingRows(fourRuns(), { filter: "params.depth = '9' OR metrics.auc > 0.92" }, around), [1, 3]);
    assert.throws(() => passingRows(fourRuns(), { filter: "metrics.auc >" }, around), { kind: "invalid" });
  });

  const bests: readonly (readonly [better: "higher" | "lower" | undefined, rows: readonly number[], best: readonly number[]])[] = [
    // Of the finished runs one has a number only: there is nothing it is better than.
    ["higher", [0, 1, 2, 3], []],
    [undefined, [0, 1, 2, 3], []],
  ];
  for (const [better, rows, best] of bests) {
    it(`have a best ${better ?? "of no known direction"} among ${rows.join()}: ${best.join() || "none"}`, () =>
      assert.deepEqual([...bestRows(fourRuns(), "metric:auc", rows, better)], best));
  }

  it("have as best all finished ones that share the best value, and none where all are equal", () => {
    const heads = ["FINISHED", "FINISHED", "FINISHED", "RUNNING"].map((status, row) => ({
      ...{ id: `r${row}`, name: "", experimentId: "1", status, lifecycle: "active", user: "", startTime: 1, endTime: 1, artifactUri: "" },
    }));
    const columns = new RunColumns(heads);
    for (const [row, value] of [0.9, 0.8, 0.9, 0.99].entries()) columns.metric(row, { key: "auc", value, step: 0, timestamp: 0 });
    const page = columns.page(undefined);
    assert.deepEqual([...bestRows(page, "metric:auc", [0, 1, 2, 3], "higher")], [0, 2]);
    assert.deepEqual([...bestRows(page, "metric:auc", [0, 1, 2, 3], "lower")], [1]);
    assert.deepEqual([...bestRows(page, "metric:auc", [0, 2, 3], "higher")], []);
  });

  it("write the numbers of a column with as many digits as tell all of its rows apart, whichever are on the screen", () => {
    const shown = (id: ColumnId, rows: readonly number[]) => shownCells(fourRuns(), id, rows, [0, 1, 2, 3]);
    assert.deepEqual(shown("metric:auc", [0, 1, 2]), ["0.900", "0.500", "NaN"]);
    assert.deepEqual(shown("metric:auc", [3]), ["0.950"]);
    assert.deepEqual(shown("metric:nowhere", [0]), [null]);
    assert.deepEqual(shown("param:depth", [2, 3]), ["1e-3", null]);
    assert.deepEqual(shown("attribute:duration", [0, 1]), [null, "6 s"]);
  });
});

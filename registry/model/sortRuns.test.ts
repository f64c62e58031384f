import assert from "node:assert/strict";
import { byCodePoints } from "./codePoints.ts";
import { parseOrderBy } from "./orderBy.ts";
import { RunColumns } from "./runColumns.ts";
import { sortedRows } from "./sortRuns.ts";

const runs = [
  { id: "a", start: 5, end: null, loss: 0.5, lr: "0.1" },
  { id: "b", start: 5, end: 9, loss: Number.NaN, lr: "\u{1F600}" },
  { id: "c", start: 7, end: 8, loss: undefined, lr: undefined },
  { id: "d", start: null, end: 8, loss: Number.NEGATIVE_INFINITY, lr: "\uFFFD" },
  { id: "e", start: 6, end: 10, loss: 0.5, lr: "0.1" },
];

function page() {
  const heads = runs.map(({ id, start, end }) => ({
    id,
    name: id === "c" ? "" : `run ${id}`,
    experimentId: "0",
    status: id < "c" ? "FINISHED" : "FAILED",
    lifecycle: "active",
    user: id.toUpperCase(),
    startTime: start,
    endTime: end,
    artifactUri: "",
  }));
  const columns = new RunColumns(heads);
  for (const [row, { loss, lr }] of runs.entries()) {
    if (loss !== undefined) columns.metric(row, { key: "loss", value: loss, step: 0, timestamp: 0 });
    if (lr !== undefined) columns.param(row, "lr", lr);
  }
  return columns.page(undefined);
}

describe("sortedRows", () => {
  const cases: readonly (readonly [orderBy: readonly string[], order: string])[] = [
    [[], "ceabd"],
    [["start_time"], "abecd"],
    [["end_time DESC"], "ebcda"],
    [["end_time"], "cdbea"],
    [["metrics.loss"], "deabc"],
    [["metrics.loss DESC"], "eadbc"],
    [["metrics.nowhere"], "ceabd"],
    [["params.lr"], "eadbc"],
    [["params.lr DESC"], "bdeac"],
    [["params.lr DESC", "run_id DESC"], "bdeac"],
    [["params.lr", "run_id"], "aedbc"],
    [["status", "run_id DESC"], "edcba"],
    [["run_name DESC"], "edbac"],
    [["user_id"], "abcde"],
  ];
  for (const [orderBy, order] of cases) {
    it(orderBy.join(", ") || "newest first", () => {
      const rows = sortedRows(page(), parseOrderBy(orderBy));
      assert.equal(rows.map((row) => runs[row]?.id).join(""), order);
    });
  }

  it("texts are in the order of their code points", () => {
    const texts = ["", "a", "ab", "b", "ä", "\uD7FF", "\uE000", "\uFFFD", "\u{10000}", "\u{10000}a", "\u{10FFFF}"];
    assert.deepEqual(texts.toReversed().sort(byCodePoints), texts);
  });
});

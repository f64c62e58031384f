import assert from "node:assert/strict";
import type { CompareData, CompareRun } from "#protocol/views/compare.ts";
import { changeRows, noCommit, notSet } from "./changes.ts";

function run(id: string, rest: Partial<CompareRun> = {}): CompareRun {
  return { id, name: id, experimentId: "0", status: "FINISHED", versionLabel: "", commit: "", datasets: [], ...rest };
}

function dataOf(rest: Partial<CompareData>): CompareData {
  return { experiment: "", runs: [run("a"), run("b")], missing: [], code: [], params: [], tags: [], metrics: [], asOf: 0, ...rest };
}

describe("changeRows", () => {
  it("compares each shown run with the baseline, also when the baseline is hidden", () => {
    const data = dataOf({ runs: [run("a"), run("b"), run("c")], params: [{ key: "lr", values: ["0.01", "0.03", "0.01"] }] });
    const [row] = changeRows(data, [1, 2]);
    assert.deepEqual(
      row?.cells.map((cell) => [cell.text, cell.note, cell.differs]),
      [
        ["0.03", "× 3", true],
        ["0.01", "", false],
      ],
    );
  });

  it("says what a special value means, on the baseline too, and counts no difference to it", () => {
    const [row] = changeRows(dataOf({ params: [{ key: "max_depth", values: ["-1", "6"] }] }), [0, 1]);
    assert.deepEqual(
      row?.cells.map((cell) => cell.note),
      ["no limit", ""],
    );
  });

  it("tells an empty value from one that is not set", () => {
    const [row] = changeRows(dataOf({ tags: [{ key: "note", values: ["", null] }] }), [0, 1]);
    assert.deepEqual(
      row?.cells.map((cell) => [cell.text, cell.missing, cell.differs]),
      [
        ["", false, false],
        [notSet, true, true],
      ],
    );
  });

  it("has a code row with what Git knows, and none where no run names a commit", () => {
    const runs = [run("a", { commit: "a".repeat(40) }), run("b", { commit: "b".repeat(40) }), run("c")];
    const code = [{ runId: "b", state: "differs" as const, files: 4, added: 62, removed: 18 }];
    const [row] = changeRows(dataOf({ runs, code }), [0, 1, 2]);
    assert.deepEqual(
      row?.cells.map((cell) => cell.text),
      ["aaaaaaa", "bbbbbbb", noCommit],
    );
    assert.equal(row?.code?.[1]?.files, 4);
    assert.equal(changeRows(dataOf({}), [0, 1]).length, 0);
  });

  it("has one data row per context, with the growth in rows", () => {
    const set = (digest: string, rows: number) => ({ name: "transactions", digest, context: "train", rows });
    const runs = [run("a", { datasets: [set("a41f09c2", 1_180_000)] }), run("b", { datasets: [set("d07b31e5", 1_240_000)] }), run("c")];
    const [row] = changeRows(dataOf({ runs }), [0, 1, 2]);
    assert.equal(row?.name, "train");
    assert.deepEqual(
      row?.cells.map((cell) => [cell.text, cell.note]),
      [
        ["a41f09c, 1.18 M rows", ""],
        ["d07b31e, 1.24 M rows", "+5.1 %"],
        [notSet, ""],
      ],
    );
  });
});

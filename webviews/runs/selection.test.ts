import assert from "node:assert/strict";
import type { RunsCatalog, RunsColumn, SortBy } from "#protocol/views/runs.ts";
import { newRunsState } from "#protocol/views/runs.ts";
import { keptIds, matchingColumns, movedColumn, placedColumns, sortAfterPress } from "./columns.ts";
import { chosenAfter, type Press, rowAfterKey } from "./selection.ts";

const click = { toggles: false, extends: false };

describe("choosing rows", () => {
  it("goes as in VS Code's lists: a click chooses one, Ctrl adds and takes away, Shift reaches from the first to here", () => {
    const taken = (chosen: readonly string[], own: readonly string[], press: Press) => [...chosenAfter(new Set(chosen), own, press)];
    assert.deepEqual(taken(["a"], ["d"], click), ["d"]);
    assert.deepEqual(taken(["d"], ["f"], { ...click, toggles: true }), ["d", "f"]);
    assert.deepEqual(taken(["d", "f"], ["d"], { ...click, toggles: true }), ["f"]);
    assert.deepEqual(taken(["d", "f"], ["f", "g", "h"], { ...click, extends: true }), ["f", "g", "h"]);
    assert.deepEqual(taken(["d", "f"], ["f", "g", "h"], { toggles: true, extends: true }), ["d", "f", "g", "h"]);
  });

  it("a group is added while one of its runs is missing, else it is taken away", () => {
    const toggled = (chosen: readonly string[]) => [...chosenAfter(new Set(chosen), ["f", "g"], { ...click, toggles: true })];
    assert.deepEqual([toggled(["a", "f"]), toggled(["a", "f", "g"])], [["a", "f", "g"], ["a"]]);
  });

  const keys: readonly (readonly [key: string, from: number, to: number | undefined])[] = [
    ["ArrowDown", 0, 1],
    ["ArrowDown", 99, 99],
    ["ArrowUp", 0, 0],
    ["PageDown", 10, 30],
    ["PageUp", 10, 0],
    ["Home", 50, 0],
    ["End", 50, 99],
    ["a", 5, undefined],
  ];
  for (const [key, from, to] of keys)
    it(`${key} at row ${from} leads to ${to ?? "nothing"}`, () => assert.equal(rowAfterKey(key, from, 100, 20), to));
  it("leads nowhere in an empty table", () => assert.equal(rowAfterKey("ArrowDown", 0, 0, 20), undefined));
});

const column = (id: RunsColumn["id"], more: Partial<RunsColumn> = {}): RunsColumn => {
  const [kind = "metric", key = ""] = id.split(":");
  return { id, kind: kind as RunsColumn["kind"], key, count: 2, isEqual: false, isNumeric: true, width: 8, ...more };
};

describe("the columns of the table", () => {
  const columns = [column("metric:val_auc"), column("metric:loss"), column("param:lr"), column("tag:team"), column("attribute:start_time")];
  const catalog: RunsCatalog = {
    ...{ name: "e", columns, total: 2, isComplete: true },
    charted: [],
    ...{ isNested: false, editsRuns: true, me: [] },
    defaults: ["metric:val_auc", "param:lr", "attribute:start_time"],
  };

  it("stand group by group, one after the other; a folded group is one narrow column", () => {
    const { columns: placed, groups, width } = placedColumns(catalog, { ...newRunsState(["1"], "e"), folded: ["param"] });
    assert.deepEqual(
      placed.map((each) => each.column?.id ?? `folded ${each.kind}`),
      ["metric:val_auc", "folded param", "attribute:start_time"],
    );
    assert.equal(placed[0]?.left, 200);
    for (const [at, each] of placed.entries()) assert.equal(each.left + each.width, placed[at + 1]?.left ?? width);
    assert.deepEqual(
      groups.map(({ kind, shown, all }) => [kind, shown, all]),
      [
        ["metric", 1, 2],
        ["param", 1, 1],
        ["attribute", 1, 1],
      ],
    );
  });

  it("are those that were chosen, as far as they are there", () => {
    const state = { ...newRunsState(["1"], "e"), columns: ["tag:team", "metric:gone", "metric:loss"] as const };
    assert.deepEqual(
      placedColumns(catalog, state).columns.map((each) => each.column?.id),
      ["metric:loss", "tag:team"],
    );
  });

  it("are moved past those that are left out, or not there now, which stay chosen", () => {
    const columns = ["metric:val_auc", "metric:gone", "param:lr", "metric:loss"] as const;
    const state = { ...newRunsState(["1"], "e"), columns };
    const shown = ["metric:val_auc", "param:lr", "metric:loss"] as const;
    assert.deepEqual(movedColumn(keptIds(catalog, state), shown, "metric:val_auc", 1), [
      "metric:loss",
      "metric:gone",
      "param:lr",
      "metric:val_auc",
    ]);
  });

  const searches: readonly (readonly [text: string, found: readonly string[]])[] = [
    ["", ["val_auc", "loss", "lr", "team", "start_time"]],
    ["AUC", ["val_auc"]],
    ["started", ["start_time"]],
    ["/^l/", ["loss", "lr"]],
    ["/[/", []],
  ];
  for (const [text, found] of searches) {
    it(`found by ${JSON.stringify(text)}: ${found.join() || "none"}`, () =>
      assert.deepEqual(
        matchingColumns(columns, text).map(({ key }) => key),
        found,
      ));
  }

  it("are sorted by the better end first, then the other way, then not; with Shift one more key", () => {
    const by = (id: SortBy["column"], descending: boolean) => ({ column: id, descending });
    const auc = "metric:val_auc" as const;
    const first = sortAfterPress([], auc, "higher", false);
    assert.deepEqual(first, [by(auc, true)]);
    assert.deepEqual(sortAfterPress(first, auc, "higher", false), [by(auc, false)]);
    assert.deepEqual(sortAfterPress([by(auc, false)], auc, "higher", false), []);
    const both = sortAfterPress(first, "param:lr", undefined, true);
    assert.deepEqual(both, [by(auc, true), by("param:lr", false)]);
    assert.deepEqual(sortAfterPress(both, auc, "higher", true), [by(auc, false), by("param:lr", false)]);
    assert.deepEqual(sortAfterPress(both, "metric:loss", "lower", false), [by("metric:loss", false)]);
  });
});

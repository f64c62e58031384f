import assert from "node:assert/strict";
import type { RunsTableRow } from "#protocol/views/runs.ts";
import { RowChooser } from "./rowChooser.ts";
import type { KeyPress } from "./selection.ts";

const press = { toggles: false, extends: false };
const row = (id: string, group?: number) => ({ id, ...(group === undefined ? {} : { group }) }) as RunsTableRow;
const key = (name: string, more: Partial<KeyPress> = {}) => ({
  ...{ key: name, preventDefault: () => undefined, shiftKey: false, ctrlKey: false, metaKey: false },
  ...more,
});

/** A table of a hundred runs of which the first twenty are near the screen; what is asked for is answered when the test says so. */
function table(near: readonly string[] = Array.from({ length: 20 }, (_, at) => `run${at}`)) {
  const asked: { first: number; count: number; answer: (ids: readonly string[]) => void }[] = [];
  let rows = near;
  const windows = { shown: { length: 100 }, row: (index: number) => (rows[index] === undefined ? undefined : row(rows[index])) };
  const chooser = new RowChooser({
    windows,
    idsOf: (first, count) => new Promise((answer) => asked.push({ first, count, answer })),
    rowsOnScreen: () => 30,
    show: () => undefined,
    open: () => undefined,
    changed: () => undefined,
  });
  const come = (ids: readonly string[]) => {
    rows = ids;
    chooser.follow(new Map(chooser.followed.map((id) => [id, ids.includes(id) ? ids.indexOf(id) : null])));
  };
  return { chooser, asked, come, chosen: () => [...chooser.selection.ids] };
}

const drained = () => new Promise((done) => setTimeout(done));

describe("rows that are chosen before the last ones were answered", () => {
  it("a key goes on from where the one before it led", async () => {
    const { chooser, asked, chosen } = table();
    void chooser.key(key("PageDown"));
    void chooser.key(key("PageDown"));
    assert.deepEqual([chooser.selection.focus, asked.map(({ first }) => first)], [60, [30, 60]]);
    asked[1]?.answer(["run60"]);
    asked[0]?.answer(["run30"]);
    await drained();
    assert.deepEqual([chosen(), chooser.selection.focus], [["run60"], 60]);
  });

  it("a late answer to an earlier press takes nothing from a later one", async () => {
    const { chooser, asked, chosen } = table();
    await chooser.press(2, row("run2"), press);
    void chooser.press(50, row("run50"), { ...press, extends: true });
    await chooser.press(4, row("run4"), press);
    asked[0]?.answer(["run2", "run3"]);
    await drained();
    assert.deepEqual(chosen(), ["run4"]);
  });

  it("runs that are added and taken away are so in the order of the presses", async () => {
    const { chooser, asked, chosen } = table();
    void chooser.press(0, row("group:a", 2), { ...press, toggles: true });
    void chooser.press(3, row("run3"), { ...press, toggles: true });
    asked[0]?.answer(["run3", "run9"]);
    await drained();
    assert.deepEqual(chosen(), ["run9"]);
  });

  it("nothing comes of what was pressed before all was cleared", async () => {
    const { chooser, asked, chosen } = table();
    void chooser.press(0, row("group:a", 2), press);
    chooser.clear();
    asked[0]?.answer(["run3"]);
    await drained();
    assert.deepEqual(chosen(), []);
  });
});

describe("the row that the keyboard is at", () => {
  it("is the same run when others come above it, and so is the start of a range", async () => {
    const { chooser, come, chosen } = table();
    await chooser.press(2, row("run2"), press);
    come(["new", "run0", "run1", "run2", "run3"]);
    assert.deepEqual([chooser.selection.focus, chooser.selection.anchor], [3, 3]);
    await chooser.key(key("ArrowDown", { shiftKey: true }));
    assert.deepEqual(chosen(), ["run2", "run3"]);
  });

  it("is the one in its place where the run is gone", async () => {
    const { chooser, come } = table();
    await chooser.press(2, row("run2"), press);
    come(["run0", "run1", "run3"]);
    assert.deepEqual([chooser.selection.focus, chooser.followed], [2, ["run3", "run3"]]);
  });

  it("is the first one until somebody was there", () => {
    const { chooser, come } = table();
    come(["new", "run0"]);
    assert.equal(chooser.selection.focus, 0);
  });
});

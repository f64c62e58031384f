import assert from "node:assert/strict";
import { newRunsState } from "#protocol/views/runs.ts";
import { fileWithViews, type StoredView, viewsInFile, viewsOf, withoutView, withView } from "./viewFile.ts";

const { experimentIds: _id, name: _name, ...fresh } = newRunsState([""], "");
const view = (name: string, filter: string, experiment = "sweep"): StoredView => ({ experiment, name, state: { ...fresh, filter } });

describe("views that a workspace keeps", () => {
  it("are those of the experiment, by name; a new one of a name takes the place of the old one", () => {
    const kept = [view("a", "1"), view("b", "2"), view("a", "3", "other")].reduce<unknown>((list, each) => withView(list, each), undefined);
    const again = withView(kept, view("a", "4"));
    assert.deepEqual(
      viewsOf(again, "sweep", "mine").map(({ name, state }) => [name, state.filter]),
      [
        ["a", "4"],
        ["b", "2"],
      ],
    );
    assert.deepEqual(
      viewsOf(withoutView(again, "sweep", "a"), "sweep", "mine").map(({ name }) => name),
      ["b"],
    );
    assert.equal(viewsOf(withoutView(again, "sweep", "a"), "other", "mine").length, 1);
  });

  it("stand in a file beside what others keep there", () => {
    const text = fileWithViews('{ "other": [1], "runsViews": [] }', [view("a", "1")]);
    assert.deepEqual((JSON.parse(text) as { other: unknown }).other, [1]);
    assert.equal(viewsOf(viewsInFile(text), "sweep", "shared")[0]?.state.filter, "1");
    assert.equal(viewsInFile(""), undefined);
    assert.throws(() => fileWithViews("{ // mine\n}", []), SyntaxError, "what cannot be read is not written over");
    assert.throws(() => viewsInFile("[]"), SyntaxError);
  });

  it("have their formulas, each once, without what can be none", () => {
    const odd = { experiment: "sweep", name: "x", state: { formulas: ["= 1 - a", 7, "a", "= 1 - a", `= ${"a".repeat(600)}`] } };
    assert.deepEqual(viewsOf([odd], "sweep", "shared")[0]?.state.formulas, ["= 1 - a"]);
    assert.equal(viewsOf([{ ...odd, state: { formulas: "= 1 - a" } }], "sweep", "shared")[0]?.state.formulas, undefined);
  });

  it("are left out where somebody wrote something else by hand", () => {
    const odd = [null, 3, { experiment: "sweep" }, { experiment: "sweep", name: "x", state: { filter: 7, columns: "all", sort: [] } }];
    assert.deepEqual(
      viewsOf(odd, "sweep", "shared").map(({ name, state }) => [name, state.filter, state.columns]),
      [["x", "", undefined]],
    );
    assert.deepEqual(viewsOf("views", "sweep", "shared"), []);
  });
});

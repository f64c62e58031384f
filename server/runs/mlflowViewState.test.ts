import assert from "node:assert/strict";
import fc from "fast-check";
import { newRunsState } from "#protocol/views/runs.ts";
import type { ViewState } from "#protocol/views/runsViews.ts";
import { generated } from "#test/generatedCases.ts";
import { fromMlflow, toMlflow } from "./mlflowViewState.ts";
import { readViewTag, writeViewTag } from "./mlflowViewTag.ts";

const { experimentIds: _id, name: _name, ...fresh } = newRunsState([""], "");
const view: ViewState = {
  ...fresh,
  filter: "metrics.val_auc > 0.9",
  sort: [{ column: "metric:val_auc", descending: true }],
  columns: ["metric:val_auc", "param:a b", "attribute:user_id", "attribute:dataset"],
  groupBy: ["param:depth", "attribute:dataset"],
  widths: { "metric:val_auc": 140 },
};

describe("a view of runs in MLflow's form", () => {
  it("says the same there: filter, order, columns, widths, groups", () => {
    const { state, notes } = toMlflow(view, undefined);
    assert.equal(state["searchFilter"], "metrics.val_auc > 0.9");
    assert.deepEqual([state["orderByKey"], state["orderByAsc"]], ["metrics.`val_auc`", false]);
    assert.deepEqual(state["selectedColumns"], [
      "attributes.`Source`",
      "metrics.`val_auc`",
      "params.`a b`",
      "attributes.`User`",
      "attributes.`Dataset`",
    ]);
    assert.deepEqual(state["columnWidths"], { "metrics.`val_auc`": 140 });
    assert.deepEqual(state["groupBy"], {
      aggregateFunction: "average",
      groupByKeys: [
        { mode: "param", groupByData: "depth" },
        { mode: "dataset", groupByData: "dataset" },
      ],
    });
    assert.deepEqual(notes, ["MLflow shows the mean of a group, without its deviation."]);
  });

  const lost: readonly (readonly [what: string, change: Partial<ViewState>, note: RegExp])[] = [
    ["OR", { filter: "metrics.a > 1 OR metrics.b > 1" }, /cannot open the filter/],
    ["a second key", { sort: [view.sort[0], { column: "param:a", descending: false }] as ViewState["sort"] }, /second key/],
    ["an order that MLflow has not", { sort: [{ column: "attribute:duration", descending: false }] }, /order by duration/],
    ["switches", { quick: ["failed"] }, /switches/],
    ["chosen values", { values: { val_auc: "max" } }, /last value/],
    ["formulas", { formulas: ["= 1 - a"] }, /no place for formulas: = 1 - a is not kept/],
    ["pinned runs", { pinned: ["r1"] }, /Pinned runs/],
    ["groups by user", { groupBy: ["attribute:user_id"] }, /params, tags and data sets only/],
  ];
  for (const [what, change, note] of lost)
    it(`says that it cannot keep ${what}`, () => assert.match(toMlflow({ ...view, groupBy: [], ...change }, undefined).notes.join(), note));

  it("gives MLflow no metric that is a formula", () => {
    const id = "metric:= 1 - a" as const;
    const shown = {
      formulas: ["= 1 - a"],
      columns: [id, "metric:a" as const],
      sort: [{ column: id, descending: true }],
      widths: { [id]: 90 },
    };
    const { state } = toMlflow({ ...view, groupBy: [], ...shown }, undefined);
    assert.ok(!JSON.stringify(state).includes("= 1 - a"), JSON.stringify(state));
    assert.deepEqual((state["selectedColumns"] as string[]).at(-1), "metrics.`a`");
    assert.equal(state["orderByKey"], "attributes.start_time");
  });

  it("keeps what it does not know when it is saved over", async () => {
    const before = {
      unknown: { of: 1 },
      runsHiddenMode: "SHOW_ALL",
      selectedColumns: ["attributes.`Description`", "tags.`x`"],
      compareRunCharts: [{ uuid: "1" }],
    };
    const tag = await readViewTag("id", await writeViewTag("Old", before, undefined, 5));
    const { state } = toMlflow(view, tag?.state);
    assert.deepEqual([state["unknown"], state["runsHiddenMode"], state["compareRunCharts"]], [{ of: 1 }, "SHOW_ALL", [{ uuid: "1" }]]);
    assert.equal((state["selectedColumns"] as string[])[0], "attributes.`Description`");
    assert.ok(!(state["selectedColumns"] as string[]).includes("tags.`x`"), "a column that was taken away is gone");
    const again = await readViewTag("id", await writeViewTag("New", state, tag, 9));
    assert.deepEqual([again?.name, again?.envelope["createdAt"], again?.envelope["updatedAt"]], ["New", 5, 9]);
  });

  it("comes back as it was kept, whatever names are in it", async () => {
    const key = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !/[`]/.test(text));
    const views = fc.record({
      metrics: fc.uniqueArray(key, { maxLength: 5 }),
      params: fc.uniqueArray(key, { maxLength: 5 }),
      descending: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(views, async ({ metrics, params, descending }) => {
        const columns = [...metrics.map((name) => `metric:${name}` as const), ...params.map((name) => `param:${name}` as const)];
        const [first] = columns;
        const made: ViewState = { ...fresh, columns, sort: first === undefined ? [] : [{ column: first, descending }] };
        const tag = await readViewTag("id", await writeViewTag("v", toMlflow(made, undefined).state, undefined, 1));
        const { state } = fromMlflow(tag?.state ?? {});
        assert.deepEqual([state.columns?.filter((id) => !id.startsWith("attribute:")), state.sort], [columns, made.sort]);
      }),
      generated(100),
    );
  });

  it("is read as older versions wrote it, and left out where it is none", async () => {
    assert.deepEqual((await readViewTag("abcdefghij", '{"searchFilter":"x"}'))?.state, { searchFilter: "x" });
    assert.equal((await readViewTag("abcdefghij", '{"searchFilter":"x"}'))?.name, "View abcdefgh");
    for (const value of ["", "deflate;", "deflate;AAAA", "[]", "3", '{"name":"n","state":"deflate;xx"}'])
      assert.equal(await readViewTag("id", value), undefined, value);
    const bomb = await writeViewTag("b", { filter: "x".repeat(3_000_000) }, undefined, 1);
    assert.ok(bomb.length < 10_000);
    assert.equal(await readViewTag("id", bomb), undefined, "what is far too long is not unpacked");
    const { state, notes } = fromMlflow({ groupBy: "param.average.depth", orderByKey: "attributes.`Source`", lifecycleFilter: "Deleted" });
    assert.deepEqual(state.groupBy, ["param:depth"]);
    assert.equal(notes.length, 2);
  });
});

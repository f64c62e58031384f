import assert from "node:assert/strict";
import { newCompareState } from "#protocol/views/compare.ts";
import { differingWithin, groupColumns } from "#registry/model/compare/groupColumns.ts";
import { groupChoices, groupedData } from "#webviews/compare/grouping.ts";
import { metricTable } from "#webviews/compare/metricTable.ts";
import { shownColumns, withGroupKey, withHidden, withOnly, withoutRuns } from "#webviews/compare/state.ts";
import { seedData } from "./compareSeeds.ts";

/** Depths 6, 8, 6, 8, 6, 8, and one without. */
const data = seedData(7);
const state = withGroupKey(newCompareState(data.runs.map(({ id }) => id)), "param:max_depth");

describe("groups on the Compare page", () => {
  it("stand with the baseline's first, what is not set last, and say what their runs have", () => {
    const groups = groupColumns(data, state);
    assert.deepEqual(
      groups.map(({ name, runs }) => [name, ...runs]),
      [
        ["max_depth 6", 0, 2, 4],
        ["max_depth 8", 1, 3, 5],
        ["max_depth (not set)", 6],
      ],
    );
    const grouped = groupedData(data, groups);
    const values = (key: string) => grouped.params.find((param) => param.key === key)?.values;
    assert.deepEqual(values("max_depth"), ["6", "8", null]);
    assert.deepEqual(values("seed"), ["0, 1, 2", "0, 1, 2", "3"]);
    assert.deepEqual(
      grouped.runs.map(({ versionLabel }) => versionLabel),
      ["3 runs", "3 runs", "1 run"],
    );
  });

  it("leave hidden runs out, and are no more where nothing is left", () => {
    const [first = "", ...others] = data.runs.map(({ id }) => id);
    const groups = groupColumns(data, withHidden(state, first, true));
    assert.deepEqual(
      groups.map(({ runs }) => runs),
      [[1, 3, 5], [2, 4], [6]],
    );
    assert.deepEqual(groupColumns(data, { ...state, hidden: [first, ...others] }), []);
  });

  it("have of each metric mean, deviation and count, and a test where both have three runs", () => {
    const groups = groupColumns(data, state);
    const { rows, tallies } = metricTable(data, state, shownColumns(groupedData(data, groups), state), groups);
    const row = rows.find(({ metric }) => metric.key === "val_auc");
    const values = data.metrics.find(({ key }) => key === "val_auc")?.last.map(Number) ?? [];
    const mean = ((values[0] ?? 0) + (values[2] ?? 0) + (values[4] ?? 0)) / 3;
    assert.ok(Math.abs((row?.values[0] ?? 0) - mean) < 1e-12);
    assert.deepEqual(
      row?.groups?.map((cell) => [cell?.spread.n, cell?.test !== undefined]),
      [
        [3, false],
        [3, true],
        [1, false],
      ],
    );
    assert.equal(tallies.length, 3);
  });

  it("call means of the same numbers in another order neither better nor worse", () => {
    const [run] = data.runs;
    assert.ok(run);
    const values = [0.1, 0.3, 0.2, 0.2, 0.3, 0.1];
    const runs = values.map((_, at) => ({ ...run, id: `r${at}` }));
    const same = {
      ...data,
      runs,
      params: [{ key: "max_depth", values: ["6", "8", "6", "8", "6", "8"] }],
      metrics: data.metrics.slice(2, 3).map((metric) => ({ ...metric, last: values, min: values, max: values })),
    };
    const own = { ...state, runIds: runs.map(({ id }) => id) };
    const { rows } = metricTable(same, own, [0, 1], groupColumns(same, own));
    assert.deepEqual(
      rows[0]?.cells.map(({ verdict, best, delta }) => [verdict, best, delta]),
      [
        [undefined, false, ""],
        [undefined, false, "0"],
      ],
    );
  });

  it("are offered for what tells some runs apart, and not all", () => {
    assert.deepEqual(groupChoices(data), ["param:max_depth", "param:seed", "tag:team"]);
    assert.deepEqual(groupChoices(seedData(1)), []);
  });

  it("say which params make runs of a group more than repeats; a seed does not", () => {
    assert.deepEqual(differingWithin(data, groupColumns(data, state)), []);
    assert.deepEqual(differingWithin(data, groupColumns(data, withGroupKey({ ...state, groupBy: [] }, "param:seed"))), ["max_depth"]);
  });

  it("are taken by at most two things, and given up with the groups that were hidden", () => {
    const two = withGroupKey(withHidden(state, "group:x", true), "tag:team");
    assert.deepEqual([two.groupBy, two.hidden], [["param:max_depth", "tag:team"], []]);
    assert.deepEqual(withGroupKey(two, "param:seed").groupBy, ["param:max_depth", "param:seed"]);
    assert.deepEqual(withGroupKey(two, "tag:team").groupBy, ["param:max_depth"]);
    assert.deepEqual(withGroupKey(two, undefined).groupBy, []);
    const [first = "", second = ""] = state.runIds;
    assert.deepEqual(withoutRuns(state, [first, second]).runIds, state.runIds.slice(2));
    assert.deepEqual(withOnly(state, [first, second]).hidden, state.runIds.slice(2));
  });
});

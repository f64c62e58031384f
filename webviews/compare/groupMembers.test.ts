import assert from "node:assert/strict";
import { type ArtifactsState, type CompareData, type CompareMetric, newCompareState } from "#protocol/views/compare.ts";
import { groupColumns } from "#registry/model/compare/groupColumns.ts";
import { groupMembers } from "./groupMembers.ts";
import { metricTable } from "./metricTable.ts";

const ids = ["a", "b", "c", "d", "e", "f"];

function metric(key: string, last: CompareMetric["last"], rest: Partial<CompareMetric> = {}): CompareMetric {
  return { key, last, min: last.map(() => null), max: last.map(() => null), steps: last.map(() => 1), points: 2, ...rest };
}

/** Three groups by depth: a, b and c; d and e; f alone, without a value. */
function viewOf(metrics: readonly CompareMetric[], chosen: Readonly<Record<string, "min">> = {}, hidden: readonly string[] = []) {
  const runs = ids.map((id) => ({
    ...{ id, name: `run ${id}`, experimentId: "0", status: "FINISHED" as const, versionLabel: "", commit: "", datasets: [] },
  }));
  const params = [{ key: "depth", values: ["6", "6", "6", "8", "8", null] }];
  const runData: CompareData = { experiment: "", runs, missing: [], code: [], params, tags: [], metrics, asOf: 0 };
  const state = { ...newCompareState(ids), groupBy: ["param:depth" as const], valueOf: chosen, hidden };
  const groups = groupColumns(runData, state);
  return { runData, state, groups, metrics: metricTable(runData, state, [...groups.keys()], groups) };
}

const higher = { direction: { better: "higher", from: "name" } } as const;
const lower = { direction: { better: "lower", from: "policy" } } as const;

describe("the run that stands for a group", () => {
  const auc = metric("auc", [0.7, 0.9, 0.9, "NaN", 0.5, null], { ...higher, min: [0.6, 0.1, 0.2, 0.3, 0.4, null] });
  const loss = metric("loss", [1, 2, 3, 2, 1, 5], lower);
  const told = (view: ReturnType<typeof viewOf>, of?: ArtifactsState["of"]) =>
    groupMembers(view, of).members.map(({ run, words }) => `${ids[run]}: ${words}`);

  it("is the best by the first metric that is better one way, of equals the first", () => {
    const view = viewOf([metric("neither", [1, 2, 3, 4, 5, 6]), auc, loss]);
    assert.deepEqual(told(view), ["b: auc 0.900", "e: auc 0.500", "f: auc not logged"]);
    assert.equal(groupMembers(view, undefined).best?.metric.key, "auc");
  });

  it("is the best by the metric that was chosen, of the values that the table shows, and of runs that are not hidden", () => {
    assert.deepEqual(told(viewOf([auc, loss]), "best:loss"), ["a: loss 1", "e: loss 1", "f: loss 5"]);
    assert.deepEqual(told(viewOf([auc], { auc: "min" })), ["a: auc min 0.600", "e: auc min 0.400", "f: auc min not logged"]);
    assert.deepEqual(told(viewOf([auc], {}, ["b"])), ["c: auc 0.900", "e: auc 0.500", "f: auc not logged"]);
  });

  it("is the first where that is wanted, or no metric can tell", () => {
    assert.deepEqual(told(viewOf([auc]), "first"), ["a: ", "d: ", "f: "]);
    assert.deepEqual(told(viewOf([metric("neither", [1, 2, 3, 4, 5, 6])])), ["a: ", "d: ", "f: "]);
    assert.deepEqual(told(viewOf([auc]), "best:gone")[0], "b: auc 0.900", "a metric that is gone is no choice");
  });
});

import assert from "node:assert/strict";
import { RunColumns, type RunHead } from "./runColumns.ts";
import type { WantedColumns } from "./types.ts";

const head = (id: string, more: Partial<RunHead> = {}): RunHead => ({
  id,
  name: `name of ${id}`,
  experimentId: "3",
  status: "FINISHED",
  lifecycle: "active",
  user: `user of ${id}`,
  startTime: 1000,
  endTime: 2000,
  artifactUri: `/at/${id}`,
  ...more,
});

describe("runs as columns", () => {
  it("say of each run what it is", () => {
    const heads = [head("a"), head("b", { lifecycle: "deleted", startTime: null, endTime: undefined, experimentId: "4" })];
    assert.deepEqual(new RunColumns(heads).page(undefined), {
      ids: ["a", "b"],
      names: ["name of a", "name of b"],
      experimentIds: ["3", "4"],
      statuses: ["FINISHED", "FINISHED"],
      lifecycles: ["active", "deleted"],
      users: ["user of a", "user of b"],
      startTimes: Float64Array.of(1000, Number.NaN),
      endTimes: Float64Array.of(2000, Number.NaN),
      artifactUris: ["/at/a", "/at/b"],
      metrics: [],
      params: [],
      tags: [],
      datasets: [[], []],
    });
  });

  it("of no run are empty, and name the next page only when there is one", () => {
    assert.deepEqual(new RunColumns([]).page("more").nextPageToken, "more");
    assert.equal("nextPageToken" in new RunColumns([]).page(undefined), false);
  });

  it("know five states, and take any other for unknown", () => {
    const statuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED", "PAUSED", ""];
    const page = new RunColumns(statuses.map((status) => head("a", { status }))).page(undefined);
    assert.deepEqual(page.statuses, [...statuses.slice(0, 5), "UNKNOWN", "UNKNOWN"]);
  });

  it("hold metrics, params and tags by key, each in the row of its run", () => {
    const columns = new RunColumns([head("a"), head("b"), head("c")]);
    columns.metric(1, { key: "loss", value: 0.5, step: 7, timestamp: 70 });
    columns.metric(0, { key: "auc", value: Number.NaN, step: 1, timestamp: 10 });
    columns.metric(2, { key: "loss", value: 0.4, step: 8, timestamp: 80 });
    columns.metric(0, { key: "Zeta", value: 1, step: 2, timestamp: 20 });
    for (const key of ["lr", "Depth", "__proto__"]) columns.param(1, key, `${key} of b`);
    columns.param(2, "lr", "");
    for (const key of ["team", "note"]) columns.tag(0, key, `${key} of a`);
    const page = columns.page(undefined);
    const loss = {
      key: "loss",
      rows: Uint32Array.of(1, 2),
      values: Float64Array.of(0.5, 0.4),
      steps: Float64Array.of(7, 8),
      timestamps: Float64Array.of(70, 80),
    };
    assert.deepEqual(
      page.metrics.map(({ key }) => key),
      ["Zeta", "auc", "loss"],
    );
    assert.deepEqual(page.metrics[2], loss);
    assert.deepEqual(page.metrics[1]?.values, Float64Array.of(Number.NaN));
    assert.deepEqual(page.params, [
      { key: "Depth", rows: Uint32Array.of(1), values: ["Depth of b"] },
      { key: "__proto__", rows: Uint32Array.of(1), values: ["__proto__ of b"] },
      { key: "lr", rows: Uint32Array.of(1, 2), values: ["lr of b", ""] },
    ]);
    assert.deepEqual(page.tags, [
      { key: "note", rows: Uint32Array.of(0), values: ["note of a"] },
      { key: "team", rows: Uint32Array.of(0), values: ["team of a"] },
    ]);
  });

  it("hold the last of what a run has twice", () => {
    const columns = new RunColumns([head("a"), head("b")]);
    for (const value of [1, 2]) columns.metric(1, { key: "auc", value, step: value, timestamp: value });
    for (const value of ["first", "second"]) columns.param(1, "lr", value);
    const { metrics, params } = columns.page(undefined);
    assert.deepEqual(metrics[0]?.values, Float64Array.of(2));
    assert.deepEqual(params, [{ key: "lr", rows: Uint32Array.of(1), values: ["second"] }]);
  });

  const projections: readonly (readonly [wanted: WantedColumns, shown: string])[] = [
    [{}, "acc auc loss system/cpu | depth lr | mlflow.runName team | 1"],
    [{ metrics: ["loss", "nowhere"] }, "loss | depth lr | mlflow.runName team | 1"],
    [{ metrics: [], params: [], tags: [], datasets: false }, " |  |  | 0"],
    [{ params: ["lr"], tags: ["team"], datasets: true }, "acc auc loss system/cpu | lr | team | 1"],
    [{ metrics: ["acc"], commonMetrics: 1, params: [], tags: [] }, "acc auc |  |  | 1"],
    [{ metrics: ["auc"], commonMetrics: 1, params: [], tags: [] }, "auc |  |  | 1"],
    [{ metrics: [], commonMetrics: 2, params: [], tags: [] }, "acc auc |  |  | 1"],
  ];
  for (const [wanted, shown] of projections) {
    it(`are of the columns ${JSON.stringify(wanted)}: ${shown}`, () => {
      const columns = new RunColumns([head("a", { name: "" }), head("b")], wanted);
      const logged = [
        ["system/cpu", "acc", "auc"],
        ["system/cpu", "auc", "loss"],
      ];
      for (const [row, keys] of logged.entries()) {
        for (const key of keys) columns.metric(row, { key, value: 1, step: 0, timestamp: 0 });
      }
      for (const key of ["depth", "lr"]) columns.param(0, key, "1");
      for (const key of ["mlflow.runName", "team"]) columns.tag(0, key, "red");
      columns.dataset(0, { name: "train", digest: "1", context: "" });
      const page = columns.page(undefined);
      const keys = [page.metrics, page.params, page.tags].map((list) => list.map(({ key }) => key).join(" "));
      assert.equal([...keys, page.datasets[0]?.length].join(" | "), shown);
      assert.equal(page.names[0], "red");
    });
  }

  it("take name and user from MLflow's tags where the columns are empty or old", () => {
    const columns = new RunColumns([head("a", { name: "" }), head("b"), head("c", { name: "", user: "" })]);
    columns.tag(0, "mlflow.runName", "by tag");
    columns.tag(1, "mlflow.runName", "not this one");
    columns.tag(0, "mlflow.user", "");
    columns.tag(1, "mlflow.user", "bo");
    const { names, users } = columns.page(undefined);
    assert.deepEqual(names, ["by tag", "name of b", ""]);
    assert.deepEqual(users, ["user of a", "bo", ""]);
  });

  it("list the data sets of a run by name and digest", () => {
    const columns = new RunColumns([head("a"), head("b")]);
    const sets = ["train 2", "test 1", "train 1", "Train 3", "test 1"].map((each) => each.split(" "));
    for (const [name = "", digest = ""] of sets) columns.dataset(1, { name, digest, context: "" });
    columns.dataset(9, { name: "of no run", digest: "", context: "" });
    assert.deepEqual(
      columns.page(undefined).datasets.map((list) => list.map(({ name, digest }) => `${name} ${digest}`)),
      [[], ["Train 3", "test 1", "test 1", "train 1", "train 2"]],
    );
  });
});

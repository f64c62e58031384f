import assert from "node:assert/strict";
import { RunColumns } from "#registry/model/runColumns.ts";
import { catalogOf } from "./catalog.ts";

/** Three runs of a sweep: a param and a tag that are the same in all, a metric of one run, MLflow's own metrics and tags. */
function sweep() {
  const heads = [0, 1, 2].map((row) => ({
    ...{ id: `r${row}`, name: "", experimentId: "1", status: "FINISHED", lifecycle: "active", user: "ana", startTime: 1, endTime: 2 },
    artifactUri: "",
  }));
  const columns = new RunColumns(heads);
  for (const row of [0, 1, 2]) {
    for (const key of ["layer_0/grad", "layer_1/grad", "val_auc", "custom", "system/cpu"]) {
      columns.metric(row, { key, value: row, step: 0, timestamp: 0 });
    }
    columns.param(row, "lr", String(row / 10));
    columns.param(row, "objective", "binary");
    columns.tag(row, "mlflow.source.name", "train.py");
    columns.tag(row, "team", "risk");
  }
  columns.metric(2, { key: "rare", value: 1, step: 0, timestamp: 0 });
  return { page: columns.page(undefined), isComplete: true };
}

describe("what there is to show of an experiment's runs", () => {
  it("is every metric, param and tag but MLflow's own tags, with what is known of it", () => {
    const { columns, total } = catalogOf(sweep(), "e", new Map());
    assert.equal(total, 3);
    assert.deepEqual(
      columns.filter(({ kind }) => kind !== "attribute").map(({ id }) => id),
      [
        ...["metric:custom", "metric:layer_0/grad", "metric:layer_1/grad", "metric:rare", "metric:system/cpu", "metric:val_auc"],
        ...["param:lr", "param:objective", "tag:team"],
      ],
    );
    const of = (id: string) => columns.find((column) => column.id === id);
    assert.deepEqual([of("metric:rare")?.count, of("metric:rare")?.isEqual], [1, false]);
    assert.deepEqual([of("param:objective")?.isEqual, of("param:objective")?.isNumeric], [true, false]);
    assert.equal(of("param:lr")?.isNumeric, true);
    assert.equal(of("metric:val_auc")?.better, "higher");
    assert.equal(of("metric:custom")?.better, undefined);
  });

  it("is shown first as far as it differs: gated metrics, results, params; MLflow's own metrics only on demand", () => {
    const { defaults } = catalogOf(sweep(), "e", new Map([["custom", "lower"]]));
    for (const id of ["metric:custom", "metric:val_auc", "param:lr"] as const) assert.ok(defaults.includes(id), id);
    for (const id of ["metric:system/cpu", "param:objective", "tag:team"] as const) assert.ok(!defaults.includes(id), id);
    assert.equal(catalogOf(sweep(), "e", new Map([["custom", "lower"]])).columns.find(({ id }) => id === "metric:custom")?.better, "lower");
  });
});

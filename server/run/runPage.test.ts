import assert from "node:assert/strict";
import type { RunPageData } from "#protocol/views/run.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { registryWith } from "#registry/sqlite/testRegistry.ts";
import { contextOf, runRows } from "../compare/testContext.ts";
import { runPage } from "./runPage.ts";

const { signal } = new AbortController();
const tag = (key: string, value: string, run = "r2") => `INSERT INTO tags VALUES ('${key}', '${value}', '${run}');`;
const sql = `${runRows("r2", "r3", "r4")}
  INSERT INTO latest_metrics VALUES ('loss', 0.25, 3000, 2, 0, 'r2'), ('auc_10', 0.9, 1, 0, 0, 'r2'), ('auc_9', 0, 1, 0, 1, 'r2'), ('system/cpu', 5, 1, 0, 0, 'r2');
  INSERT INTO metrics VALUES ('loss', 0.5, 1000, 'r2', 0, 0), ('loss', 0.25, 3000, 'r2', 2, 0);
  INSERT INTO params VALUES ('lr', '1e-3', 'r2'), ('depth', '8', 'r2');
  ${tag("team", "risk")} ${tag("mlflow.note.content", "Too small.\n\n- try 7")} ${tag("mlflow.source.name", "train.py")}
  ${tag("mlflow.source.git.commit", "8f2c1ab")} ${tag("mlflow.parentRunId", "r4")} ${tag("mlflow.parentRunId", "r2", "r3")}
  INSERT INTO registered_models VALUES ('scorer_b', 1, 1, NULL);
  INSERT INTO registered_model_aliases VALUES ('live', 2, 'scorer_b');
  INSERT INTO model_versions VALUES ('scorer_b', 2, 1, 1, NULL, NULL, 'Staging', '', 'r2', 'READY', NULL, NULL), ('scorer_b', 10, 1, 1, NULL, NULL, 'None', '', 'r2', 'READY', NULL, NULL);`;

describe("the page of a run", () => {
  let store: ReturnType<typeof registryWith>;
  before(() => {
    store = registryWith(sql);
  });
  after(() => store.close());

  const read = async (runId: string): Promise<RunPageData> => {
    const answer = await runPage({ runId }, contextOf(store.registry), signal);
    return answer.ok ? answer.value : assert.fail(answer.problem.message);
  };

  it("has its metrics as people count, MLflow's own apart, with what is better by name", async () => {
    const { metrics, systemMetrics } = await read("r2");
    assert.deepEqual(
      metrics.map(({ key, value, step, better }) => [key, value, step, better]),
      [
        ["auc_9", "NaN", 0, "higher"],
        ["auc_10", 0.9, 0, "higher"],
        ["loss", 0.25, 2, "lower"],
      ],
    );
    assert.deepEqual(
      systemMetrics.map(({ key }) => key),
      ["system/cpu"],
    );
  });

  it("has its note, its source, its own tags and MLflow's apart", async () => {
    const { note, source, tags, ownTags, params } = await read("r2");
    assert.equal(note, "Too small.\n\n- try 7");
    assert.deepEqual(source, { name: "train.py", isProject: false, entryPoint: "", commit: "8f2c1ab", branch: "", repository: "" });
    assert.deepEqual(tags, [{ key: "team", value: "risk" }]);
    assert.ok(ownTags.every(({ key }) => key.startsWith("mlflow.") && key !== "mlflow.note.content"));
    assert.deepEqual(params, [
      { key: "depth", value: "8" },
      { key: "lr", value: "1e-3" },
    ]);
  });

  it("names its parent, its children and the versions that it became, the newest first", async () => {
    const { parent, children, versions, hasMoreChildren } = await read("r2");
    assert.deepEqual([parent?.id, children.map(({ id }) => id), hasMoreChildren], ["r4", ["r3"], false]);
    assert.deepEqual(versions, [
      { model: "scorer_b", version: "10", aliases: [] },
      { model: "scorer_b", version: "2", aliases: ["live"], stage: "Staging" },
    ]);
  });

  it("says that a run is deleted, and that there is none", async () => {
    await store.registry.deleteRun("r4", signal);
    assert.equal((await read("r4")).isDeleted, true);
    const answer = await runPage({ runId: "no' run" }, contextOf(store.registry), signal);
    assert.ok(!answer.ok);
    assert.deepEqual([answer.problem.kind, answer.problem.message], ["notFound", "There is no run no' run."]);
  });

  it("shows a run whose surroundings cannot be read", async () => {
    const failing = () => Promise.reject(new TypeError("ours"));
    const away = () => Promise.reject(new RegistryError("unavailable", "away", ""));
    const half = { ...store.registry, versions: away, experiment: away, runs: away };
    const answer = await runPage({ runId: "r2" }, contextOf(half), signal);
    assert.ok(answer.ok);
    assert.deepEqual([answer.value.experiment, answer.value.versions, answer.value.children], ["", [], []]);
    const broken = await runPage({ runId: "r2" }, contextOf({ ...store.registry, versions: failing }), signal);
    assert.ok(!broken.ok && broken.problem.kind === "internal", "a fault of ours is not hidden");
  });
});

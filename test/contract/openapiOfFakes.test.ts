import assert from "node:assert/strict";
import type { Registry } from "#registry/api.ts";
import type { OpenWorld } from "#registry/backend.ts";
import { databricksBackend } from "#registry/databricks/backend.ts";
import { gitlabBackend } from "#registry/gitlab/backend.ts";
import type { TransitionAct } from "#registry/model/transitions.ts";
import { FakeDatabricks } from "../databricks/fakeDatabricks.ts";
import { projectOfGitLab } from "../gitlab/project.ts";
import { openWorld } from "./bothRegistries.ts";
import { Documented, databricksApi, gitlabApi } from "./openapi.ts";

const signal = new AbortController().signal;

/** Questions and changes of every kind, of something that is there. */
async function askEverything(r: Registry, there: { experiment: string; run: string; model: string; version: string }): Promise<void> {
  const { experiment, run, model, version } = there;
  const all: readonly (() => Promise<unknown>)[] = [
    ...[() => r.capabilities(signal), () => r.experiments({ limit: 5 }, signal), () => r.experiment(experiment, signal)],
    () => r.experimentActivity([experiment], signal),
    () =>
      r.runs({ experimentIds: [experiment], filter: "params.a = '1' OR params.b = '2'", orderBy: ["metrics.loss DESC"], limit: 5 }, signal),
    () => r.runsById({ ids: [run] }, signal),
    () => r.history({ runIds: [run], metrics: ["loss"], maxPoints: 5 }, signal),
    () => r.artifacts({ runId: run, path: "" }, signal),
    () => r.readArtifact({ runId: run, path: "model/MLmodel", maxBytes: 10 }, signal),
    ...[() => r.setExperimentTag(experiment, "key", "value", signal), () => r.setRunTag(run, "key", "value", signal)],
    ...[() => r.deleteRunTag(run, "key", signal), () => r.deleteRun(run, signal), () => r.restoreRun(run, signal)],
    ...[() => r.models({ limit: 5 }, signal), () => r.model(model, signal), () => r.versions({ limit: 5 }, signal)],
    ...[() => r.versions({ model, limit: 5 }, signal), () => r.versions({ runIds: [run], limit: 5 }, signal)],
    ...[() => r.version(model, version, signal), () => r.modelFile(model, version, signal)],
    ...[() => r.setVersionTag(model, version, "key", "value", signal), () => r.deleteVersionTag(model, version, "key", signal)],
    ...[() => r.setAlias(model, "champion", version, signal), () => r.deleteAlias(model, "champion", signal)],
    ...[() => r.setStage(model, version, "Staging", signal), () => r.versionsInStages(model, ["Staging"], signal)],
    ...acts.map((act) => () => r.actOnTransition({ ...act, model, version }, signal)),
    ...[() => r.transitionRequests(model, version, signal), () => r.changes(signal)],
  ];
  // What a registry has not is refused without a request.
  for (const ask of all) await ask().catch(() => undefined);
}

const acts: readonly TransitionAct[] = (
  [
    { kind: "request", stage: "Production", comment: "ready" },
    { kind: "cancel", stage: "Production", by: "ana@example.com", comment: "" },
    { kind: "request", stage: "Production", comment: "" },
    { kind: "reject", stage: "Production", comment: "no" },
    { kind: "comment", comment: "which data?" },
    { kind: "request", stage: "Production", comment: "again" },
    { kind: "approve", stage: "Production", comment: "yes" },
  ] as const
).map((act) => ({ model: "", version: "", ...act }));

const inOrder = (names: Iterable<string>) => [...new Set(names)].sort();

describe("what is asked of the fakes is what their documents have, and all of it", () => {
  it("Databricks, the registry of the workspace and Unity Catalog, signed in as a machine", async () => {
    const fake = await FakeDatabricks.start(["main.fraud.scorer"]);
    const api = new Documented(databricksApi.file);
    const environment = { DATABRICKS_HOST: fake.url, DATABRICKS_CLIENT_ID: "id", DATABRICKS_CLIENT_SECRET: "s3cr3t" };
    const person = { environment, readFile: async () => undefined, run: async () => "" };
    const world: OpenWorld = { ...openWorld, fetch: api.fetch("all answers"), sleep: async () => {}, person };
    for (const uri of ["databricks:", "databricks-uc:"]) {
      const registry = databricksBackend.open(uri, world);
      await askEverything(registry, { experiment: "7", run: "r1", model: "main.fraud.scorer", version: "1" });
      registry.close();
    }
    fake.stop();
    assert.deepEqual(api.wrong, []);
    assert.deepEqual(inOrder(api.made), inOrder(api.operations()));
  });

  it("GitLab", async () => {
    const fake = await projectOfGitLab();
    const api = new Documented(gitlabApi.file);
    const world: OpenWorld = {
      ...{ ...openWorld, fetch: api.fetch("good answers"), sleep: async () => {} },
      authorize: async () => ({ token: "glpat-api" }),
    };
    const registry = gitlabBackend.open(fake.url, world);
    await askEverything(registry, { experiment: "1", run: fake.runs[0]?.eid ?? "", model: "scorer", version: "41" });
    registry.close();
    fake.stop();
    assert.deepEqual(api.wrong, []);
    assert.deepEqual(inOrder(api.made), inOrder(api.operations()));
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import { RegistryError, type RegistryErrorKind } from "#registry/model/errors.ts";
import { allPages } from "#registry/model/pages.ts";
import { backendOf, openRegistry } from "#registry/open.ts";
import { logOf } from "#registry/promotion/log/logs.ts";
import { openWorld, requirePython } from "../contract/bothRegistries.ts";
import { gitlabApi } from "../contract/openapi.ts";
import { quiet } from "../contract/realMlflow.ts";
import type { FakeGitLab } from "./fakeGitLab.ts";
import { projectOfGitLab } from "./project.ts";

const run = promisify(execFile);
const signal = new AbortController().signal;

describe("GitLab, tried on a fake that is made from its documentation and its source", () => {
  let fake: FakeGitLab;
  let registry: Registry;

  beforeEach(async () => {
    fake = await projectOfGitLab();
    registry = open("glpat-api");
  });
  afterEach(() => {
    registry.close();
    fake.stop();
    assert.deepEqual(gitlabApi.wrong.splice(0), []);
  });

  function open(token: string, uri = fake.url): Registry {
    const world = { ...openWorld, fetch: gitlabApi.fetch("good answers"), sleep: async () => {}, authorize: async () => ({ token }) };
    return openRegistry(uri, world, backends);
  }
  const eids = (...numbers: number[]) => numbers.map((n) => fake.runs[n]?.eid ?? "");
  const search = (more: Partial<Parameters<Registry["runs"]>[0]> = {}) =>
    registry.runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 1000, ...more }, signal);

  it("is known by its address, whatever MLflow's own servers have before their paths", () => {
    const kindOf = (uri: string) => backendOf(uri, backends).describe(uri);
    assert.deepEqual(kindOf("https://gitlab.com/api/v4/projects/12/ml/mlflow"), {
      ...{ uri: "https://gitlab.com/api/v4/projects/12/ml/mlflow", kind: "gitlab", shared: true, label: "gitlab.com (12)" },
    });
    assert.equal(kindOf("https://me:pw@git.example/sub/api/v4/projects/team%2Ffraud/ml/mlflow/").label, "git.example (team/fraud)");
    for (const uri of ["http://host:5000", "https://gitlab.com/mlflow", "https://host/api/v4/projects/12/ml/mlflow/x"]) {
      assert.equal(kindOf(uri).kind, "mlflow", uri);
    }
  });

  it("has experiments, the one made last first, and when something was run in them", async () => {
    const { items } = await registry.experiments({ limit: 10 }, signal);
    assert.deepEqual(
      items.map(({ id, name, tags }) => [id, name, ...tags.map(({ value }) => value)]),
      [
        ["2", "prices"],
        ["1", "fraud", "risk"],
      ],
    );
    assert.deepEqual(await registry.experimentActivity(["1", "2"], signal), [
      { experimentId: "1", lastStart: 1_700_000_000_049 },
      { experimentId: "2", lastStart: 1_700_000_000_059 },
    ]);
    assert.equal((await registry.experiment("1", signal)).name, "fraud");
    await assert.rejects(registry.experiment("9", signal), { kind: "notFound" });
    await registry.setExperimentTag("1", "team", "fraud", signal);
    assert.equal((await registry.experiment("1", signal)).tags[0]?.value, "fraud");
  });

  it("gives runs with the latest of every metric, page by page", async () => {
    const first = await search({ limit: 20 });
    assert.deepEqual([first.ids.length, first.names[0], first.statuses[0]], [20, "run-49", "FINISHED"]);
    const loss = first.metrics.find(({ key }) => key === "loss");
    assert.deepEqual([loss?.values[0], loss?.steps[0], loss?.values.length], [2.49, 2, 20]);
    const rest = await search({ limit: 1000, pageToken: first.nextPageToken ?? "" });
    assert.deepEqual([rest.ids.length, rest.nextPageToken], [30, undefined]);
    assert.deepEqual((await search({ viewType: "DELETED_ONLY" })).ids, []);
  });

  it("filters, sorts and joins experiments here, in MLflow's order", async () => {
    const filter = "params.lr = '0.1' AND (metrics.auc > 0.85 OR attributes.run_name = 'run-58')";
    const order = { filter, orderBy: ["metrics.auc DESC"], experimentIds: ["1", "2"] };
    const all = await search(order);
    const wanted = fake.runs
      .map(({ name, params, metrics }, n) => ({ name, n, lr: params["lr"], auc: metrics.at(-1)?.value ?? 0 }))
      .filter(({ lr, auc, name }) => lr === "0.1" && (auc > 0.85 || name === "run-58"))
      .sort((one, other) => other.auc - one.auc || other.n - one.n);
    assert.deepEqual(
      all.names,
      wanted.map(({ name }) => name),
    );
    const pages: string[] = [];
    for (let token: string | undefined; ; ) {
      const page = await search({ ...order, limit: 7, ...(token === undefined ? {} : { pageToken: token }) });
      pages.push(...page.names);
      token = page.nextPageToken;
      if (token === undefined) break;
    }
    assert.deepEqual(pages, all.names);
    await assert.rejects(search({ filter: "metrics.auc >" }), { kind: "invalid" });
  });

  it("finds runs by id, many of them with few requests", async () => {
    const ids = [...eids(0, 55, 3, 9, 58, 12), "none", ...eids(0)];
    const found = await registry.runsById({ ids }, signal);
    assert.deepEqual(found.names, ["run-0", "run-55", "run-3", "run-9", "run-58", "run-12"]);
    assert.equal(found.metrics.find(({ key }) => key === "loss")?.values[0], 2);
    assert.ok(fake.came.length <= 6, String(fake.came.length));
  });

  for (const hasHistories of [true, false]) {
    it(`gives histories ${hasHistories ? "" : "out of the runs where it has no call for them"}`, async () => {
      fake.hasHistories = hasHistories;
      const found = await registry.history({ runIds: [...eids(5, 6), "none"], metrics: ["loss", "nothing", "auc"], maxPoints: 10 }, signal);
      assert.deepEqual(
        found.map(({ runId, metric, total }) => [runId, metric, total]),
        [
          [...eids(5), "loss", 3],
          [...eids(5), "auc", 1],
          [...eids(6), "loss", 3],
          [...eids(6), "auc", 1],
        ],
      );
      assert.deepEqual([...(found[0]?.values ?? [])], [3.05, 1.05, 2.05]);
      const [range] = await registry.metricRanges({ runIds: eids(5), metrics: ["loss"] }, signal);
      assert.deepEqual([range?.min, range?.max, range?.total], [1.05, 3.05, 3]);
    });
  }

  it("has models, whose versions have their names as aliases, in milliseconds", async () => {
    const { items } = await registry.models({ limit: 10 }, signal);
    assert.deepEqual(
      items.map(({ name, aliases }) => [name, ...aliases.map(({ alias, version }) => `${alias}=${version}`)]),
      [
        ["ranker", "0.1.0=77"],
        ["scorer", "1.0.0=41", "1.1.0=108"],
      ],
    );
    assert.equal(items[0]?.createdAt, 1_700_000_000_000);
    const versions = await allPages((page) => registry.versions({ model: "scorer", limit: 1, ...page }, signal));
    assert.deepEqual(
      versions.map(({ version, stage, aliases, runId }) => [version, stage, ...aliases, runId]),
      [
        ["108", "", "1.1.0", ...eids(3)],
        ["41", "", "1.0.0", ...eids(0)],
      ],
    );
    const ofRuns = await registry.versions({ runIds: eids(55, 0), limit: 10 }, signal);
    assert.deepEqual(
      ofRuns.items.map(({ model, version }) => `${model} ${version}`),
      ["ranker 77", "scorer 41"],
    );
    assert.equal((await allPages((page) => registry.versions({ limit: 10, ...page }, signal))).length, 3);
    assert.deepEqual(
      (await registry.versions({ tagKeyPrefix: "o", limit: 10 }, signal)).items.map(({ version }) => version),
      ["41"],
    );
    assert.deepEqual((await registry.version("scorer", "41", signal)).aliases, ["1.0.0"]);
    await assert.rejects(registry.version("scorer", "1", signal), { kind: "notFound" });
    await assert.rejects(registry.versions({ model: "none", limit: 1 }, signal), { kind: "notFound" });
  });

  it("reads the files of runs and of versions, where they are in packages of models", async () => {
    const [id = "", generic = ""] = eids(0, 1);
    assert.deepEqual(await registry.artifacts({ runId: id, path: "" }, signal), [
      { path: "a b.txt", isFolder: false, size: 4 },
      { path: "model", isFolder: true },
    ]);
    assert.deepEqual(await registry.artifacts({ runId: id, path: "model" }, signal), [
      { path: "model/MLmodel", isFolder: false, size: 12 },
    ]);
    const { bytes } = await registry.readArtifact({ runId: id, path: "a b.txt", maxBytes: 100 }, signal);
    assert.equal(new TextDecoder().decode(bytes), "text");
    await assert.rejects(registry.readArtifact({ runId: id, path: "none", maxBytes: 1 }, signal), { kind: "notFound" });
    await assert.rejects(registry.artifacts({ runId: generic, path: "" }, signal), { kind: "unsupported", next: /in GitLab/ });
    assert.deepEqual(await registry.modelFile("scorer", "41", signal), { state: "known", value: "flavors: {}\n" });
    assert.deepEqual(await registry.modelFile("scorer", "108", signal), { state: "absent" });
    await assert.rejects(registry.modelFile("scorer", "1", signal), { kind: "notFound" });
  });

  it("says what GitLab lacks and what to do instead, without asking it", async () => {
    const cases: readonly (readonly [Promise<unknown>, RegExp])[] = [
      [registry.setRunTag("r", "k", "v", signal), /page of the run/],
      [registry.deleteRun("r", signal), /page of the run/],
      [registry.setVersionTag("scorer", "41", "k", "v", signal), /merge request/],
      [registry.setAlias("scorer", "champion", "41", signal), /Create a version/],
      [registry.setStage("scorer", "41", "Production", signal), /names of versions/],
      [registry.versionsInStages("scorer", ["Production"], signal), /names of versions/],
      [registry.transitionRequests("scorer", "41", signal), /tags of versions/],
      [logOf(registry, undefined, signal), /Use a registry/],
    ];
    for (const [call, next] of cases)
      await assert.rejects(call, (error) => RegistryError.is(error, "unsupported") && next.test(error.next));
    assert.deepEqual(fake.came, []);
    const { writable, stages, versionTags, editsRuns } = await registry.capabilities(signal);
    assert.deepEqual([writable, stages, versionTags, editsRuns], [false, false, false, false]);
  });

  it("says which token it needs, and that a project may be hidden", async () => {
    const refused = async (token: string, kind: RegistryErrorKind, uri?: string) => {
      const other = open(token, uri);
      await assert.rejects(
        other.experiments({ limit: 1 }, signal),
        (error) => RegistryError.is(error, kind) && /scope api/.test(error.next),
      );
      other.close();
    };
    await refused("wrong", "unauthorized");
    await refused("glpat-read", "forbidden");
    await refused("glpat-api", "unsupported", fake.url.replace("/20/", "/21/"));
  });

  it("tells what changed, and when it is closed", async () => {
    const changes = () => registry.changes(signal);
    assert.deepEqual(await changes(), { experiments: [], runs: [], models: [] });
    fake.runs[0]?.metrics.push({ key: "loss", value: 9, timestamp: 2000, step: 3 });
    fake.versions.push({ id: 200, name: "scorer", semver: "2.0.0", run: eids(0)[0] ?? "", tags: {}, files: {} });
    fake.runs.push({ ...(fake.runs[50] as (typeof fake.runs)[number]), eid: "new", iid: 99 });
    const { experiments, runs, models } = await changes();
    assert.deepEqual([[...experiments].sort(), [...runs].sort(), models], [["1", "2"], [...eids(0), "new"].sort(), ["scorer"]]);
    registry.close();
    await assert.rejects(registry.models({ limit: 1 }, signal), { kind: "unavailable" });
  });

  it("the real MLflow client reads the same of it", async function () {
    this.timeout(120_000);
    const python = requirePython(this);
    const script = `
import json
from mlflow import MlflowClient
client = MlflowClient()
runs = client.search_runs(["1"], max_results=1000)
models = client.search_registered_models()
print(json.dumps({
  "experiments": [[e.experiment_id, e.name] for e in client.search_experiments()],
  "runs": [[r.info.run_id, r.info.run_name, r.info.status, r.data.params["lr"]] for r in runs],
  "history": sorted([m.timestamp, m.step, m.value] for m in client.get_metric_history("${eids(7)[0]}", "loss")),
  "models": [[m.name, sorted(v.version for v in m.latest_versions)] for m in models],
  "version": list(client.get_model_version("scorer", "41").aliases),
}))`;
    const env = { ...process.env, ...quiet, HOME: "/nonexistent", MLFLOW_TRACKING_URI: fake.url, MLFLOW_TRACKING_TOKEN: "glpat-api" };
    const { stdout } = await run(python, ["-c", script], { env });
    const page = await search();
    const lr = page.params.find(({ key }) => key === "lr");
    const [history] = await registry.history({ runIds: eids(7), metrics: ["loss"], maxPoints: 10 }, signal);
    const models = await allPages((next) => registry.models({ limit: 10, ...next }, signal));
    assert.deepEqual(JSON.parse(stdout), {
      experiments: (await registry.experiments({ limit: 10 }, signal)).items.map(({ id, name }) => [id, name]),
      runs: page.ids.map((id, row) => [id, page.names[row], page.statuses[row], lr?.values[row]]),
      history: Array.from(history?.values ?? [], (value, at) => [history?.timestamps[at], history?.steps[at], value]),
      models: models.map(({ name, aliases }) => [name, aliases.map(({ version }) => version).sort()]),
      version: (await registry.version("scorer", "41", signal)).aliases,
    });
  });
});

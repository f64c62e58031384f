import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { defaultSettings } from "#protocol/settings.ts";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { Policy } from "#registry/promotion/types.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { minimalStore } from "#registry/sqlite/testStore.ts";
import type { RegistryContext } from "./context.ts";
import { experimentRows } from "./experiments.ts";
import { runDetail } from "./runDetail.ts";
import { runRows } from "./runs.ts";
import { testWorld } from "./testWorld.ts";

const signal = new AbortController().signal;
const hostile = "<img src=x onerror=alert(1)>";

const policy: Policy = {
  environments: [],
  gates: {},
  models: { scorer: { gates: { prod: [{ kind: "metric", metric: "auc", min: 0, tolerance: 0 }] } } },
};

describe("rows for the views", () => {
  let folder: string;
  let registry: Registry;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-rows-"));
    const path = join(folder, "mlflow.db");
    minimalStore(path);
    const database = new DatabaseSync(path);
    for (let index = 2; index <= 60; index++) {
      database.exec(`
        INSERT INTO runs VALUES ('r${index}', 'run ${index}', NULL, 'RUNNING', ${1000 + index}, NULL, 'active', '', 0);
        INSERT INTO latest_metrics VALUES ('loss', ${1 / index}, 0, 0, 0, 'r${index}');
        INSERT INTO tags VALUES ('mlflow.parentRunId', 'r1', 'r${index}');
      `);
    }
    const add = database.prepare("INSERT INTO params VALUES (?, ?, 'r1')");
    add.run(hostile, hostile);
    add.run("big", "x".repeat(5_000_000));
    for (let index = 19; index >= 0; index--) add.run(`p${index}`, "1");
    database.exec(
      "INSERT INTO latest_metrics VALUES ('loss', 0, 0, 0, 1, 'r1'); INSERT INTO latest_metrics VALUES ('a', 0.123456789, 0, 0, 0, 'r1')",
    );
    database.exec("INSERT INTO tags VALUES ('mlflow.source.git.commit', '8f2c1ab', 'r1')");
    database.close();
    registry = openSqliteRegistry(path, Date.now);
  });
  after(async () => {
    registry.close();
    await rm(folder, { recursive: true, force: true });
  });

  const context = (change: Partial<RegistryContext> = {}): RegistryContext => ({
    registry,
    settings: defaultSettings,
    world: testWorld(),
    ...change,
  });

  it("experiments with their counts", async () => {
    const answer = await experimentRows({}, context(), signal);
    assert.deepEqual(answer, { ok: true, value: { rows: [{ id: "0", name: "Default", runCount: 60, lastStart: 1060 }], failures: [] } });
  });

  it("experiments whose counts cannot be had are still listed, and it says so", async () => {
    const failing: Registry = {
      ...registry,
      experimentActivity: () => Promise.reject(new RegistryError("unavailable", "The server is slow.", "Retry.")),
    };
    const answer = await experimentRows({}, context({ registry: failing }), signal);
    assert.ok(answer.ok);
    assert.equal(answer.value.rows.length, 1);
    assert.match(answer.value.failures[0] ?? "", /The server is slow/);
  });

  it("runs, 50 at a time, newest first, with parents and the metric that most of them logged", async () => {
    const first = await runRows({ experimentId: "0" }, context(), signal);
    assert.ok(first.ok && first.value.nextPageToken);
    assert.equal(first.value.rows.length, 50);
    assert.deepEqual(first.value.rows[0], {
      id: "r60",
      name: "run 60",
      experimentId: "0",
      status: "RUNNING",
      startTime: 1060,
      metric: { key: "loss", value: "0.0167", number: 1 / 60 },
      parentRunId: "r1",
      isEditable: true,
    });
    const second = await runRows({ experimentId: "0", pageToken: first.value.nextPageToken }, context(), signal);
    assert.ok(second.ok);
    assert.deepEqual(second.value.rows.at(-1)?.metric, { key: "loss", value: "NaN", number: "NaN" });
  });

  it("runs are not said to be editable where the registry takes no edits of runs", async () => {
    const fixed = { ...registry, capabilities: async () => ({ ...(await registry.capabilities(signal)), editsRuns: false }) };
    const answer = await runRows({ experimentId: "0" }, context({ registry: fixed }), signal);
    assert.ok(answer.ok);
    assert.deepEqual(
      answer.value.rows.filter(({ isEditable }) => isEditable),
      [],
    );
  });

  it("the metric of a gate comes first, then the setting's, then the common one", async () => {
    const shown = async (change: Partial<RegistryContext>) => {
      const answer = await runDetail({ runId: "r1" }, context(change), signal);
      return answer.ok ? answer.value.row.metric?.key : undefined;
    };
    const settings = { ...defaultSettings, metric: "loss" };
    assert.equal(await shown({ policy, settings }), "auc");
    assert.equal(await shown({ settings }), "loss");
    assert.equal(await shown({}), "a");
  });

  it("a run's detail is short, whatever the run holds, and hostile names stay text", async () => {
    const answer = await runDetail({ runId: "r1" }, context({ policy }), signal);
    assert.ok(answer.ok);
    assert.equal(answer.value.paramCount, 22);
    assert.equal(answer.value.params.length, 10);
    assert.deepEqual(answer.value.params[0], { key: hostile, value: hostile });
    assert.ok(JSON.stringify(answer.value).length < 3000);
    assert.deepEqual(answer.value.params.map(({ key }) => key).slice(2, 6), ["p0", "p1", "p2", "p3"], "in the order in which people count");
    assert.deepEqual(
      answer.value.metrics.map(({ key }) => key),
      ["auc", "a", "loss"],
    );
    assert.equal(answer.value.commit, "8f2c1ab");
    assert.equal(answer.value.metrics[1]?.value, "0.123456789", "the whole value");
  });

  it("a run that is gone, and no registry at all, are problems with a next step", async () => {
    const gone = await runDetail({ runId: "nowhere" }, context(), signal);
    assert.ok(!gone.ok && gone.problem.kind === "notFound");
    const none = await runRows({ experimentId: "0" }, context({ registry: undefined }), signal);
    assert.ok(!none.ok && none.problem.next !== "");
  });

  it("a fault of ours is told as such and logged", async () => {
    const world = testWorld();
    const broken: Registry = { ...registry, runs: () => Promise.reject(new TypeError("oops")) };
    const answer = await runRows({ experimentId: "0" }, context({ registry: broken, world }), signal);
    assert.ok(!answer.ok && answer.problem.kind === "internal");
    assert.match(world.logged.join(), /TypeError: oops\n +at /);
  });
});

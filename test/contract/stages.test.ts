import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openRegistry } from "#registry/open.ts";
import { openWorld, requirePython } from "./bothRegistries.ts";
import { type MlflowServer, startServer } from "./realMlflow.ts";
import { repositoryRoot } from "./repositoryRoot.ts";

const signal = new AbortController().signal;

/** Every row of every table, in an order of its own. */
function content(path: string): Record<string, string[]> {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
    return Object.fromEntries(
      tables.map(({ name }) => {
        const rows = database.prepare(`SELECT * FROM "${String(name)}"`).all();
        return [String(name), rows.map((row) => JSON.stringify(row)).sort()];
      }),
    );
  } finally {
    database.close();
  }
}

function lastUpdate(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Number(database.prepare("SELECT last_updated_time AS time FROM registered_models WHERE name = 'ranker'").get()?.["time"]);
  } finally {
    database.close();
  }
}

describe("stages of a model with more versions than a page, over MLflow 3.17.2", function () {
  this.timeout(180_000);
  let folder: string;
  let transitions: readonly (readonly [version: string, stage: string])[];
  let server: MlflowServer;
  let sqlite: Registry;
  let mlflow: Registry;

  before(async function () {
    const python = requirePython(this);
    folder = await mkdtemp(join(tmpdir(), "slipway-stages-"));
    const script = join(repositoryRoot, "test", "fixtures", "registry", "make_stages.py");
    const { stdout } = await promisify(execFile)(python, [script, folder]);
    transitions = JSON.parse(stdout);
    await copyFile(join(folder, "mlflow.db"), join(folder, "before.db"));
    server = await startServer(python, folder);
    sqlite = openRegistry(`sqlite:///${join(folder, "mlflow.db")}`, openWorld, backends);
    mlflow = openRegistry(server.url, openWorld, backends);
  });
  after(async () => {
    sqlite?.close();
    mlflow?.close();
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it("a change of stage writes the very rows that MLflow's own client writes", async () => {
    assert.ok(transitions.length > 5);
    for (const [index, [version, stage]] of transitions.entries()) {
      const theirs = join(folder, `${index}.db`);
      const ours = join(folder, "ours.db");
      await copyFile(join(folder, "before.db"), ours);
      const registry = openRegistry(`sqlite:///${ours}`, { ...openWorld, now: () => lastUpdate(theirs) }, backends);
      await registry.setStage("ranker", version, stage, signal);
      registry.close();
      assert.deepEqual(content(ours), content(theirs), `version ${version} to ${stage}`);
    }
  });

  /** `version in stage` of both backends' answer, which has to be the same. */
  async function inStages(model: string, stages: readonly string[]): Promise<string[] | string> {
    const ask = async (registry: Registry) => {
      try {
        return await registry.versionsInStages(model, stages, signal);
      } catch (error) {
        if (error instanceof RegistryError) return error.kind;
        throw error;
      }
    };
    const [here, there] = await Promise.all([ask(sqlite), ask(mlflow)]);
    assert.deepEqual(here, there);
    return typeof here === "string" ? here : here.map(({ version, stage }) => `${version} in ${stage}`);
  }

  const questions: readonly (readonly [model: string, stages: readonly string[], answer: readonly string[] | string])[] = [
    ["ranker", ["Production"], ["7 in Production"]],
    ["ranker", ["production", "STAGING", "none", "Archived"], ["7 in Production", "5 in Staging", "206 in None", "9 in Archived"]],
    ["ranker", ["Staging", "Production", "staging"], ["5 in Staging", "7 in Production"]],
    ["other", ["Staging", "Production"], ["1 in Production"]],
    ["other", ["Staging"], []],
    ["ranker", [], []],
    ["ranker", ["Production", "Live"], "invalid"],
    ["nowhere", ["Production"], "notFound"],
  ];
  for (const [model, stages, answer] of questions) {
    it(`who is in ${stages.join(", ") || "no stage"} of ${model}: ${String(answer) || "nobody"}`, async () => {
      assert.deepEqual(await inStages(model, stages), answer);
    });
  }

  it("finds version 3 in Production among 206, with its aliases and tags, after either backend moved it there", async () => {
    for (const [registry, back] of [
      [sqlite, mlflow],
      [mlflow, sqlite],
    ] as const) {
      await registry.setVersionTag("ranker", "3", "by", registry.source.kind, signal);
      await registry.setAlias("ranker", "best", "3", signal);
      await registry.setStage("ranker", "3", "Production", signal);
      assert.deepEqual(await inStages("ranker", ["Production"]), ["3 in Production"]);
      assert.equal((await sqlite.version("ranker", "7", signal)).stage, "Archived");
      const [found] = await mlflow.versionsInStages("ranker", ["Production"], signal);
      assert.deepEqual(found?.aliases, ["best"]);
      assert.deepEqual(found.tags, [{ key: "by", value: registry.source.kind }]);
      await back.setStage("ranker", "3", "none", signal);
      assert.deepEqual(await inStages("ranker", ["Production"]), []);
      await back.setStage("ranker", "7", "Production", signal);
    }
  });

  it("the server does the same with the same order of moves", async () => {
    for (const [version, stage] of transitions) {
      await mlflow.setStage("ranker", version, stage, signal);
      const there = await mlflow.versions({ model: "ranker", limit: 500 }, signal);
      const held = there.items.filter((each) => each.stage === "Production" || each.stage === "Staging");
      assert.ok(held.length <= 2, JSON.stringify(held.map((each) => `${each.version} in ${each.stage}`)));
    }
  });
});

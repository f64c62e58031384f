import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Registry } from "#registry/api.ts";
import { registryWith } from "./testRegistry.ts";

const signal = new AbortController().signal;
const all = { experimentIds: ["0"], filter: "", orderBy: [], limit: 10 };

describe("a store of an older MLflow", () => {
  const cases: readonly (readonly [title: string, sql: string, ask: (registry: Registry) => Promise<unknown>, answer: unknown])[] = [
    [
      "before 1.29: experiments without times, the newest id first",
      `ALTER TABLE experiments DROP COLUMN creation_time; ALTER TABLE experiments DROP COLUMN last_update_time;
       INSERT INTO experiments VALUES (1, NULL, NULL, 'active')`,
      async (r) => (await r.experiments({ limit: 10 }, signal)).items,
      [
        { id: "1", name: "", artifactLocation: "", lifecycle: "active", tags: [] },
        { id: "0", name: "Default", artifactLocation: "./mlruns/0", lifecycle: "active", tags: [] },
      ],
    ],
    [
      "experiments of which the one with the lower id was changed last",
      "INSERT INTO experiments VALUES (1, 'older', '', 'active', 0, 0), (2, 'newer', '', 'active', 0, 2)",
      async (r) => (await r.experiments({ limit: 10 }, signal)).items.map(({ id }) => id),
      ["2", "0", "1"],
    ],
    [
      "lists that fill their page have no next one",
      "",
      async (r) => {
        const lists = [
          await r.experiments({ limit: 1 }, signal),
          await r.models({ limit: 1 }, signal),
          await r.versions({ limit: 1 }, signal),
        ];
        return lists.map((list) => [list.items.length, "nextPageToken" in list]);
      },
      [
        [1, false],
        [1, false],
        [1, false],
      ],
    ],
    [
      "experiments whose times are not known",
      "UPDATE experiments SET creation_time = NULL, last_update_time = NULL",
      (r) => r.experiment("0", signal),
      { id: "0", name: "Default", artifactLocation: "./mlruns/0", lifecycle: "active", tags: [] },
    ],
    [
      "without tags of experiments",
      "DROP TABLE experiment_tags",
      async (r) => (await r.experiments({ limit: 10 }, signal)).items.map(({ tags }) => tags),
      [[]],
    ],
    [
      "tags of experiments by key, one of them without a value",
      "INSERT INTO experiment_tags VALUES ('b', NULL, 0), ('a', 'x', 0)",
      async (r) => (await r.experiment("0", signal)).tags,
      [
        { key: "a", value: "x" },
        { key: "b", value: "" },
      ],
    ],
    ["before 2.3: no aliases", "DROP TABLE registered_model_aliases", async (r) => (await r.capabilities(signal)).aliases, false],
    [
      "before 2.3: models and versions without aliases",
      "DROP TABLE registered_model_aliases",
      async (r) => [(await r.model("scorer", signal)).aliases, (await r.version("scorer", "1", signal)).aliases],
      [[], []],
    ],
    ["before 2.4: runs without data sets", "", async (r) => (await r.runs(all, signal)).datasets, [[]]],
    [
      "with only a part of the tables of data sets",
      "CREATE TABLE inputs (a TEXT); CREATE TABLE datasets (a TEXT)",
      async (r) => (await r.runs(all, signal)).datasets,
      [[]],
    ],
    ["with another part", "CREATE TABLE input_tags (a TEXT)", async (r) => (await r.runs(all, signal)).datasets, [[]]],
    [
      "runs whose name is only a tag are found and shown by it",
      "UPDATE runs SET name = NULL; INSERT INTO tags VALUES ('mlflow.runName', 'first', 'r1')",
      async (r) => (await r.runs({ ...all, filter: "run_name = 'first'" }, signal)).names,
      ["first"],
    ],
    ["without a revision", "DELETE FROM alembic_version", async (r) => (await r.capabilities(signal)).version, ""],
    ["without a table of revisions", "DROP TABLE alembic_version", async (r) => (await r.capabilities(signal)).version, ""],
    [
      "models and versions whose times are not known",
      "UPDATE registered_models SET creation_time = NULL, last_updated_time = NULL; UPDATE model_versions SET creation_time = NULL, last_updated_time = NULL",
      async (r) => {
        const { createdAt, updatedAt, ...model } = await r.model("scorer", signal);
        const version = await r.version("scorer", "1", signal);
        return [createdAt, updatedAt, Object.keys(model).sort(), "createdAt" in version, "updatedAt" in version];
      },
      [undefined, undefined, ["aliases", "description", "name", "tags"], false, false],
    ],
    [
      "histories without an index, of points with the same time and step, and of NaN as 0",
      `DELETE FROM metrics; INSERT INTO metrics VALUES
       ('m', 3, 20, 'r1', 0, 0), ('m', 2, 10, 'r1', 5, 0), ('m', 1, 10, 'r1', 4, 0),
       ('m', 1, 30, 'r1', 9, 0), ('m', 0, 30, 'r1', 9, 1), ('m', -1, 30, 'r1', 9, 0)`,
      async (r) => (await r.history({ runIds: ["r1"], metrics: ["m"], maxPoints: 10 }, signal)).map(({ values }) => [...values]),
      [[1, 2, 3, -1, Number.NaN, 1]],
    ],
    [
      "how many runs there are, and when the newest began",
      "INSERT INTO experiments VALUES (1, 'none', '', 'active', 1, 1); INSERT INTO runs (run_uuid, lifecycle_stage, start_time, experiment_id) VALUES ('r2', 'active', 5000, 0), ('r3', 'deleted', 9000, 0)",
      (r) => r.experimentActivity(["1", "0", "404"], signal),
      [
        { experimentId: "1", runCount: 0 },
        { experimentId: "0", runCount: 2, lastStart: 5000 },
        { experimentId: "404", runCount: 0 },
      ],
    ],
    [
      "what is only in columns of versions and runs that MLflow seldom fills",
      "UPDATE model_versions SET user_id = 'bo', status_message = 'too slow'; UPDATE runs SET lifecycle_stage = 'deleted'",
      async (r) => {
        const { user, statusMessage } = await r.version("scorer", "1", signal);
        const { users, names, lifecycles } = await r.runsById({ ids: ["r1"] }, signal);
        return { user, statusMessage, users, names, lifecycles };
      },
      { user: "bo", statusMessage: "too slow", users: ["ana"], names: ["first"], lifecycles: ["deleted"] },
    ],
  ];
  for (const [title, sql, ask, answer] of cases) {
    it(title, async () => {
      const { registry, close } = registryWith(sql);
      assert.deepEqual(await ask(registry), answer);
      close();
    });
  }

  it("that is upgraded while it is open: what the newer one has is read from then on", async () => {
    const { registry, folder, close } = registryWith("DROP TABLE registered_model_aliases");
    assert.deepEqual((await registry.model("scorer", signal)).aliases, []);
    const upgrade = new DatabaseSync(join(folder, "mlflow.db"));
    upgrade.exec(`CREATE TABLE registered_model_aliases (alias TEXT, version INTEGER, name TEXT, PRIMARY KEY (name, alias));
      INSERT INTO registered_model_aliases VALUES ('champion', 1, 'scorer');
      ALTER TABLE registered_models ADD COLUMN workspace TEXT NOT NULL DEFAULT 'default';
      INSERT INTO registered_models (name, workspace) VALUES ('of another team', 'other')`);
    assert.deepEqual((await registry.model("scorer", signal)).aliases, [{ alias: "champion", version: "1" }]);
    assert.deepEqual(
      (await registry.models({ limit: 10 }, signal)).items.map(({ name }) => name),
      ["scorer"],
    );
    assert.equal((await registry.capabilities(signal)).aliases, true);
    upgrade.close();
    close();
  });

  it("says where it is and what can be done with it", async () => {
    const { registry, folder, close } = registryWith("");
    assert.deepEqual(registry.source, { uri: `sqlite:///${join(folder, "mlflow.db")}`, kind: "sqlite", shared: false, label: "mlflow.db" });
    const can = {
      writable: true,
      stages: true,
      aliases: true,
      versionTags: true,
      maxTagValue: 100_000,
      bulkHistory: true,
      editsRuns: true,
      transitionRequests: false,
      countsRuns: true,
      version: "7f2a7d5fae7d",
    };
    assert.deepEqual({ ...(await registry.capabilities(signal)), ...can }, await registry.capabilities(signal));
    close();
  });
});

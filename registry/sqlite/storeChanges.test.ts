import assert from "node:assert/strict";
import { copyFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { bothChanges, type ChangeSet, differences, noChange, touches } from "../model/changes.ts";
import { lookedAt, toldChanges } from "../testChanges.ts";
import { SqliteStore } from "./store.ts";
import { StoreChanges } from "./storeChanges.ts";
import { registryWith } from "./testRegistry.ts";

const { signal } = new AbortController();

const store = `
  INSERT INTO experiments VALUES (1, 'other', '', 'active', 1, 1);
  INSERT INTO runs VALUES ('r2', 'second', 'ana', 'RUNNING', 1000, NULL, 'active', '', 0), ('r3', 'third', 'ana', 'RUNNING', 1, NULL, 'active', '', 1);
  INSERT INTO tags VALUES ('note', 'red', 'r2');
  INSERT INTO registered_models VALUES ('ranker', 1, 1, NULL);
  INSERT INTO model_versions VALUES ('ranker', 1, 1, 1, NULL, NULL, 'None', '', 'r2', 'READY', NULL, NULL);
  INSERT INTO model_version_tags VALUES ('review', 'done', 'ranker', 1)`;

/** The rows are compared at each look: none has to wait for that. */
const noPause = 0;

/** A store whose rows are compared at each look, so that nothing depends on how long that takes. */
function watchedStore() {
  const { registry, folder, close } = registryWith(store);
  registry.close();
  const watched = new SqliteStore(join(folder, "mlflow.db"));
  const changes = new StoreChanges(watched, 0);
  return {
    registry: { changes: (at: AbortSignal) => changes.look(at) },
    folder,
    close: () => {
      watched.close();
      close();
    },
  };
}

const acts: readonly (readonly [title: string, sql: string, told: Partial<ChangeSet>])[] = [
  ["a metric that is logged", "INSERT INTO metrics VALUES ('auc', 0.5, 1, 'r2', 1, 0)", { experiments: ["0"], runs: ["r2"] }],
  ["a param", "INSERT INTO params VALUES ('lr', '1', 'r3')", { experiments: ["1"], runs: ["r3"] }],
  ["a tag that becomes another of the same length", "UPDATE tags SET value = 'bed'", { experiments: ["0"], runs: ["r2"] }],
  ["a new tag", "INSERT INTO tags VALUES ('a', 'b', 'r3')", { experiments: ["1"], runs: ["r3"] }],
  ["a run that ends", "UPDATE runs SET status = 'FAILED', end_time = 5 WHERE run_uuid = 'r3'", { experiments: ["1"], runs: ["r3"] }],
  ["a run that is deleted", "UPDATE runs SET lifecycle_stage = 'deleted' WHERE run_uuid = 'r1'", { experiments: ["0"], runs: ["r1"] }],
  ["a new run", "INSERT INTO runs VALUES ('r4', '', '', '', 1, 2, 'active', '', 1)", { experiments: ["1"], runs: ["r4"] }],
  ["a run that is no more", "DELETE FROM runs WHERE run_uuid = 'r3'", { experiments: ["1"], runs: ["r3"] }],
  ["a run that moves", "UPDATE runs SET experiment_id = 1 WHERE run_uuid = 'r2'", { experiments: ["0", "1"], runs: ["r2"] }],
  ["an experiment's name", "UPDATE experiments SET name = 'x' WHERE experiment_id = 1", { experiments: ["1"] }],
  ["a note of an experiment", "INSERT INTO experiment_tags VALUES ('mlflow.note.content', 'x', 1)", { experiments: ["1"] }],
  ["a new experiment", "INSERT INTO experiments VALUES (7, 'new', '', 'active', 1, 1)", { experiments: ["7"] }],
  ["an alias", "INSERT INTO registered_model_aliases VALUES ('champion', 1, 'ranker')", { models: ["ranker"] }],
  ["a version's tag", "UPDATE model_version_tags SET value = 'gone'", { models: ["ranker"] }],
  ["a stage", "UPDATE model_versions SET current_stage = 'Staging' WHERE name = 'scorer'", { models: ["scorer"] }],
  ["a model that is no more", "DELETE FROM registered_models WHERE name = 'ranker'", { models: ["ranker"] }],
  [
    "values that went away",
    "INSERT INTO metrics VALUES ('x', 1, 1, 'r1', 1, 0); DELETE FROM metrics",
    { experiments: "all", runs: "all", models: "all" },
  ],
];

describe("the changes of a store", () => {
  for (const [title, sql, told] of acts) {
    it(`of ${title} are ${JSON.stringify(told)}`, async () => {
      const { registry, folder, close } = watchedStore();
      try {
        await lookedAt(registry, noPause);
        const writer = new DatabaseSync(join(folder, "mlflow.db"));
        writer.exec(sql);
        writer.close();
        assert.deepEqual(await toldChanges(registry, noPause), { ...noChange, ...told });
      } finally {
        close();
      }
    });
  }

  it("are all that was written, in whatever order and however often somebody looks", async function () {
    this.timeout(120_000);
    const some = fc.array(fc.record({ act: fc.nat({ max: acts.length - 2 }), look: fc.boolean() }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(some, async (steps) => {
        const { registry, folder, close } = watchedStore();
        try {
          await lookedAt(registry, noPause);
          const writer = new DatabaseSync(join(folder, "mlflow.db"));
          let told = noChange;
          let expected = noChange;
          for (const { act, look } of steps) {
            const [, sql = "", changes] = acts[act] ?? [];
            const before = dump(writer);
            // A row that is there already is refused: then nothing changed.
            if (isDone(writer, sql) && differences(before, dump(writer)).length > 0) {
              expected = bothChanges(expected, { ...noChange, ...changes, experiments: experimentsNow(writer, changes) });
            }
            if (look) told = bothChanges(told, await registry.changes(signal));
          }
          writer.close();
          told = bothChanges(told, await lookedAt(registry, noPause));
          for (const kind of ["experiments", "runs", "models"] as const) {
            for (const id of expected[kind]) assert.ok(touches(told[kind], [id]), `${kind} ${id}`);
          }
        } finally {
          close();
        }
      }),
      generated(8),
    );
  });
});

describe("a store that is replaced by another one", () => {
  const ways: readonly (readonly [string, (path: string) => void])[] = [
    ["put in its place", (path) => renameSync(`${path}.new`, path)],
    ["copied over it", (path) => copyFileSync(`${path}.new`, path)],
  ];
  for (const [title, replace] of ways) {
    it(`${title}: what its runs logged is told, though as many values stand in the same rows`, async () => {
      const { registry, folder, close } = watchedStore();
      const path = join(folder, "mlflow.db");
      try {
        await lookedAt(registry, noPause);
        copyFileSync(path, `${path}.new`);
        const other = new DatabaseSync(`${path}.new`);
        other.exec("UPDATE metrics SET value = 0.1; UPDATE latest_metrics SET value = 0.1");
        other.close();
        replace(path);
        assert.ok(touches((await toldChanges(registry, noPause)).runs, ["r1"]));
      } finally {
        close();
      }
    });
  }
});

function isDone(database: DatabaseSync, sql: string): boolean {
  try {
    database.exec(sql);
    return true;
  } catch {
    return false;
  }
}

/** The experiments that an act changed; those of its runs are where the runs are now: one may have moved before. */
function experimentsNow(database: DatabaseSync, changes: Partial<ChangeSet> | undefined): readonly string[] {
  const runs = changes?.runs ?? [];
  if (runs.length === 0 || runs === "all") return [...(changes?.experiments ?? [])];
  const found = database.prepare("SELECT experiment_id AS id FROM runs WHERE run_uuid IN (SELECT value FROM json_each(?))");
  return found.all(JSON.stringify(runs)).map((row) => String(row["id"]));
}

/** Every row of every table, by table and place. */
function dump(database: DatabaseSync): ReadonlyMap<string, string> {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
  const rows = tables.flatMap(({ name }) =>
    database
      .prepare(`SELECT rowid AS place, * FROM ${name}`)
      .all()
      .map((row) => [`${name} ${String(row["place"])}`, JSON.stringify(row)] as const),
  );
  return new Map(rows);
}

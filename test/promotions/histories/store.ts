import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import { openFileStoreRegistry } from "#registry/filestore/fileStoreRegistry.ts";
import { meta, minimalFileStore, runMeta, writeFiles } from "#registry/filestore/testStore.ts";
import { openRegistry } from "#registry/open.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { minimalStore } from "#registry/sqlite/testStore.ts";
import { openWorld } from "../../contract/bothRegistries.ts";
import { startServer } from "../../contract/realMlflow.ts";

/** Where histories are played: a place for many models, each with versions 1, 2 and 3 of a run of their own that logged `auc` 0.9. */
export interface Place {
  /** A connection of one's own. */
  connect(): Registry;
  newModel(name: string): Promise<void>;
  /** Logs `auc` of the version's run anew. */
  logMetric(model: string, version: string, value: number): Promise<void>;
  deleteVersion(model: string, version: string): Promise<void>;
  stop(): Promise<void>;
}

export const versions = ["1", "2", "3"] as const;

/** A SQLite file as MLflow 2.4 made it. */
export function filePlace(): Place & { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), "slipway-histories-"));
  const path = join(folder, "mlflow.db");
  minimalStore(path);
  const database = new DatabaseSync(path);
  // What is proved here is not that a disk keeps what it was given.
  database.exec("PRAGMA synchronous = OFF");
  const open: Registry[] = [];
  return {
    path,
    connect() {
      const registry = openSqliteRegistry(path, Date.now);
      open.push(registry);
      return registry;
    },
    async newModel(name) {
      const rows = versions.map((version) => {
        const run = `${name}-${version}`;
        return `INSERT INTO runs VALUES ('${run}', 'r', 'ana', 'FINISHED', 1, 2, 'active', './a', 0);
          INSERT INTO latest_metrics VALUES ('auc', 0.9, 1, 0, 0, '${run}');
          INSERT INTO model_versions VALUES ('${name}', ${version}, 1, 1, NULL, NULL, 'None', 's', '${run}', 'READY', NULL, NULL);`;
      });
      database.exec(`BEGIN; INSERT INTO registered_models VALUES ('${name}', 1, 1, NULL); ${rows.join("\n")} COMMIT`);
    },
    async logMetric(model, version, value) {
      database.prepare("UPDATE latest_metrics SET value = ? WHERE run_uuid = ?").run(value, `${model}-${version}`);
    },
    async deleteVersion(model, version) {
      database.prepare("DELETE FROM model_versions WHERE name = ? AND version = ?").run(model, version);
    },
    async stop() {
      for (const registry of open) registry.close();
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** MLflow's file store. */
export function folderPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), "slipway-histories-"));
  const root = join(folder, "mlruns");
  minimalFileStore(root);
  const open: Registry[] = [];
  let step = 0;
  return {
    connect() {
      const registry = openFileStoreRegistry(root, Date.now);
      open.push(registry);
      return registry;
    },
    async newModel(name) {
      const times = { creation_timestamp: 1, last_updated_timestamp: 1 };
      writeFiles(root, { [`models/${name}/meta.yaml`]: meta({ aliases: "{}", ...times, name }) });
      for (const version of versions) {
        const run = `${name}-${version}`;
        writeFiles(root, {
          [`0/${run}/meta.yaml`]: runMeta(run),
          [`0/${run}/metrics/auc`]: "1 0.9 0\n",
          [`models/${name}/version-${version}/meta.yaml`]: meta({
            ...times,
            current_stage: "None",
            run_id: run,
            source: "s",
            status: "READY",
            version,
          }),
        });
      }
    },
    async logMetric(model, version, value) {
      appendFileSync(join(root, "0", `${model}-${version}`, "metrics", "auc"), `1 ${value} ${++step}\n`);
    },
    async deleteVersion(model, version) {
      const path = join(root, "models", model, `version-${version}`, "meta.yaml");
      writeFileSync(path, readFileSync(path, "utf8").replace(/current_stage: .*/, "current_stage: Deleted_Internal"));
    },
    async stop() {
      for (const registry of open) registry.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A real MLflow server. */
export async function serverPlace(python: string): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-histories-"));
  const server = await startServer(python, folder);
  const open: Registry[] = [];
  const runs = new Map<string, string>();
  const ask = async (path: string, body: object, method = "POST") => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${server.url}/api/2.0/mlflow/${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as { readonly run?: { readonly info: { readonly run_id: string } } };
  };
  const log = (run: string, value: number, timestamp: number) =>
    ask("runs/log-metric", { run_id: run, key: "auc", value, timestamp, step: timestamp });
  let step = 0;
  return {
    connect() {
      const registry = openRegistry(server.url, openWorld, backends);
      open.push(registry);
      return registry;
    },
    async newModel(name) {
      await ask("registered-models/create", { name });
      for (const version of versions) {
        const { run } = await ask("runs/create", { experiment_id: "0", start_time: 1 });
        const id = run?.info.run_id ?? "";
        runs.set(`${name}-${version}`, id);
        await log(id, 0.9, ++step);
        await ask("model-versions/create", { name, source: `runs:/${id}/model`, run_id: id });
      }
    },
    async logMetric(model, version, value) {
      await log(runs.get(`${model}-${version}`) ?? "", value, ++step);
    },
    async deleteVersion(name, version) {
      await ask("model-versions/delete", { name, version }, "DELETE");
    },
    async stop() {
      for (const registry of open) registry.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

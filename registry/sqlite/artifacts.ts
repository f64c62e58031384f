import { artifactsFolder, type Locations, type ModelFolder, modelFolderAt } from "#registry/files/modelFolder.ts";
import { runNotFound } from "#registry/model/registryRules.ts";
import { inWorkspace } from "./modelRows.ts";
import { versionNotFound, versionNumber } from "./models.ts";
import type { Connection } from "./store.ts";

/** Finds the folder of a model version without touching the disk. `databaseFolder` is where MLflow's default server keeps artifacts. */
export function modelFolder(connection: Connection, model: string, version: string, databaseFolder: string): ModelFolder {
  const own = inWorkspace(connection, "model_versions");
  const sql = `SELECT source, storage_location FROM model_versions WHERE ${own} AND name = ? AND version = ? AND current_stage <> 'Deleted_Internal'`;
  const row = connection.all(sql, model, versionNumber(version))[0];
  if (row === undefined) throw versionNotFound(model, version);
  return modelFolderAt(String(row["storage_location"] || row["source"] || ""), locationsOf(connection, databaseFolder));
}

/** Finds the folder of a run's artifacts without touching the disk. */
export function runFolder(connection: Connection, runId: string, databaseFolder: string): ModelFolder {
  const row = connection.rows("SELECT artifact_uri FROM runs WHERE run_uuid = ?", runId)[0];
  if (row === undefined) throw runNotFound(runId);
  return artifactsFolder(String(row[0] ?? ""), locationsOf(connection, databaseFolder));
}

function locationsOf(connection: Connection, folder: string): Locations {
  const one = (sql: string, ...parameters: (string | number)[]): string | undefined => {
    const value = connection.rows(sql, ...parameters)[0]?.[0];
    return value === null || value === undefined ? undefined : String(value);
  };
  const own = inWorkspace(connection, "model_versions");
  const versions = `SELECT coalesce(storage_location, source) FROM model_versions WHERE ${own} AND name = ? AND version = ?`;
  return {
    folder,
    run: (id) => one("SELECT artifact_uri FROM runs WHERE run_uuid = ?", id),
    version: (model, version) => one(versions, model, Number(version) || 0),
    loggedModel: (id) =>
      connection.has("logged_models") ? one("SELECT artifact_location FROM logged_models WHERE model_id = ?", id) : undefined,
  };
}

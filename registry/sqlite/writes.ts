import { archivedStage, archivesOthers, canonicalStage, checkIsActive } from "#registry/model/registryRules.ts";
import { readExperiment } from "./experiments.ts";
import { inWorkspace } from "./modelRows.ts";
import { modelNotFound, versionNotFound, versionNumber } from "./models.ts";
import type { Connection } from "./store.ts";

// What MLflow 3.17.2 does (`store/model_registry/sqlalchemy_store.py`): tags and aliases leave the times of the version and model alone.

export function writeExperimentTag(connection: Connection, experimentId: string, key: string, value: string): void {
  checkIsActive(readExperiment(connection, experimentId));
  const where = "CAST(experiment_id AS TEXT) = ? AND key = ?";
  if (connection.change(`UPDATE experiment_tags SET value = ? WHERE ${where}`, value, experimentId, key) > 0) return;
  connection.change("INSERT INTO experiment_tags (experiment_id, key, value) VALUES (?, ?, ?)", Number(experimentId), key, value);
}

export function writeVersionTag(connection: Connection, model: string, version: string, key: string, value: string): void {
  const number = checkVersion(connection, model, version);
  const where = `${inWorkspace(connection, "model_version_tags")} AND name = ? AND version = ? AND key = ?`;
  if (connection.change(`UPDATE model_version_tags SET value = ? WHERE ${where}`, value, model, number, key) > 0) return;
  connection.change("INSERT INTO model_version_tags (name, version, key, value) VALUES (?, ?, ?, ?)", model, number, key, value);
}

export function removeVersionTag(connection: Connection, model: string, version: string, key: string): void {
  const number = checkVersion(connection, model, version);
  const where = `${inWorkspace(connection, "model_version_tags")} AND name = ? AND version = ? AND key = ?`;
  connection.change(`DELETE FROM model_version_tags WHERE ${where}`, model, number, key);
}

export function writeAlias(connection: Connection, model: string, alias: string, version: string): void {
  const number = checkVersion(connection, model, version);
  const where = `${inWorkspace(connection, "registered_model_aliases")} AND name = ? AND alias = ?`;
  if (connection.change(`UPDATE registered_model_aliases SET version = ? WHERE ${where}`, number, model, alias) > 0) return;
  connection.change("INSERT INTO registered_model_aliases (name, alias, version) VALUES (?, ?, ?)", model, alias, number);
}

export function removeAlias(connection: Connection, model: string, alias: string): void {
  const models = `SELECT 1 FROM registered_models WHERE ${inWorkspace(connection, "registered_models")} AND name = ?`;
  if (connection.rows(models, model).length === 0) throw modelNotFound(model);
  const where = `${inWorkspace(connection, "registered_model_aliases")} AND name = ? AND alias = ?`;
  connection.change(`DELETE FROM registered_model_aliases WHERE ${where}`, model, alias);
}

/** `now` in ms: a stage, unlike a tag, sets the time of the version, of those that it archives, and of the model. */
export function writeStage(connection: Connection, model: string, version: string, named: string, now: number): void {
  const stage = canonicalStage(named);
  const number = checkVersion(connection, model, version);
  const moved = "UPDATE model_versions SET current_stage = ?, last_updated_time = ? WHERE";
  const versions = `${inWorkspace(connection, "model_versions")} AND name = ?`;
  if (archivesOthers(stage)) {
    connection.change(`${moved} ${versions} AND version <> ? AND current_stage = ?`, archivedStage, now, model, number, stage);
  }
  connection.change(`${moved} ${versions} AND version = ?`, stage, now, model, number);
  const models = inWorkspace(connection, "registered_models");
  connection.change(`UPDATE registered_models SET last_updated_time = ? WHERE ${models} AND name = ?`, now, model);
}

function checkVersion(connection: Connection, model: string, version: string): number {
  const number = versionNumber(version);
  const where = `${inWorkspace(connection, "model_versions")} AND current_stage <> 'Deleted_Internal' AND name = ? AND version = ?`;
  if (connection.rows(`SELECT 1 FROM model_versions WHERE ${where}`, model, number).length === 0) throw versionNotFound(model, version);
  return number;
}

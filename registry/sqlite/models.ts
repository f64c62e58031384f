import type { SQLInputValue } from "node:sqlite";
import type { PageQuery } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { offsetOf, pageToken } from "#registry/model/pageToken.ts";
import { canonicalStages } from "#registry/model/registryRules.ts";
import type { KeyValue, ModelAlias, ModelVersion, Page, RegisteredModel } from "#registry/model/types.ts";
import type { Connection } from "./store.ts";

/** MLflow keeps a deleted version's row, with this stage. */
const deletedStage = "Deleted_Internal";

export function modelNotFound(name: string): RegistryError {
  return new RegistryError("notFound", `There is no registered model ${name}.`, "Refresh the view.");
}

export function versionNotFound(model: string, version: string): RegistryError {
  return new RegistryError("notFound", `There is no version ${version} of ${model}.`, "Refresh the view.");
}

export function readModels(connection: Connection, query: PageQuery): Page<RegisteredModel> {
  const offset = offsetOf(query.pageToken);
  const prompts = "SELECT name FROM registered_model_tags WHERE key = 'mlflow.prompt.is_prompt' AND value = 'true'";
  const found = selectModels(connection, `name NOT IN (${prompts}) ORDER BY name LIMIT ? OFFSET ?`, query.limit + 1, offset);
  if (found.length <= query.limit) return { items: found };
  return { items: found.slice(0, query.limit), nextPageToken: pageToken(offset + query.limit) };
}

export function readModel(connection: Connection, name: string): RegisteredModel {
  const model = selectModels(connection, "name = ?", name)[0];
  if (model === undefined) throw modelNotFound(name);
  return model;
}

export function readVersions(connection: Connection, query: PageQuery & { readonly model: string }): Page<ModelVersion> {
  const model = readModel(connection, query.model);
  const offset = offsetOf(query.pageToken);
  const prompts = "SELECT name FROM model_version_tags WHERE key = 'mlflow.prompt.is_prompt' AND value = 'true'";
  const where = `name = ? AND name NOT IN (${prompts}) ORDER BY version DESC LIMIT ? OFFSET ?`;
  const found = selectVersions(connection, model.aliases, where, model.name, query.limit + 1, offset);
  if (found.length <= query.limit) return { items: found };
  return { items: found.slice(0, query.limit), nextPageToken: pageToken(offset + query.limit) };
}

export function readVersion(connection: Connection, model: string, version: string): ModelVersion {
  const number = versionNumber(version);
  const aliases = aliasesOf(connection, model);
  const found = selectVersions(connection, aliases, "name = ? AND version = ?", model, number)[0];
  if (found === undefined) throw versionNotFound(model, version);
  return found;
}

/** The highest version in each stage; MLflow writes stages in their canonical case. */
export function readVersionsInStages(connection: Connection, name: string, named: readonly string[]): ModelVersion[] {
  const stages = canonicalStages(named);
  if (stages.length === 0) return [];
  const { aliases } = readModel(connection, name);
  const inStages = `current_stage IN (${stages.map(() => "?").join(", ")})`;
  const highest = `SELECT max(version) FROM model_versions WHERE ${inWorkspace(connection, "model_versions")} AND name = ? AND ${inStages}`;
  const found = selectVersions(connection, aliases, `name = ? AND version IN (${highest} GROUP BY current_stage)`, name, name, ...stages);
  return found.sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage));
}

/** MLflow's versions are whole numbers. Throws `invalid` for anything else. */
export function versionNumber(version: string): number {
  if (/^\d{1,15}$/.test(version)) return Number(version);
  throw new RegistryError("invalid", `“${version.slice(0, 40)}” is not a version number.`, "Use a number such as 3.");
}

/** Condition for the default workspace, the only one that is read; stores before MLflow 3.10 have none. */
export function inWorkspace(connection: Connection, table: string): string {
  return connection.has(table, "workspace") ? "workspace = 'default'" : "1";
}

function selectModels(connection: Connection, where: string, ...parameters: SQLInputValue[]): RegisteredModel[] {
  const sql =
    "SELECT name, description, CAST(creation_time AS REAL) AS created, CAST(last_updated_time AS REAL) AS updated " +
    `FROM registered_models WHERE ${inWorkspace(connection, "registered_models")} AND ${where}`;
  return connection.all(sql, ...parameters).map((row) => {
    const name = String(row["name"]);
    return {
      name,
      description: text(row["description"]),
      ...times(row),
      tags: tagsOf(connection, name),
      aliases: aliasesOf(connection, name),
    };
  });
}

function tagsOf(connection: Connection, model: string): KeyValue[] {
  const where = inWorkspace(connection, "registered_model_tags");
  return connection.rows(`SELECT key, value FROM registered_model_tags WHERE ${where} AND name = ? ORDER BY key`, model).map(keyValue);
}

/** Aliases came with MLflow 2.3; older stores have no such table. */
export function aliasesOf(connection: Connection, model: string): ModelAlias[] {
  if (!connection.has("registered_model_aliases")) return [];
  const where = inWorkspace(connection, "registered_model_aliases");
  const sql = `SELECT alias, version FROM registered_model_aliases WHERE ${where} AND name = ? ORDER BY alias`;
  return connection.rows(sql, model).map(([alias, version]) => ({ alias: String(alias), version: String(version) }));
}

function selectVersions(
  connection: Connection,
  aliases: readonly ModelAlias[],
  where: string,
  ...parameters: SQLInputValue[]
): ModelVersion[] {
  const sql =
    "SELECT name, version, CAST(creation_time AS REAL) AS created, CAST(last_updated_time AS REAL) AS updated, current_stage AS stage, " +
    "description, user_id AS user, source, run_id AS runId, status, status_message AS statusMessage FROM model_versions " +
    `WHERE ${inWorkspace(connection, "model_versions")} AND current_stage <> '${deletedStage}' AND ${where}`;
  return connection.all(sql, ...parameters).map((row): ModelVersion => {
    const model = String(row["name"]);
    const version = String(row["version"]);
    return {
      model,
      version,
      ...times(row),
      stage: text(row["stage"]),
      description: text(row["description"]),
      user: text(row["user"]),
      source: text(row["source"]),
      runId: text(row["runId"]),
      status: text(row["status"]),
      statusMessage: text(row["statusMessage"]),
      aliases: aliases.filter((alias) => alias.version === version).map(({ alias }) => alias),
      tags: versionTags(connection, model, version),
    };
  });
}

function versionTags(connection: Connection, model: string, version: string): KeyValue[] {
  const where = inWorkspace(connection, "model_version_tags");
  const sql = `SELECT key, value FROM model_version_tags WHERE ${where} AND name = ? AND version = ? ORDER BY key`;
  return connection.rows(sql, model, Number(version)).map(keyValue);
}

function times(row: Record<string, unknown>): { createdAt?: number; updatedAt?: number } {
  const { created, updated } = row;
  return { ...(typeof created === "number" ? { createdAt: created } : {}), ...(typeof updated === "number" ? { updatedAt: updated } : {}) };
}

function keyValue([key, value]: unknown[]): KeyValue {
  return { key: text(key), value: text(value) };
}

function text(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

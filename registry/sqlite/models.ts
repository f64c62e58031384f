import type { SQLInputValue } from "node:sqlite";
import type { PageQuery, VersionQuery } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { checkedLimit, keyAfter, pageBehind } from "#registry/model/pageToken.ts";
import { canonicalStages } from "#registry/model/registryRules.ts";
import type { ModelVersion, Page, RegisteredModel } from "#registry/model/types.ts";
import { aliasesOf, inWorkspace, modelTags, oneOf, text, versionKey, versionTags } from "./modelRows.ts";
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
  const [after] = keyAfter(query.pageToken, [""]) ?? [];
  const table = "registered_model_tags";
  const prompts = `SELECT name FROM ${table} WHERE ${inWorkspace(connection, table)} AND key = 'mlflow.prompt.is_prompt' AND value = 'true'`;
  const limit = checkedLimit(query.limit);
  const behind = after === undefined ? [] : [after];
  const where = `name NOT IN (${prompts}) ${after === undefined ? "" : "AND name > ?"} ORDER BY name LIMIT ?`;
  return pageBehind(selectModels(connection, where, ...behind, limit + 1), limit, ({ name }) => [name]);
}

export function readModel(connection: Connection, name: string): RegisteredModel {
  const model = selectModels(connection, "name = ?", name)[0];
  if (model === undefined) throw modelNotFound(name);
  return model;
}

export function readVersions(connection: Connection, query: VersionQuery): Page<ModelVersion> {
  const after = keyAfter(query.pageToken, ["", 0]);
  const table = "model_version_tags";
  const inTags = `FROM ${table} WHERE ${inWorkspace(connection, table)} AND key`;
  const conditions = [`name NOT IN (SELECT name ${inTags} = 'mlflow.prompt.is_prompt' AND value = 'true')`];
  const parameters: SQLInputValue[] = [];
  if (query.model !== undefined) {
    conditions.push("name = ?");
    parameters.push(readModel(connection, query.model).name);
  }
  if (query.runIds !== undefined) {
    conditions.push(oneOf("run_id"));
    parameters.push(JSON.stringify(query.runIds));
  }
  if (query.tagKeyPrefix !== undefined) {
    conditions.push(`(name, version) IN (SELECT name, version ${inTags} >= ? AND key < ?)`);
    parameters.push(query.tagKeyPrefix, `${query.tagKeyPrefix}\u{10ffff}`);
  }
  if (after !== undefined) {
    const [name, version] = after;
    conditions.push("name >= ? AND (name > ? OR version < ?)");
    parameters.push(name, name, version);
  }
  const where = `${conditions.join(" AND ")} ORDER BY name, version DESC LIMIT ?`;
  const limit = checkedLimit(query.limit);
  const page = pageBehind(versionRows(connection, where, ...parameters, limit + 1), limit, ([name, version]) => [
    text(name),
    Number(version),
  ]);
  return { ...page, items: versionsOf(connection, page.items) };
}

export function readVersion(connection: Connection, model: string, version: string): ModelVersion {
  const found = selectVersions(connection, "name = ? AND version = ?", model, versionNumber(version))[0];
  if (found === undefined) throw versionNotFound(model, version);
  return found;
}

/** The highest version in each stage; MLflow writes stages in their canonical case. */
export function readVersionsInStages(connection: Connection, name: string, named: readonly string[]): ModelVersion[] {
  const stages = canonicalStages(named);
  if (stages.length === 0) return [];
  readModel(connection, name);
  const inStages = `current_stage IN (${stages.map(() => "?").join(", ")})`;
  const highest = `SELECT max(version) FROM model_versions WHERE ${inWorkspace(connection, "model_versions")} AND name = ? AND ${inStages}`;
  const found = selectVersions(connection, `name = ? AND version IN (${highest} GROUP BY current_stage)`, name, name, ...stages);
  return found.sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage));
}

/** MLflow's versions are whole numbers. Throws `invalid` for anything else. */
export function versionNumber(version: string): number {
  if (/^\d{1,15}$/.test(version)) return Number(version);
  throw new RegistryError("invalid", `“${version.slice(0, 40)}” is not a version number.`, "Use a number such as 3.");
}

function selectModels(connection: Connection, where: string, ...parameters: SQLInputValue[]): RegisteredModel[] {
  const sql =
    "SELECT name, description, CAST(creation_time AS REAL) AS created, CAST(last_updated_time AS REAL) AS updated " +
    `FROM registered_models WHERE ${inWorkspace(connection, "registered_models")} AND ${where}`;
  const rows = connection.all(sql, ...parameters);
  const names = rows.map((row) => text(row["name"]));
  const tags = modelTags(connection, names);
  const aliases = aliasesOf(connection, names);
  return rows.map((row) => {
    const name = text(row["name"]);
    return {
      name,
      description: text(row["description"]),
      ...times(row["created"], row["updated"]),
      tags: tags.get(name) ?? [],
      aliases: aliases.get(name) ?? [],
    };
  });
}

function selectVersions(connection: Connection, where: string, ...parameters: SQLInputValue[]): ModelVersion[] {
  return versionsOf(connection, versionRows(connection, where, ...parameters));
}

/** In the order of `versionColumns`. */
type Row = readonly unknown[];

const versionColumns =
  "name, version, CAST(creation_time AS REAL), CAST(last_updated_time AS REAL), current_stage, description, user_id, source, run_id, " +
  "status, status_message";

function versionRows(connection: Connection, where: string, ...parameters: SQLInputValue[]): Row[] {
  const sql =
    `SELECT ${versionColumns} FROM model_versions ` +
    `WHERE ${inWorkspace(connection, "model_versions")} AND current_stage <> '${deletedStage}' AND ${where}`;
  return connection.rows(sql, ...parameters);
}

function versionsOf(connection: Connection, rows: readonly Row[]): ModelVersion[] {
  const named = rows.map((row) => ({ row, model: text(row[0]), version: text(row[1]) }));
  const tags = versionTags(connection, named);
  const aliases = aliasesOf(connection, [...new Set(named.map(({ model }) => model))]);
  return named.map(({ row, model, version }): ModelVersion => {
    const [, , created, updated, stage, description, user, source, runId, status, statusMessage] = row;
    return {
      model,
      version,
      ...times(created, updated),
      stage: text(stage),
      description: text(description),
      user: text(user),
      source: text(source),
      runId: text(runId),
      status: text(status),
      statusMessage: text(statusMessage),
      aliases: (aliases.get(model) ?? []).filter((alias) => alias.version === version).map(({ alias }) => alias),
      tags: tags.get(versionKey({ model, version })) ?? [],
    };
  });
}

function times(created: unknown, updated: unknown): { createdAt?: number; updatedAt?: number } {
  return { ...(typeof created === "number" ? { createdAt: created } : {}), ...(typeof updated === "number" ? { updatedAt: updated } : {}) };
}

import type { SQLInputValue } from "node:sqlite";
import type { PageQuery, VersionQuery } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { checkedLimit, keyAfter, pageBehind } from "#registry/model/pageToken.ts";
import { canonicalStages } from "#registry/model/registryRules.ts";
import type { ModelAlias, ModelVersion, Page, RegisteredModel } from "#registry/model/types.ts";
import { aliasesOf, inWorkspace, modelTags, none, oneOf, text, versionTags } from "./modelRows.ts";
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
  const limit = checkedLimit(query.limit);
  const rows = rowsBehind(connection, { where: conditions.join(" AND "), parameters }, after, limit + 1);
  const page = pageBehind(rows, limit, ([name, version]) => [text(name), Number(version)]);
  return { ...page, items: versionsOf(connection, page.items) };
}

/**
 * At most `most` rows by name, of each the highest version first, behind a name and version. What is left of that name is asked for by
 * itself: it comes in the order of the table's key, where one query for both would sort all versions of the name for each page.
 */
function rowsBehind(
  connection: Connection,
  wanted: { readonly where: string; readonly parameters: readonly SQLInputValue[] },
  after: readonly [string, number] | undefined,
  most: number,
): Row[] {
  const rows = (condition: string, ...parameters: SQLInputValue[]) =>
    versionRows(connection, `${wanted.where} AND ${condition} LIMIT ?`, ...wanted.parameters, ...parameters);
  const inOrder = "ORDER BY name, version DESC";
  if (after === undefined) return rows(`1 ${inOrder}`, most);
  const [name, version] = after;
  const left = rows("name = ? AND version < ? ORDER BY version DESC", name, version, most);
  return left.length === most ? left : [...left, ...rows(`name > ? ${inOrder}`, name, most - left.length)];
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
    "SELECT name, description, CAST(creation_time AS REAL), CAST(last_updated_time AS REAL) " +
    `FROM registered_models WHERE ${inWorkspace(connection, "registered_models")} AND ${where}`;
  const rows = connection.rows(sql, ...parameters);
  const names = rows.map(([name]) => text(name));
  const tags = modelTags(connection, names);
  const aliases = aliasesOf(connection, names);
  return rows.map((row) => {
    const name = text(row[0]);
    return {
      name,
      description: text(row[1]),
      ...times(row[2], row[3]),
      tags: tags.get(name) ?? none,
      aliases: aliases.get(name) ?? none,
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
  const names = [...new Set(rows.map(([name]) => text(name)))];
  const tagsOf = versionTags(
    connection,
    names,
    rows.map(([, version]) => Number(version)),
  );
  const aliases = aliasesOf(connection, names);
  return rows.map((row): ModelVersion => {
    const [name, number, created, updated, stage, description, user, source, runId, status, statusMessage] = row;
    const model = text(name);
    const version = text(number);
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
      aliases: aliasesAt(aliases.get(model), version),
      tags: tagsOf(model, Number(number)),
    };
  });
}

function aliasesAt(aliases: readonly ModelAlias[] | undefined, version: string): readonly string[] {
  return aliases === undefined ? none : aliases.filter((alias) => alias.version === version).map(({ alias }) => alias);
}

function times(created: unknown, updated: unknown): { createdAt?: number; updatedAt?: number } {
  return { ...(typeof created === "number" ? { createdAt: created } : {}), ...(typeof updated === "number" ? { updatedAt: updated } : {}) };
}

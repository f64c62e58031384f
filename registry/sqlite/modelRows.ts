import type { KeyValue, ModelAlias } from "#registry/model/types.ts";
import type { Connection } from "./store.ts";

/** Condition for the default workspace, the only one that is read; stores before MLflow 3.10 have none. */
export function inWorkspace(connection: Connection, table: string): string {
  return connection.has(table, "workspace") ? "workspace = 'default'" : "1";
}

/** Tags by model, sorted by key: one query for all of them. */
export function modelTags(connection: Connection, names: readonly string[]): ReadonlyMap<string, KeyValue[]> {
  const table = "registered_model_tags";
  const sql = `SELECT name, key, value FROM ${table} WHERE ${inWorkspace(connection, table)} AND ${oneOf("name")} ORDER BY key`;
  const rows = connection.rows(sql, JSON.stringify(names));
  return grouped(
    rows,
    ([name]) => text(name),
    ([, key, value]) => ({ key: text(key), value: text(value) }),
  );
}

/** Aliases by model, sorted; they came with MLflow 2.3, and older stores have no such table. */
export function aliasesOf(connection: Connection, names: readonly string[]): ReadonlyMap<string, ModelAlias[]> {
  const table = "registered_model_aliases";
  if (!connection.has(table)) return new Map();
  const sql = `SELECT name, alias, version FROM ${table} WHERE ${inWorkspace(connection, table)} AND ${oneOf("name")} ORDER BY alias`;
  const rows = connection.rows(sql, JSON.stringify(names));
  return grouped(
    rows,
    ([name]) => text(name),
    ([, alias, version]) => ({ alias: text(alias), version: text(version) }),
  );
}

/** Which versions are meant, for `versionKey`. */
export interface VersionName {
  readonly model: string;
  readonly version: string;
}

/**
 * Tags by `versionKey`, sorted by key. One query for all: the table's own index begins with the key, so that in stores before MLflow 3.10
 * a query for each version would read the whole table each time.
 */
export function versionTags(connection: Connection, wanted: readonly VersionName[]): ReadonlyMap<string, KeyValue[]> {
  if (wanted.length === 0) return new Map();
  const numbers = wanted.map(({ version }) => Number(version));
  const names = [...new Set(wanted.map(({ model }) => model))];
  const table = "model_version_tags";
  const sql =
    `SELECT name, version, key, value FROM ${table} ${versionIndex(connection)} WHERE ${inWorkspace(connection, table)} ` +
    `AND ${oneOf("name")} AND version BETWEEN ? AND ? ORDER BY key`;
  const rows = connection.rows(sql, JSON.stringify(names), smallest(numbers), -smallest(numbers.map((number) => -number)));
  return grouped(
    rows,
    ([name, version]) => versionKey({ model: text(name), version: text(version) }),
    ([, , key, value]) => ({ key: text(key), value: text(value) }),
  );
}

export function versionKey({ model, version }: VersionName): string {
  return `${version} ${model}`;
}

function versionIndex(connection: Connection): string {
  const index = "idx_model_version_tags_workspace_name_version";
  const found = connection.rows("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?", index);
  return found.length === 0 ? "" : `INDEXED BY ${index}`;
}

/** A condition with one `?`, which takes a JSON list: names from outside never are part of the SQL, and there may be any number of them. */
export function oneOf(column: string): string {
  return `${column} IN (SELECT value FROM json_each(?))`;
}

function smallest(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function grouped<T>(rows: readonly unknown[][], key: (row: unknown[]) => string, value: (row: unknown[]) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const name = key(row);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [value(row)]);
    else group.push(value(row));
  }
  return groups;
}

export function text(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

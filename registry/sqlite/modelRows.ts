import type { KeyValue, ModelAlias } from "#registry/model/types.ts";
import type { Connection } from "./store.ts";

/** Of most models and versions there are no tags and no aliases: they share this one list. */
export const none: readonly never[] = [];

/** Condition for the default workspace, the only one that is read; stores before MLflow 3.10 have none. */
export function inWorkspace(connection: Connection, table: string): string {
  return connection.has(table, "workspace") ? "workspace = 'default'" : "1";
}

/** Tags by model, sorted by key; `names` are in the order of the table, and one query reads all from the first to the last. */
export function modelTags(connection: Connection, names: readonly string[]): ReadonlyMap<string, KeyValue[]> {
  const table = "registered_model_tags";
  const sql = `SELECT name, key, value FROM ${table} WHERE ${inWorkspace(connection, table)} AND name BETWEEN ? AND ? ORDER BY key`;
  const rows = connection.rows(sql, ...ends(names));
  return grouped(
    rows,
    ([name]) => text(name),
    ([, key, value]) => ({ key: text(key), value: text(value) }),
  );
}

/** Aliases by model, sorted, read as `modelTags` are; they came with MLflow 2.3, and older stores have no such table. */
export function aliasesOf(connection: Connection, names: readonly string[]): ReadonlyMap<string, ModelAlias[]> {
  const table = "registered_model_aliases";
  if (!connection.has(table)) return new Map();
  const sql = `SELECT name, alias, version FROM ${table} WHERE ${inWorkspace(connection, table)} AND name BETWEEN ? AND ? ORDER BY alias`;
  const rows = connection.rows(sql, ...ends(names));
  return grouped(
    rows,
    ([name]) => text(name),
    ([, alias, version]) => ({ alias: text(alias), version: text(version) }),
  );
}

/**
 * Tags of versions of these models between the lowest and the highest of `numbers`, sorted by key. One query for all: the table's own index
 * begins with the key, so that in stores before MLflow 3.10 a query for each version would read the whole table each time.
 */
export function versionTags(
  connection: Connection,
  models: readonly string[],
  numbers: readonly number[],
): (model: string, version: number) => readonly KeyValue[] {
  if (numbers.length === 0) return () => none;
  const table = "model_version_tags";
  const sql =
    `SELECT name, version, key, value FROM ${table} ${versionIndex(connection)} WHERE ${inWorkspace(connection, table)} ` +
    `AND ${oneOf("name")} AND version BETWEEN ? AND ? ORDER BY key`;
  const rows = connection.rows(sql, JSON.stringify(models), smallest(numbers), -smallest(numbers.map((number) => -number)));
  // By name, then by number: a key made of both would be a new string for each of 100,000 versions.
  const byModel = new Map<string, Map<number, KeyValue[]>>();
  for (const [name, version, key, value] of rows) {
    const model = text(name);
    const byVersion = byModel.get(model) ?? new Map<number, KeyValue[]>();
    if (byVersion.size === 0) byModel.set(model, byVersion);
    addTo(byVersion, Number(version), { key: text(key), value: text(value) });
  }
  return (model, version) => byModel.get(model)?.get(version) ?? none;
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

function ends(names: readonly string[]): [string, string] {
  return [names[0] ?? "", names.at(-1) ?? ""];
}

function smallest(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function grouped<T>(rows: readonly unknown[][], key: (row: unknown[]) => string, value: (row: unknown[]) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    addTo(groups, key(row), value(row));
  }
  return groups;
}

function addTo<K, T>(groups: Map<K, T[]>, key: K, value: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}

export function text(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

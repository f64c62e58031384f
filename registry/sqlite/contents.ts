import { hash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import type { Connection, SqliteStore } from "./store.ts";

/** What the rows of a store say, as digests: another digest, another content. */
export interface Contents {
  /** By experiment id, without its runs. */
  readonly experiments: ReadonlyMap<string, string>;
  /** By run id, without what is only ever added (`Added`). */
  readonly runs: ReadonlyMap<string, string>;
  readonly experimentOfRun: ReadonlyMap<string, string>;
  /** By model name, with its versions, tags and aliases. */
  readonly models: ReadonlyMap<string, string>;
}

/** Runs of one read: each is short, because a writer waits while one lasts. */
const runsPerRead = 500;

/** Reads every row but those of `addedTables`, in many short reads. A change meanwhile is seen in a part of them, and by the next look. */
export async function readContents(store: SqliteStore, signal: AbortSignal): Promise<Contents> {
  const runs = new Map<string, string>();
  const experimentOfRun = new Map<string, string>();
  for (let after: unknown = -1; after !== undefined; await turn()) {
    const rows = await store.read(signal, (connection) => runRows(connection, after));
    for (const [, id, experimentId, content] of rows) {
      runs.set(String(id), markOf(content));
      experimentOfRun.set(String(id), String(experimentId));
    }
    after = rows.length < runsPerRead ? undefined : rows.at(-1)?.[0];
  }
  const experiments = await marksOf(store, experimentTables, signal);
  return { experiments, runs, experimentOfRun, models: await marksOf(store, modelTables, signal) };
}

function runRows(connection: Connection, after: unknown): unknown[][] {
  const tags = connection.has("tags")
    ? "(SELECT group_concat(quote(t.key) || quote(t.value)) FROM (SELECT key, value FROM tags WHERE run_uuid = r.run_uuid ORDER BY key) t)"
    : "''";
  const sql =
    `SELECT r.rowid, r.run_uuid, CAST(r.experiment_id AS TEXT), ${contentOf(connection, "runs", "r")} || ifnull(${tags}, '') ` +
    "FROM runs r WHERE r.rowid > ? ORDER BY r.rowid LIMIT ?";
  return connection.rows(sql, after as number, runsPerRead);
}

/** Tables and the column that names what their rows are of. */
type Tables = readonly (readonly [table: string, owner: string])[];

const experimentTables: Tables = [
  ["experiments", "experiment_id"],
  ["experiment_tags", "experiment_id"],
];
const modelTables: Tables = [
  ["registered_models", "name"],
  ["registered_model_tags", "name"],
  ["registered_model_aliases", "name"],
  ["model_versions", "name"],
  ["model_version_tags", "name"],
];

async function marksOf(store: SqliteStore, tables: Tables, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const [table, owner] of tables) {
    const rows = await store.read(signal, (connection) => {
      if (!connection.has(table)) return [];
      const content = contentOf(connection, table, "x");
      return connection.rows(`SELECT CAST(owner AS TEXT), group_concat(content) FROM (SELECT x.${owner} AS owner, ${content} AS content
        FROM ${table} x ORDER BY 1, 2) GROUP BY owner`);
    });
    for (const [id, content] of rows) texts.set(String(id), `${texts.get(String(id)) ?? ""}\n${markOf(content)}`);
    await turn();
  }
  return texts;
}

/** SQL that gives all columns of a row as one text, with the columns that this store has. */
function contentOf(connection: Connection, table: string, alias: string): string {
  return [...connection.columns(table)].map((column) => `quote(${alias}."${column}")`).join(" || ',' || ");
}

function markOf(content: unknown): string {
  return hash("sha1", String(content), "base64");
}

/** Tables whose rows MLflow (3.17.2) only ever adds, and the column that names their run. */
const addedTables: Tables = [
  ["metrics", "run_uuid"],
  ["params", "run_uuid"],
  ["inputs", "destination_id"],
];

/** The last row of a table, by its number, and what it says. */
interface LastRow {
  readonly number: number;
  readonly content: string;
}

/** How far each of `addedTables` has grown; a later one tells which runs have new rows. */
export type Grown = ReadonlyMap<string, LastRow>;

export function grownTo(connection: Connection): Grown {
  const tables = addedTables.filter(([table]) => connection.has(table));
  return new Map(tables.map(([table]) => [table, rowOf(connection, table, `(SELECT max(rowid) FROM ${table})`)]));
}

/**
 * Runs that have rows which are newer than `since`; undefined when that can't be told: rows went away, or the last one of then is another now,
 * because another store stands in the place of this one.
 */
export function runsGrownSince(connection: Connection, since: Grown): string[] | undefined {
  const grown = new Set<string>();
  for (const [table, { number, content }] of since) {
    if (!connection.has(table) || rowOf(connection, table, String(number)).content !== content) return undefined;
  }
  for (const [table, run] of addedTables) {
    if (!connection.has(table)) continue;
    const newer = `SELECT DISTINCT ${run} FROM ${table} WHERE rowid > ?`;
    for (const [id] of connection.rows(newer, since.get(table)?.number ?? 0)) grown.add(String(id));
  }
  return [...grown];
}

function rowOf(connection: Connection, table: string, number: string): LastRow {
  const sql = `SELECT x.rowid, ${contentOf(connection, table, "x")} FROM ${table} x WHERE x.rowid = ${number}`;
  const [row] = connection.rows(sql);
  return { number: Number(row?.[0] ?? 0), content: String(row?.[1] ?? "") };
}

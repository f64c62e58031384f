import type { SQLInputValue } from "node:sqlite";
import type { HistoryQuery, PageQuery } from "#registry/api.ts";
import { downsample } from "#registry/model/downsample.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { unclamp } from "#registry/model/infinity.ts";
import { checkedLimit, offsetOf, pageFrom } from "#registry/model/pageToken.ts";
import type { Experiment, ExperimentActivity, KeyValue, MetricHistory, MetricRange, Page } from "#registry/model/types.ts";
import { inWorkspace } from "./modelRows.ts";
import type { Connection } from "./store.ts";

export function readExperiments(connection: Connection, query: PageQuery): Page<Experiment> {
  const offset = offsetOf(query.pageToken);
  const order = hasTimes(connection) ? "last_update_time DESC, " : "";
  const where = `lifecycle_stage = 'active' ORDER BY ${order}experiment_id DESC LIMIT ? OFFSET ?`;
  const limit = checkedLimit(query.limit);
  return pageFrom(selectExperiments(connection, where, limit + 1, offset), limit, offset);
}

export function readExperiment(connection: Connection, id: string): Experiment {
  if (!/^\d+$/.test(id)) {
    throw new RegistryError("invalid", `“${id.slice(0, 64)}” is no id of an experiment.`, "Use a number such as 3.");
  }
  const [found] = selectExperiments(connection, "CAST(experiment_id AS TEXT) = ?", id);
  if (found !== undefined) return found;
  throw new RegistryError("notFound", `There is no experiment with the id ${id.slice(0, 64)}.`, "Refresh the view.");
}

/** Both columns came with MLflow 1.29. */
function hasTimes(connection: Connection): boolean {
  return connection.has("experiments", "last_update_time");
}

function selectExperiments(connection: Connection, where: string, ...parameters: SQLInputValue[]): Experiment[] {
  const times = hasTimes(connection) ? "CAST(creation_time AS REAL), CAST(last_update_time AS REAL)" : "NULL, NULL";
  const sql =
    `SELECT experiment_id, name, artifact_location, lifecycle_stage, ${times} FROM experiments ` +
    `WHERE ${inWorkspace(connection, "experiments")} AND ${where}`;
  const rows = connection.rows(sql, ...parameters);
  const tags = tagsOf(connection, JSON.stringify(rows.map((row) => row[0])));
  return rows.map(([id, name, location, lifecycle, created, updated]): Experiment => {
    return {
      id: String(id),
      name: String(name ?? ""),
      artifactLocation: String(location ?? ""),
      lifecycle: lifecycle === "deleted" ? "deleted" : "active",
      ...(created === null ? {} : { createdAt: Number(created) }),
      ...(updated === null ? {} : { updatedAt: Number(updated) }),
      tags: tags.get(String(id)) ?? [],
    };
  });
}

function tagsOf(connection: Connection, ids: string): ReadonlyMap<string, KeyValue[]> {
  const tags = new Map<string, KeyValue[]>();
  if (!connection.has("experiment_tags")) return tags;
  const sql = "SELECT experiment_id, key, value FROM experiment_tags WHERE experiment_id IN (SELECT value FROM json_each(?)) ORDER BY key";
  for (const [id, key, value] of connection.rows(sql, ids)) {
    const list = tags.get(String(id)) ?? [];
    list.push({ key: String(key), value: String(value ?? "") });
    tags.set(String(id), list);
  }
  return tags;
}

export function readActivity(connection: Connection, experimentIds: readonly string[]): ExperimentActivity[] {
  const sql =
    "SELECT CAST(experiment_id AS TEXT), count(*), CAST(max(start_time) AS REAL) FROM runs " +
    "WHERE lifecycle_stage = 'active' AND CAST(experiment_id AS TEXT) IN (SELECT value FROM json_each(?)) GROUP BY experiment_id";
  const found = new Map(connection.rows(sql, JSON.stringify(experimentIds)).map((row) => [String(row[0]), row]));
  return experimentIds.map((experimentId) => {
    const [, count, last] = found.get(experimentId) ?? [];
    return { experimentId, runCount: Number(count ?? 0), ...(typeof last === "number" ? { lastStart: last } : {}) };
  });
}

/** One run's history of a metric; `undefined` when it logged none. */
export function readHistory(connection: Connection, runId: string, { metric, maxPoints }: HistoryQuery): MetricHistory | undefined {
  // By step, as the index has them: the order is made below, where SQLite would copy every row to sort it.
  const sql =
    "SELECT CASE WHEN is_nan THEN NULL ELSE value END, CAST(step AS REAL), CAST(timestamp AS REAL) FROM metrics " +
    `${historyIndex(connection)} WHERE run_uuid = ? AND key = ? ORDER BY step`;
  const rows = connection.rows(sql, runId, metric) as HistoryRow[];
  if (rows.length === 0) return undefined;
  if (!isInOrder(rows)) rows.sort(byTime);
  const values = new Float64Array(rows.length);
  for (const [index, [value]] of rows.entries()) values[index] = value === null ? Number.NaN : unclamp(value);
  const kept = downsample(values, maxPoints);
  return {
    runId,
    metric,
    steps: Float64Array.from(kept, (index) => Number(rows[index]?.[1])),
    timestamps: Float64Array.from(kept, (index) => Number(rows[index]?.[2])),
    values: Float64Array.from(kept, (index) => values[index] ?? Number.NaN),
    total: rows.length,
  };
}

/** Value (null: NaN), step, time in ms. */
type HistoryRow = [value: number | null, step: number, timestamp: number];

/** MLflow's order: time, step, value; it keeps NaN as 0. */
function byTime(a: HistoryRow, b: HistoryRow): number {
  return a[2] - b[2] || a[1] - b[1] || (a[0] ?? 0) - (b[0] ?? 0);
}

function isInOrder(rows: readonly HistoryRow[]): boolean {
  for (let index = 1; index < rows.length; index++) {
    const [before, row] = [rows[index - 1], rows[index]];
    if (before !== undefined && row !== undefined && byTime(before, row) > 0) return false;
  }
  return true;
}

/** Ranges of the metrics that one run logged, in the order of `metrics`. */
export function readRanges(connection: Connection, runId: string, metrics: readonly string[]): MetricRange[] {
  const sql =
    "SELECT key, min(CASE WHEN is_nan THEN NULL ELSE value END), max(CASE WHEN is_nan THEN NULL ELSE value END), count(*) FROM metrics " +
    `${historyIndex(connection)} WHERE run_uuid = ? AND key IN (SELECT value FROM json_each(?)) GROUP BY key`;
  const found = new Map(connection.rows(sql, runId, JSON.stringify(metrics)).map((row) => [String(row[0]), row]));
  return metrics.flatMap((metric) => {
    const row = found.get(metric);
    return row === undefined ? [] : [{ runId, metric, min: extreme(row[1]), max: extreme(row[2]), total: Number(row[3]) }];
  });
}

function extreme(value: unknown): number {
  return typeof value === "number" ? unclamp(value) : Number.NaN;
}

/** Without an index that starts with the run, SQLite would read the key's points of all runs (before MLflow 3.11). */
function historyIndex(connection: Connection): string {
  const sql = "SELECT name FROM sqlite_master WHERE type = 'index' AND name IN (?, ?) ORDER BY name DESC";
  const name = connection.rows(sql, "index_metrics_run_uuid_key_step", "index_metrics_run_uuid")[0]?.[0];
  return name === undefined ? "" : `INDEXED BY ${String(name)}`;
}

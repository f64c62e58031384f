import { downsample } from "#registry/model/downsample.ts";
import { unclamp } from "#registry/model/infinity.ts";
import type { MetricHistory, MetricRange } from "#registry/model/types.ts";
import type { Connection } from "./store.ts";

/** One run's history of a metric; `undefined` when it logged none. */
export function readHistory(connection: Connection, runId: string, metric: string, maxPoints: number): MetricHistory | undefined {
  // By step, as the index has them: the order is made below, where SQLite would copy every row to sort it.
  const sql = `${pointsSql} ${historyIndex(connection)} WHERE run_uuid = ? AND key = ? ORDER BY step`;
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
export type HistoryRow = [value: number | null, step: number, timestamp: number];

/** Reads points as `HistoryRow`s. */
export const pointsSql = "SELECT CASE WHEN is_nan THEN NULL ELSE value END, CAST(step AS REAL), CAST(timestamp AS REAL) FROM metrics";

/** MLflow's order: time, step, value; it keeps NaN as 0. */
export function byTime(a: HistoryRow, b: HistoryRow): number {
  return a[2] - b[2] || a[1] - b[1] || (a[0] ?? 0) - (b[0] ?? 0);
}

function isInOrder(rows: readonly HistoryRow[]): boolean {
  for (let index = 1; index < rows.length; index++) {
    const [before, row] = [rows[index - 1], rows[index]];
    if (before !== undefined && row !== undefined && byTime(before, row) > 0) return false;
  }
  return true;
}

/** Ranges of the metrics that one run logged, in the order of `metrics`; `places`: also where they are. */
export function readRanges(connection: Connection, runId: string, metrics: readonly string[], places: boolean): MetricRange[] {
  const sql =
    "SELECT key, min(CASE WHEN is_nan THEN NULL ELSE value END), max(CASE WHEN is_nan THEN NULL ELSE value END), count(*) FROM metrics " +
    `${historyIndex(connection)} WHERE run_uuid = ? AND key IN (SELECT value FROM json_each(?)) GROUP BY key`;
  const found = new Map(connection.rows(sql, runId, JSON.stringify(metrics)).map((row) => [String(row[0]), row]));
  return metrics.flatMap((metric) => {
    const row = found.get(metric);
    if (row === undefined) return [];
    const range = { runId, metric, min: extreme(row[1]), max: extreme(row[2]), total: Number(row[3]) };
    return [places ? { ...range, ...placesOf(connection, runId, metric) } : range];
  });
}

/** What is first by each order: SQLite keeps one row of those that it goes through. */
function placesOf(connection: Connection, runId: string, metric: string): Pick<MetricRange, "places"> {
  const firstBy = (order: string, which = "1") => {
    const sql = `${pointsSql} ${historyIndex(connection)} WHERE run_uuid = ? AND key = ? AND ${which} ORDER BY ${order} LIMIT 1`;
    const [row] = connection.rows(sql, runId, metric) as HistoryRow[];
    return row && { value: extreme(row[0]), step: row[1], timestamp: row[2] };
  };
  const first = firstBy("timestamp, step, value");
  if (first === undefined) return {};
  const min = firstBy("value, timestamp, step", "NOT is_nan");
  const max = firstBy("value DESC, timestamp, step", "NOT is_nan");
  return { places: { first, ...(min && max ? { min, max } : {}) } };
}

/** How many points one run logged of each metric, counted up to `most`: two of a million are found at once. */
export function countPoints(connection: Connection, runId: string, metrics: readonly string[], most: number): MetricRange[] {
  const points = `SELECT 1 FROM metrics ${historyIndex(connection)} WHERE run_uuid = ?1 AND key = wanted.value LIMIT ?3`;
  const sql = `SELECT (SELECT count(*) FROM (${points})) FROM json_each(?2) AS wanted ORDER BY wanted.key`;
  const counts = connection.rows(sql, runId, JSON.stringify(metrics), most);
  return metrics.flatMap((metric, index) => {
    const total = Number(counts[index]?.[0] ?? 0);
    return total === 0 ? [] : [{ runId, metric, min: Number.NaN, max: Number.NaN, total }];
  });
}

function extreme(value: unknown): number {
  return typeof value === "number" ? unclamp(value) : Number.NaN;
}

/** Since MLflow 3.11. */
export const indexByStep = "index_metrics_run_uuid_key_step";

/** Without an index that starts with the run, SQLite would read the key's points of all runs (before MLflow 3.11). */
export function historyIndex(connection: Connection): string {
  const sql = "SELECT name FROM sqlite_master WHERE type = 'index' AND name IN (?, ?) ORDER BY name DESC";
  const name = connection.rows(sql, indexByStep, "index_metrics_run_uuid")[0]?.[0];
  return name === undefined ? "" : `INDEXED BY ${String(name)}`;
}

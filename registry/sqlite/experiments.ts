import type { HistoryQuery, PageQuery } from "#registry/api.ts";
import { downsample } from "#registry/model/downsample.ts";
import { unclamp } from "#registry/model/infinity.ts";
import { offsetOf, pageToken } from "#registry/model/pageToken.ts";
import type { Experiment, ExperimentActivity, KeyValue, MetricHistory, Page } from "#registry/model/types.ts";
import type { Connection } from "./store.ts";

export function readExperiments(connection: Connection, query: PageQuery): Page<Experiment> {
  const offset = offsetOf(query.pageToken);
  const workspace = connection.has("experiments", "workspace") ? "AND workspace = 'default'" : "";
  // Both columns came with MLflow 1.29.
  const times = connection.has("experiments", "last_update_time");
  const sql =
    `SELECT experiment_id, name, artifact_location, ${times ? "CAST(creation_time AS REAL), CAST(last_update_time AS REAL)" : "NULL, NULL"} ` +
    `FROM experiments WHERE lifecycle_stage = 'active' ${workspace} ` +
    `ORDER BY ${times ? "last_update_time DESC, " : ""}experiment_id DESC LIMIT ? OFFSET ?`;
  const rows = connection.rows(sql, query.limit + 1, offset);
  const shown = rows.slice(0, query.limit);
  const tags = tagsOf(connection, JSON.stringify(shown.map((row) => row[0])));
  const items = shown.map(([id, name, location, created, updated]): Experiment => {
    return {
      id: String(id),
      name: String(name ?? ""),
      artifactLocation: String(location ?? ""),
      lifecycle: "active",
      ...(created === null ? {} : { createdAt: Number(created) }),
      ...(updated === null ? {} : { updatedAt: Number(updated) }),
      tags: tags.get(String(id)) ?? [],
    };
  });
  return rows.length > query.limit ? { items, nextPageToken: pageToken(offset + query.limit) } : { items };
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
  // Without an index that starts with the run and the key, SQLite would read the key's points of all runs (before MLflow 3.11).
  const sql =
    "SELECT value, is_nan, CAST(step AS REAL), CAST(timestamp AS REAL) FROM metrics " +
    `${historyIndex(connection)} WHERE run_uuid = ? AND key = ? ORDER BY timestamp, step, value`;
  const rows = connection.rows(sql, runId, metric);
  if (rows.length === 0) return undefined;
  const values = Float64Array.from(rows, ([value, isNan]) => (isNan ? Number.NaN : unclamp(Number(value))));
  const kept = downsample(values, maxPoints);
  return {
    runId,
    metric,
    steps: Float64Array.from(kept, (index) => Number(rows[index]?.[2])),
    timestamps: Float64Array.from(kept, (index) => Number(rows[index]?.[3])),
    values: Float64Array.from(kept, (index) => values[index] ?? Number.NaN),
    total: rows.length,
  };
}

function historyIndex(connection: Connection): string {
  const sql = "SELECT name FROM sqlite_master WHERE type = 'index' AND name IN (?, ?) ORDER BY name DESC";
  const name = connection.rows(sql, "index_metrics_run_uuid_key_step", "index_metrics_run_uuid")[0]?.[0];
  return name === undefined ? "" : `INDEXED BY ${String(name)}`;
}

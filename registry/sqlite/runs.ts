import type { NamedRunsQuery, RunQuery, RunViewType } from "#registry/api.ts";
import { runDataset } from "#registry/model/dataset.ts";
import { filterTest } from "#registry/model/evaluateFilter.ts";
import { conjunctsOf, type Filter, namesFormula, parseFilter } from "#registry/model/filter.ts";
import { unclamp } from "#registry/model/infinity.ts";
import { systemMetricPrefix } from "#registry/model/mostLogged.ts";
import { neededColumns } from "#registry/model/neededColumns.ts";
import { parseOrderBy } from "#registry/model/orderBy.ts";
import { checkedLimit, offsetOf, pageFrom } from "#registry/model/pageToken.ts";
import { headTags, RunColumns, type RunHead } from "#registry/model/runColumns.ts";
import type { RunPage, WantedColumns } from "#registry/model/types.ts";
import { filterSql, orderSql } from "./filterSql.ts";
import type { Connection } from "./store.ts";

// Whole numbers are read as doubles: `node:sqlite` throws for those that a double cannot hold.
const headColumns =
  "r.run_uuid, r.name, CAST(r.experiment_id AS TEXT), r.status, r.lifecycle_stage, r.user_id, " +
  "CAST(r.start_time AS REAL), CAST(r.end_time AS REAL), r.artifact_uri";

const lifecycles: Readonly<Record<RunViewType, string>> = {
  ACTIVE_ONLY: "r.lifecycle_stage = 'active'",
  DELETED_ONLY: "r.lifecycle_stage = 'deleted'",
  ALL: "r.lifecycle_stage IN ('active', 'deleted')",
};

/** `LIMIT` of a list without an end. */
const all = -1;

/** A prepared runs query; building it throws `invalid` for a bad filter, sort key or token, before the store is touched. */
export interface RunsSql {
  readonly sql: string;
  readonly parameters: readonly (string | number | null)[];
  readonly limit: number;
  readonly offset: number;
  readonly columns: WantedColumns;
  /** What SQL cannot say: formulas, and all that stands in one condition with them. */
  readonly rest?: Filter;
}

export function runsSql(query: RunQuery): RunsSql {
  const filter = parseFilter(query.filter);
  const { start, end } = filter;
  const { true: rest, false: said = [] } = Object.groupBy(conjunctsOf(filter), (part) => (namesFormula(part) ? "true" : "false"));
  const condition = filterSql({ kind: "and", parts: said, start, end });
  const keys = parseOrderBy(query.orderBy);
  const order = orderSql(keys);
  const lifecycle = lifecycles[query.viewType ?? "ACTIVE_ONLY"];
  const where = ["CAST(r.experiment_id AS TEXT) IN (SELECT value FROM json_each(?))", lifecycle, `(${condition.sql})`].join(" AND ");
  const parameters = [JSON.stringify(query.experimentIds), ...condition.parameters, ...order.parameters];
  return {
    sql: `${keys.length === 0 ? newestFirst(where) : `SELECT r.run_uuid FROM runs r WHERE ${where} ORDER BY ${order.sql}`} LIMIT ? OFFSET ?`,
    parameters: parameters as (string | number | null)[],
    limit: checkedLimit(query.limit),
    offset: offsetOf(query.pageToken),
    columns: query.columns ?? {},
    ...(rest === undefined ? {} : { rest: { kind: "and", parts: rest, start, end } }),
  };
}

/**
 * The usual order, from the last row of the table on: that is about the order asked for, and then most rows come too late for the page and are left
 * out at once. The other way round each is sorted in, and another one out: of 10,000 runs that took longer than all else. Without a limit SQLite would
 * make one query of both.
 */
function newestFirst(where: string): string {
  const runs = `SELECT r.run_uuid AS id, r.start_time AS started FROM runs r WHERE ${where} ORDER BY r.rowid DESC LIMIT -1`;
  return `SELECT id FROM (${runs}) ORDER BY started DESC, id`;
}

/** One page of runs with all that is shown of them. Only ids are sorted: sorting whole rows of 10,000 runs took three times as long. */
export function readRuns(connection: Connection, { sql, parameters, limit, offset, columns, rest }: RunsSql): RunPage {
  const idsOf = (most: number, from: number) => connection.rows(sql, ...parameters, most, from).map(([id]) => text(id));
  const found =
    rest === undefined ? idsOf(limit + 1, offset) : thoseThatPass(connection, idsOf(all, 0), rest).slice(offset, offset + limit + 1);
  const { items, nextPageToken } = pageFrom(found, limit, offset);
  return withContent(connection, headsOf(connection, items), columns, nextPageToken);
}

function thoseThatPass(connection: Connection, ids: readonly string[], rest: Filter): string[] {
  const heads = headsOf(connection, ids);
  const page = withContent(connection, heads, neededColumns(rest, []), undefined);
  const test = filterTest(
    rest,
    page,
    heads.map(({ user }) => user),
  );
  return page.ids.filter((_id, row) => test(row));
}

/** The named runs in the order asked for. */
export function readRunsById(connection: Connection, { ids, columns = {} }: NamedRunsQuery): RunPage {
  return withContent(connection, headsOf(connection, [...new Set(ids)]), columns, undefined);
}

function headsOf(connection: Connection, ids: readonly string[]): RunHead[] {
  return connection.rows(`SELECT ${headColumns} ${ofThese} runs r ON r.run_uuid = asked.value`, JSON.stringify(ids)).map(headOf);
}

function headOf([id, name, experimentId, status, lifecycle, user, startTime, endTime, artifactUri]: unknown[]): RunHead {
  return {
    id: text(id),
    name: text(name),
    experimentId: text(experimentId),
    status: text(status),
    lifecycle: text(lifecycle),
    user: text(user),
    startTime: startTime as number | null,
    endTime: endTime as number | null,
    artifactUri: text(artifactUri),
  };
}

// `asked.key` is the row of the page: rows come back by number, without a look-up by id. The cross join keeps SQLite from another order.
const ofThese = "FROM json_each(?) asked CROSS JOIN";

function withContent(connection: Connection, heads: readonly RunHead[], wanted: WantedColumns, token: string | undefined): RunPage {
  const columns = new RunColumns(heads, wanted);
  const ids = JSON.stringify(heads.map((head) => head.id));
  const latest =
    "SELECT asked.key, m.key, CASE WHEN m.is_nan THEN NULL ELSE m.value END, CAST(m.step AS REAL), CAST(m.timestamp AS REAL) " +
    `${ofThese} latest_metrics m ON m.run_uuid = asked.value`;
  for (const [row, key, value, step, timestamp] of named(connection, latest, "m", ids, metricKeys(connection, wanted, ids))) {
    // What is no number must not count as 0.
    const number = typeof value !== "number" ? Number.NaN : unclamp(value);
    columns.metric(Number(row), { key: text(key), value: number, step: Number(step), timestamp: Number(timestamp) });
  }
  const params = `SELECT asked.key, p.key, p.value ${ofThese} params p ON p.run_uuid = asked.value`;
  for (const [row, key, value] of named(connection, params, "p", ids, wanted.params)) columns.param(Number(row), text(key), text(value));
  const tags = `SELECT asked.key, t.key, t.value ${ofThese} tags t ON t.run_uuid = asked.value`;
  for (const [row, key, value] of named(connection, tags, "t", ids, wanted.tags && [...wanted.tags, ...headTags])) {
    columns.tag(Number(row), text(key), text(value));
  }
  if (wanted.datasets !== false) addDatasets(connection, columns, ids);
  return columns.page(token);
}

/** The rows of a query over all keys, or over those that are wanted. */
function named(connection: Connection, sql: string, table: string, ids: string, keys: readonly string[] | undefined) {
  if (keys === undefined) return connection.rows(sql, ids);
  if (keys.length === 0) return [];
  return connection.rows(`${sql} AND ${table}.key IN (SELECT value FROM json_each(?))`, ids, JSON.stringify(keys));
}

/** Absent: all. */
function metricKeys(connection: Connection, { metrics, commonMetrics }: WantedColumns, ids: string): readonly string[] | undefined {
  if (metrics === undefined || !commonMetrics) return metrics;
  const sql =
    `SELECT m.key ${ofThese} latest_metrics m ON m.run_uuid = asked.value WHERE substr(m.key, 1, ?) <> ? GROUP BY m.key ` +
    "ORDER BY count(*) DESC, m.key LIMIT ?";
  const common = connection.rows(sql, ids, systemMetricPrefix.length, systemMetricPrefix, commonMetrics);
  return [...metrics, ...common.map(([key]) => text(key))];
}

/** Data sets came with MLflow 2.4; older stores have no such tables. */
function addDatasets(connection: Connection, columns: RunColumns, ids: string): void {
  if (!connection.has("inputs") || !connection.has("datasets") || !connection.has("input_tags")) return;
  // A schema may be a megabyte: it is not read where nobody asks for it.
  const details = columns.wantsDatasetDetails ? "d.dataset_source_type, d.dataset_source, d.dataset_schema" : "NULL, NULL, NULL";
  const sql =
    `SELECT asked.key, d.name, d.digest, d.dataset_profile, ${details}, ` +
    "(SELECT t.value FROM input_tags t WHERE t.input_uuid = i.input_uuid AND t.name = 'mlflow.data.context') " +
    "FROM json_each(?) asked JOIN inputs i ON i.destination_id = asked.value JOIN datasets d ON d.dataset_uuid = i.source_id " +
    "WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN'";
  for (const [row, name, digest, profile, sourceType, source, schema, context] of connection.rows(sql, ids)) {
    columns.dataset(
      Number(row),
      runDataset({
        ...{ name: text(name), digest: text(digest), context: text(context), profile: profile as string | null },
        ...(columns.wantsDatasetDetails ? { details: { sourceType: text(sourceType), source: text(source), schema: text(schema) } } : {}),
      }),
    );
  }
}

function text(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

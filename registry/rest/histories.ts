import type { HistoryQuery, RangeQuery } from "#registry/api.ts";
import { downsample } from "#registry/model/downsample.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { unclamp } from "#registry/model/infinity.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { RangeTally } from "#registry/model/metricRange.ts";
import { allPages } from "#registry/model/pages.ts";
import { checkHistoryQuery, checkRangeQuery } from "#registry/model/questionLimits.ts";
import type { MetricHistory, MetricPoint, MetricRange } from "#registry/model/types.ts";
import { bulkHistory, history, type MetricWire, page } from "./answers.ts";
import { atOnce, type HttpClient } from "./http.ts";
import { read } from "./schema.ts";

/** Points in one bulk answer, over all its runs (`MAX_HISTORY_RESULTS`); later runs silently get none. */
const bulkPoints = 25_000;

/** A value that was logged. */
export type Point = MetricPoint;

export function pointOf({ value, step, timestamp }: MetricWire): Point {
  return { value: unclamp(value), step: step ?? 0, timestamp: timestamp ?? 0 };
}

/** The histories of several metrics; no call of MLflow gives more than one metric. */
export async function getHistories(http: HttpClient, query: HistoryQuery, signal: AbortSignal): Promise<MetricHistory[]> {
  checkHistoryQuery(query);
  const { runIds, metrics, maxPoints } = query;
  return ofMetrics(http, { runIds, metrics }, signal, (id, metric, points) => asHistory(id, points, { metric, maxPoints }));
}

/** No call gives ranges: they are taken over the histories. */
export async function getRanges(http: HttpClient, query: RangeQuery, signal: AbortSignal): Promise<MetricRange[]> {
  checkRangeQuery(query);
  const { runIds, metrics, places = false } = query;
  const found = await ofMetrics(http, { runIds, metrics }, signal, (id, metric, points) => rangeOf(id, metric, points, places));
  return found.filter((range) => range !== undefined);
}

interface Asked {
  readonly runIds: readonly string[];
  readonly metrics: readonly string[];
}

async function ofMetrics<T extends { readonly runId: string } | undefined>(
  http: HttpClient,
  { runIds, metrics }: Asked,
  signal: AbortSignal,
  make: (id: string, metric: string, points: readonly Point[]) => T,
): Promise<T[]> {
  const ids = [...new Set(runIds)];
  const found = await inParallel(metrics, atOnce, async (metric) => {
    const points = await pointsOfMetric(http, ids, metric, signal);
    return ids.flatMap((id) => {
      const own = points.get(id) ?? [];
      return own.length === 0 ? [] : [make(id, metric, own)];
    });
  });
  const byRun = Map.groupBy(found.flat(), (one) => one?.runId ?? "");
  return ids.flatMap((runId) => byRun.get(runId) ?? []);
}

/** One bulk request for all runs; runs that do not fit in its answer, or all where there is no bulk request, are read one by one. */
async function pointsOfMetric(
  http: HttpClient,
  ids: readonly string[],
  metric: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Point[]>> {
  if (ids.length === 0) return new Map();
  const bulk = await bulkHistories(http, ids, metric, signal);
  const rest = await inParallel(
    ids.filter((id) => !bulk.complete(id)),
    atOnce,
    async (id) => [id, await wholeHistory(http, id, metric, signal)] as const,
  );
  return new Map([...bulk.points, ...rest]);
}

export function rangeOf(runId: string, metric: string, points: readonly Point[], places: boolean): MetricRange | undefined {
  const tally = new RangeTally();
  for (const { value, step, timestamp } of points) tally.take(value, step, timestamp);
  return tally.range(runId, metric, places);
}

interface Bulk {
  readonly points: ReadonlyMap<string, Point[]>;
  complete(runId: string): boolean;
}

async function bulkHistories(http: HttpClient, ids: readonly string[], metric: string, signal: AbortSignal): Promise<Bulk> {
  const points = new Map<string, Point[]>();
  const query = [...ids.map((id) => ["run_id", id] as const), ["metric_key", metric], ["max_results", String(bulkPoints)]] as const;
  let metrics: readonly (MetricWire & { readonly run_id: string })[];
  try {
    ({ metrics } = read(bulkHistory, await http.get("/ajax-api/2.0/mlflow/metrics/get-history-bulk", query, signal)));
  } catch (error) {
    // The call belongs to MLflow's own page: other servers need not have it.
    if (!RegistryError.is(error, "unsupported")) throw error;
    return { points, complete: () => false };
  }
  for (const wire of metrics) {
    const history = points.get(wire.run_id) ?? [];
    history.push(pointOf(wire));
    points.set(wire.run_id, history);
  }
  // Runs come in the order of their ids; a full answer may have cut the last one short.
  const last = metrics.length < bulkPoints ? undefined : metrics.at(-1)?.run_id;
  return { points, complete: (id) => last === undefined || id < last };
}

export function wholeHistory(http: HttpClient, id: string, metric: string, signal: AbortSignal): Promise<Point[]> {
  return allPages(async ({ pageToken }) => {
    const query = [
      ["run_id", id],
      ["metric_key", metric],
      ["max_results", String(bulkPoints)],
      ...(pageToken === undefined ? [] : [["page_token", pageToken] as const]),
    ] as const;
    const answer = read(history, await http.get("/api/2.0/mlflow/metrics/get-history", query, signal));
    return page(answer.metrics.map(pointOf), answer);
  });
}

export function asHistory(
  runId: string,
  points: readonly Point[],
  { metric, maxPoints }: { readonly metric: string; readonly maxPoints: number },
): MetricHistory {
  const kept = downsample(
    Float64Array.from(points, ({ value }) => value),
    maxPoints,
  );
  const column = (key: keyof Point) => Float64Array.from(kept, (index) => points[index]?.[key] ?? Number.NaN);
  return { runId, metric, steps: column("step"), timestamps: column("timestamp"), values: column("value"), total: points.length };
}

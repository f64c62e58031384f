import type { HistoryQuery, RangeQuery } from "#registry/api.ts";
import { downsample } from "#registry/model/downsample.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { unclamp } from "#registry/model/infinity.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { allPages } from "#registry/model/pages.ts";
import type { MetricHistory, MetricRange } from "#registry/model/types.ts";
import { bulkHistory, history, type MetricWire, page } from "./answers.ts";
import { atOnce, type HttpClient } from "./http.ts";
import { read } from "./schema.ts";

/** Points in one bulk answer, over all its runs (`MAX_HISTORY_RESULTS`); later runs silently get none. */
const bulkPoints = 25_000;
/** Each bucket's extremes are kept, so that few points tell the range. */
export const pointsForExtremes = 16;

/** A value that was logged. */
export interface Point {
  readonly value: number;
  readonly step: number;
  readonly timestamp: number;
}

export function pointOf({ value, step, timestamp }: MetricWire): Point {
  return { value: unclamp(value), step: step ?? 0, timestamp: timestamp ?? 0 };
}

/** The histories of several metrics; no call of MLflow gives more than one metric. */
export async function getHistories(
  http: HttpClient,
  { runIds, metrics, maxPoints }: HistoryQuery,
  signal: AbortSignal,
): Promise<MetricHistory[]> {
  const histories = await inParallel(metrics, atOnce, (metric) => getHistory(http, { runIds, metric, maxPoints }, signal));
  const byRun = Map.groupBy(histories.flat(), ({ runId }) => runId);
  return [...new Set(runIds)].flatMap((runId) => byRun.get(runId) ?? []);
}

export interface OneMetric extends Omit<HistoryQuery, "metrics"> {
  readonly metric: string;
}

/** One bulk request for all runs; runs that do not fit in its answer, or all where there is no bulk request, are read one by one. */
async function getHistory(http: HttpClient, query: OneMetric, signal: AbortSignal): Promise<MetricHistory[]> {
  const ids = [...new Set(query.runIds)];
  if (ids.length === 0) return [];
  const bulk = await bulkHistories(http, ids, query.metric, signal);
  const rest = await inParallel(
    ids.filter((id) => !bulk.complete(id)),
    atOnce,
    async (id) => [id, await wholeHistory(http, id, query.metric, signal)] as const,
  );
  const points = new Map([...bulk.points, ...rest]);
  return ids.flatMap((id) => {
    const history = points.get(id) ?? [];
    return history.length === 0 ? [] : [asHistory(id, history, query)];
  });
}

/** No call gives ranges: they are read off the histories, whose downsampling keeps the extremes. */
export async function getRanges(http: HttpClient, query: RangeQuery, signal: AbortSignal): Promise<MetricRange[]> {
  return (await getHistories(http, { ...query, maxPoints: pointsForExtremes }, signal)).map(rangeOf);
}

export function rangeOf({ runId, metric, values, total }: MetricHistory): MetricRange {
  const real = values.filter((value) => !Number.isNaN(value));
  const over = (choose: (a: number, b: number) => number) => (real.length === 0 ? Number.NaN : real.reduce((a, b) => choose(a, b)));
  return { runId, metric, min: over(Math.min), max: over(Math.max), total };
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

export function asHistory(runId: string, points: readonly Point[], { metric, maxPoints }: OneMetric): MetricHistory {
  const kept = downsample(
    Float64Array.from(points, ({ value }) => value),
    maxPoints,
  );
  const column = (key: keyof Point) => Float64Array.from(kept, (index) => points[index]?.[key] ?? Number.NaN);
  return { runId, metric, steps: column("step"), timestamps: column("timestamp"), values: column("value"), total: points.length };
}

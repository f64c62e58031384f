import type { HistoryQuery, RangeQuery } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { checkHistoryQuery, checkRangeQuery } from "#registry/model/questionLimits.ts";
import type { MetricHistory, MetricRange } from "#registry/model/types.ts";
import { asHistory, type Point, pointOf, rangeOf, wholeHistory } from "#registry/rest/histories.ts";
import { atOnce, type HttpClient } from "#registry/rest/http.ts";
import { getRun } from "#registry/rest/runs.ts";

export async function histories(http: HttpClient, query: HistoryQuery, signal: AbortSignal): Promise<MetricHistory[]> {
  checkHistoryQuery(query);
  const { maxPoints } = query;
  return ofRuns(http, query, signal, (id, metric, points) => asHistory(id, points, { metric, maxPoints }));
}

export async function ranges(http: HttpClient, query: RangeQuery, signal: AbortSignal): Promise<MetricRange[]> {
  checkRangeQuery(query);
  const found = await ofRuns(http, query, signal, (id, metric, points) => rangeOf(id, metric, points, query.places ?? false));
  return found.filter((range) => range !== undefined);
}

/** One by one: GitLab has no call for more than one history, and older ones none at all. There every point stands in the run. */
async function ofRuns<T>(
  http: HttpClient,
  { runIds, metrics }: { readonly runIds: readonly string[]; readonly metrics: readonly string[] },
  signal: AbortSignal,
  make: (id: string, metric: string, points: readonly Point[]) => T,
): Promise<T[]> {
  const found = await inParallel([...new Set(runIds)], atOnce, async (id) => {
    const points = await pointsOf(http, id, metrics, signal);
    return metrics.flatMap((metric) => {
      const own = points.get(metric) ?? [];
      return own.length === 0 ? [] : [make(id, metric, own)];
    });
  });
  return found.flat();
}

async function pointsOf(
  http: HttpClient,
  id: string,
  metrics: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Point[]>> {
  try {
    const all = await inParallel(metrics, atOnce, async (metric) => [metric, await historyOf(http, id, metric, signal)] as const);
    return new Map(all);
  } catch (error) {
    if (!RegistryError.is(error, "unsupported")) throw error;
  }
  const logged = (await getRun(http, id, signal))?.data.metrics ?? [];
  const byMetric = Map.groupBy(logged, ({ key }) => key);
  return new Map([...byMetric].map(([key, wires]) => [key, wires.map(pointOf).sort(inOrder)] as const));
}

/** A run that is not there has none, as everywhere. */
async function historyOf(http: HttpClient, id: string, metric: string, signal: AbortSignal): Promise<Point[]> {
  try {
    return (await wholeHistory(http, id, metric, signal)).sort(inOrder);
  } catch (error) {
    if (RegistryError.is(error, "notFound")) return [];
    throw error;
  }
}

function inOrder(one: Point, other: Point): number {
  return one.timestamp - other.timestamp || one.step - other.step || one.value - other.value || 0;
}

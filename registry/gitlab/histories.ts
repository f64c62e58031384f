import type { HistoryQuery, RangeQuery } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import type { MetricHistory, MetricRange } from "#registry/model/types.ts";
import { asHistory, type Point, pointOf, pointsForExtremes, rangeOf, wholeHistory } from "#registry/rest/histories.ts";
import { atOnce, type HttpClient } from "#registry/rest/http.ts";
import { getRun } from "#registry/rest/runs.ts";

/** One by one: GitLab has no call for more than one history, and older ones none at all. There every point stands in the run. */
export async function histories(http: HttpClient, query: HistoryQuery, signal: AbortSignal): Promise<MetricHistory[]> {
  const found = await inParallel([...new Set(query.runIds)], atOnce, async (id) => {
    const points = await pointsOf(http, id, query.metrics, signal);
    return query.metrics.flatMap((metric) => {
      const own = points.get(metric) ?? [];
      return own.length === 0 ? [] : [asHistory(id, own, { runIds: [id], metric, maxPoints: query.maxPoints })];
    });
  });
  return found.flat();
}

export async function ranges(http: HttpClient, query: RangeQuery, signal: AbortSignal): Promise<MetricRange[]> {
  return (await histories(http, { ...query, maxPoints: pointsForExtremes }, signal)).map(rangeOf);
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

import type { AtBest, CompareMetric } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import { placeOf } from "#registry/model/columns.ts";
import { forRuns } from "#registry/model/forRuns.ts";
import { metricDirection } from "#registry/model/metricDirection.ts";
import type { MetricColumn, MetricRange, RunPage } from "#registry/model/types.ts";
import { toWire } from "#registry/model/wireNumber.ts";
import { conditionsFor, gatedMetrics } from "#registry/promotion/checkGates.ts";
import type { Policy } from "#registry/promotion/types.ts";
import { valuesAtBest } from "./valuesAtBest.ts";

/** So many metrics' ranges are read, those with a gate and those that all runs share first; the others have no min, max and curve. */
const mostRanges = 200;

/** What the metrics of a page depend on. */
export interface MetricSource {
  readonly registry: Registry;
  readonly policy: Policy | undefined;
  /** The models that the runs became versions of. */
  readonly models: readonly string[];
  /** Metrics whose ranges are wanted, also where reading them is slow. */
  readonly asked: readonly string[];
  /** Values that are wanted from whole histories. */
  readonly atBest: readonly AtBest[];
}

/** What the policy says of a metric. */
interface Gated {
  readonly line?: number;
  readonly better?: "higher" | "lower";
}

/** All metrics of the runs, by name. */
export async function compareMetrics(page: RunPage, source: MetricSource, signal: AbortSignal): Promise<CompareMetric[]> {
  const { registry, policy, models, asked, atBest } = source;
  const gated = policy ? gatesOfModels(policy, models) : new Map<string, Gated>();
  const { quickRanges } = await registry.capabilities(signal);
  const isAsked = new Set(asked);
  const wanted = page.metrics.filter((column) => quickRanges || isAsked.has(column.key));
  const first = wanted.toSorted((a, b) => interest(b, gated) - interest(a, gated)).slice(0, mostRanges);
  const keys = new Set(first.map((column) => column.key));
  const ranges = await rangesOf(registry, [...keys], page.ids, signal);
  const best = await valuesAtBest(registry, atBest, page.ids, signal);
  return page.metrics.map((column) => {
    const metric = metricOf(column, page.ids, ranges.get(column.key) ?? new Map(), gated.get(column.key));
    const own = best.get(column.key);
    return { ...(quickRanges || keys.has(column.key) ? metric : unread(metric)), ...(own ? { atBest: own } : {}) };
  });
}

/** What can be said of a metric's history without reading it. */
function unread(metric: CompareMetric): CompareMetric {
  return { ...metric, rangesUnread: true, points: metric.steps.some((step) => step !== null && step > 0) ? 2 : 1 };
}

function interest(column: MetricColumn, gated: ReadonlyMap<string, Gated>): number {
  return gated.has(column.key) ? Number.POSITIVE_INFINITY : column.rows.length;
}

/** Ranges by metric, then by run. */
async function rangesOf(
  registry: Registry,
  metrics: readonly string[],
  runIds: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlyMap<string, MetricRange>>> {
  const ranges = await forRuns(runIds, (part) => registry.metricRanges({ runIds: part, metrics }, signal));
  const byMetric = Map.groupBy(ranges, ({ metric }) => metric);
  return new Map([...byMetric].map(([metric, all]) => [metric, new Map(all.map((range) => [range.runId, range]))]));
}

function metricOf(
  column: MetricColumn,
  ids: readonly string[],
  ranges: ReadonlyMap<string, MetricRange>,
  gated: Gated | undefined,
): CompareMetric {
  const perRun = <T>(pick: (place: number, row: number) => T) =>
    ids.map((_, row) => {
      const place = placeOf(column, row);
      return place < 0 ? null : pick(place, row);
    });
  const extreme = (end: "min" | "max") =>
    perRun((_place, row) => {
      const value = ranges.get(ids[row] ?? "")?.[end];
      return value === undefined || Number.isNaN(value) ? null : toWire(value);
    });
  const guessed = metricDirection(column.key);
  const direction = gated?.better
    ? { better: gated.better, from: "policy" as const }
    : guessed && { better: guessed, from: "name" as const };
  return {
    key: column.key,
    last: perRun((place) => toWire(column.values[place] ?? Number.NaN)),
    min: extreme("min"),
    max: extreme("max"),
    steps: perRun((place) => column.steps[place] ?? 0),
    points: Math.max(0, ...[...ranges.values()].map(({ total }) => total)),
    ...(direction ? { direction } : {}),
    ...(gated?.line === undefined ? {} : { gateLine: gated.line }),
  };
}

/** What gates say of metrics, by name: of these models; of all models where the runs became none, since any of them may be meant. */
export function gatesOfModels(policy: Policy, models: readonly string[]): Map<string, Gated> {
  const names = models.length > 0 ? models : ["", ...Object.keys(policy.models)];
  const gated = new Map<string, Gated>();
  for (const model of names) {
    for (const { name } of policy.environments) {
      for (const condition of conditionsFor(policy, model, name)) {
        for (const { key, better = gated.get(key)?.better } of gatedMetrics([condition])) {
          const line = condition.line ?? gated.get(key)?.line;
          gated.set(key, { ...(line === undefined ? {} : { line }), ...(better === undefined ? {} : { better }) });
        }
      }
    }
  }
  return gated;
}

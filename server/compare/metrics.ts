import type { AtBest, CompareMetric } from "#protocol/views/compare.ts";
import type { RangeQuery, Registry } from "#registry/api.ts";
import { placeOf } from "#registry/model/columns.ts";
import { forRuns } from "#registry/model/forRuns.ts";
import { metricDirection } from "#registry/model/metricDirection.ts";
import type { MetricColumn, MetricRange, RunPage } from "#registry/model/types.ts";
import { toWire } from "#registry/model/wireNumber.ts";
import { conditionsFor, gatedMetrics } from "#registry/promotion/checkGates.ts";
import type { Policy } from "#registry/promotion/types.ts";
import { valuesAtBest } from "./valuesAtBest.ts";

/** So many metrics' ranges are read, and so many counted: those with a gate and those that all runs share first. */
const mostRanges = 200;

/** What the metrics of a page depend on. */
export interface MetricSource {
  readonly registry: Registry;
  readonly policy: Policy | undefined;
  /** The models that the runs became versions of. */
  readonly models: readonly string[];
  /** Metrics whose least and greatest values are wanted. */
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
  const ranges = await rangesOf(page, source, gated, signal);
  const best = await valuesAtBest(registry, atBest, page.ids, signal);
  const isAsked = new Set(asked);
  return page.metrics.map((column) => {
    const told = ranges.get(column.key);
    const metric = metricOf(column, page.ids, told ?? new Map(), gated.get(column.key));
    const own = best.get(column.key);
    const points = told ? metric.points : guessedPoints(metric);
    return { ...metric, points, ...(isAsked.has(column.key) ? {} : { rangesUnread: true }), ...(own ? { atBest: own } : {}) };
  });
}

/** What the steps of the last values say of a history that nobody has counted. */
function guessedPoints({ steps }: CompareMetric): number {
  return steps.some((step) => step !== null && step > 0) ? 2 : 1;
}

type RangesOfMetrics = ReadonlyMap<string, ReadonlyMap<string, MetricRange>>;

/** By metric, then by run: whole ranges of those that are asked for; of the others only how many points there are, where that is quick. */
async function rangesOf(
  page: RunPage,
  { registry, asked }: MetricSource,
  gated: ReadonlyMap<string, Gated>,
  signal: AbortSignal,
): Promise<RangesOfMetrics> {
  const { quickRanges } = await registry.capabilities(signal);
  const isAsked = new Set(asked);
  const ordered = page.metrics.toSorted((a, b) => interest(b, gated) - interest(a, gated)).map(({ key }) => key);
  const whole = ordered.filter((key) => isAsked.has(key)).slice(0, mostRanges);
  const counted = quickRanges ? ordered.filter((key) => !isAsked.has(key)).slice(0, mostRanges) : [];
  const read = (metrics: readonly string[], query: Partial<RangeQuery>) =>
    forRuns(metrics.length > 0 ? page.ids : [], (runIds) => registry.metricRanges({ runIds, metrics, ...query }, signal));
  const ranges = [...(await read(whole, {})), ...(await read(counted, { countTo: 2 }))];
  const byMetric = Map.groupBy(ranges, ({ metric }) => metric);
  return new Map([...byMetric].map(([metric, all]) => [metric, new Map(all.map((range) => [range.runId, range]))]));
}

function interest(column: MetricColumn, gated: ReadonlyMap<string, Gated>): number {
  return gated.has(column.key) ? Number.POSITIVE_INFINITY : column.rows.length;
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

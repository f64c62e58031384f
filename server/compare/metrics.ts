import type { CompareMetric } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import { metricDirection } from "#registry/model/metricDirection.ts";
import type { MetricColumn, MetricHistory, RunPage } from "#registry/model/types.ts";
import { toWire, type WireNumber } from "#registry/model/wireNumber.ts";
import { type Condition, conditionsFor } from "#registry/promotion/conditions.ts";
import type { Policy } from "#registry/promotion/types.ts";
import { inParallel } from "./inParallel.ts";

/** Histories are read of this many metrics, those with a gate and those that all runs share first; the others have no min, max and curve. */
const mostHistories = 200;
/** Downsampling keeps each bucket's extremes, so that few points are enough for min and max. */
const pointsForExtremes = 16;
const atOnce = 8;

/** What the policy says of a metric. */
interface Gated {
  readonly line?: number;
  readonly better?: "higher" | "lower";
}

/** All metrics of the runs, by name; `models` are those that the runs became versions of. */
export async function compareMetrics(
  registry: Registry,
  page: RunPage,
  policy: Policy | undefined,
  models: readonly string[],
  signal: AbortSignal,
): Promise<CompareMetric[]> {
  const gated = policy ? gatedMetrics(policy, models) : new Map<string, Gated>();
  const interesting = page.metrics.toSorted((a, b) => interest(b, gated) - interest(a, gated)).slice(0, mostHistories);
  const histories = await inParallel(interesting, atOnce, (column) => historiesOf(registry, column.key, page.ids, signal));
  const byKey = new Map(interesting.map((column, index) => [column.key, histories[index] ?? []]));
  return page.metrics.map((column) => metricOf(column, page.ids, byKey.get(column.key) ?? [], gated.get(column.key)));
}

function interest(column: MetricColumn, gated: ReadonlyMap<string, Gated>): number {
  const runs = column.has.reduce((sum, has) => sum + has, 0);
  return gated.has(column.key) ? column.has.length + 1 : runs;
}

/** A registry takes at most 100 runs per question. */
export async function historiesOf(
  registry: Registry,
  metric: string,
  runIds: readonly string[],
  signal: AbortSignal,
  maxPoints: number = pointsForExtremes,
): Promise<MetricHistory[]> {
  const chunks = Array.from({ length: Math.ceil(runIds.length / 100) }, (_, index) => runIds.slice(index * 100, index * 100 + 100));
  const answers = await inParallel(chunks, 2, (chunk) => registry.history({ runIds: chunk, metric, maxPoints }, signal));
  return answers.flat();
}

function metricOf(
  column: MetricColumn,
  ids: readonly string[],
  histories: readonly MetricHistory[],
  gated: Gated | undefined,
): CompareMetric {
  const byRun = new Map(histories.map((history) => [history.runId, history]));
  const perRun = <T>(pick: (index: number) => T) => ids.map((_, index) => (column.has[index] === 1 ? pick(index) : null));
  const extreme = (choose: (a: number, b: number) => number) =>
    perRun((index) => extremeOf(byRun.get(ids[index] ?? "")?.values ?? new Float64Array(), choose));
  const guessed = metricDirection(column.key);
  const direction = gated?.better
    ? { better: gated.better, from: "policy" as const }
    : guessed && { better: guessed, from: "name" as const };
  return {
    key: column.key,
    last: perRun((index) => toWire(column.values[index] ?? Number.NaN)),
    min: extreme(Math.min),
    max: extreme(Math.max),
    steps: perRun((index) => column.steps[index] ?? 0),
    points: Math.max(0, ...histories.map((history) => history.total)),
    ...(direction ? { direction } : {}),
    ...(gated?.line === undefined ? {} : { gateLine: gated.line }),
  };
}

/** Over all but NaN; null where nothing is left. */
function extremeOf(values: Float64Array, choose: (a: number, b: number) => number): WireNumber | null {
  const real = values.filter((value) => !Number.isNaN(value));
  return real.length === 0 ? null : toWire(real.reduce((a, b) => choose(a, b)));
}

/** Gated metrics of these models; of all models where the runs became none, since any of them may be meant. */
function gatedMetrics(policy: Policy, models: readonly string[]): Map<string, Gated> {
  const names = models.length > 0 ? models : ["", ...Object.keys(policy.models)];
  const gated = new Map<string, Gated>();
  for (const model of names) {
    for (const { name } of policy.environments) {
      for (const condition of conditionsFor(policy, model, name)) {
        if (!("metric" in condition)) continue;
        const line = condition.line ?? gated.get(condition.metric)?.line;
        const better = directionOf(condition) ?? gated.get(condition.metric)?.better;
        gated.set(condition.metric, { ...(line === undefined ? {} : { line }), ...(better === undefined ? {} : { better }) });
      }
    }
  }
  return gated;
}

/** A lower bound says that higher is better, an upper one the opposite. */
function directionOf(condition: Condition): "higher" | "lower" | undefined {
  if (condition.kind === "min") return "higher";
  if (condition.kind === "max") return "lower";
  return condition.kind === "notWorseThan" ? condition.better : undefined;
}

import type { AtBest, CompareMetric } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import { valueAtBest } from "#registry/model/compare/atBest.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { toWire } from "#registry/model/wireNumber.ts";

/** Runs whose histories are in memory at once: they are read whole. */
const atOnce = 4;
/** Beyond this many points a history is thinned, and its step may be a neighbour's. */
const mostPoints = 1_000_000;
const mostWanted = 50;

type Told = NonNullable<CompareMetric["atBest"]>;

/** Values of metrics where another metric of the same run was best, by metric. Costs the whole histories of both, so only what is shown is asked for. */
export async function valuesAtBest(
  registry: Registry,
  wanted: readonly AtBest[],
  runIds: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Told>> {
  const asked = wanted.slice(0, mostWanted);
  if (asked.length === 0) return new Map();
  const metrics = [...new Set(asked.flatMap(({ metric, of }) => [metric, of]))];
  const perRun = await inParallel(runIds, atOnce, async (runId) => {
    const histories = await registry.history({ runIds: [runId], metrics, maxPoints: mostPoints }, signal);
    const byMetric = new Map(histories.map((history) => [history.metric, history]));
    return asked.map(({ metric, of, better }) => {
      const [own, other] = [byMetric.get(metric), byMetric.get(of)];
      return own && other ? valueAtBest(own, other, better) : undefined;
    });
  });
  const told = asked.map(({ metric, of, better }, index) => ({
    metric,
    of,
    better,
    values: perRun.map((run) => {
      const found = run[index];
      return found === undefined ? null : toWire(found.value);
    }),
    steps: perRun.map((run) => run[index]?.step ?? null),
  }));
  return new Map([...Map.groupBy(told, ({ metric }) => metric)].map(([key, all]) => [key, all.map(({ metric: _, ...rest }) => rest)]));
}

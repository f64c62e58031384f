import { metricDirection } from "#registry/model/metricDirection.ts";
import { conditionsFor, gatedMetrics } from "#registry/promotion/checkGates.ts";
import type { PromotionFacts } from "#registry/promotion/facts.ts";
import type { GatedMetric } from "#registry/promotion/gates/gateKind.ts";
import type { Policy } from "#registry/promotion/types.ts";
import type { VersionFacts } from "#registry/promotion/versionFacts.ts";
import { type PromotionContext, shownPolicy } from "./context.ts";

/** Metrics that any gate of the model names, for whatever environment, each once. */
export function metricsOfModel(policy: Policy, model: string): GatedMetric[] {
  const all = policy.environments.toReversed().flatMap(({ name }) => gatedMetrics(conditionsFor(policy, model, name)));
  const byKey = new Map<string, GatedMetric>();
  for (const metric of all) byKey.set(metric.key, { ...metric, ...byKey.get(metric.key) });
  return [...byKey.values()];
}

/** Those of them in which the candidate is worse than the incumbent; only where the direction is known. */
export function worseMetrics(facts: PromotionFacts, context: PromotionContext): string[] {
  const { candidate, incumbent, model } = facts;
  if (incumbent === null) return [];
  return metricsOfModel(shownPolicy(context), model.name).flatMap(({ key, better = metricDirection(key) }) => {
    const [own, other] = [metricOf(candidate, key), metricOf(incumbent, key)];
    if (better === undefined || own === undefined || other === undefined) return [];
    return (better === "higher" ? own < other : own > other) ? [key] : [];
  });
}

function metricOf(version: VersionFacts, key: string): number | undefined {
  return version.run.state === "known" ? version.run.value.metrics.get(key) : undefined;
}

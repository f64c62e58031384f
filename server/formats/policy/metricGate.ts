import type { MetricGate } from "#registry/promotion/gates/metric.ts";
import type { Gate } from "#registry/promotion/types.ts";

/** The gate as a metric gate, when it is one. */
export function metricGateOf(gate: Gate | undefined): MetricGate | undefined {
  return gate?.kind === "metric" ? (gate as MetricGate) : undefined;
}

import type { Gate, Policy } from "./types.ts";

/** A gate broken down to one check with one result; a `metric` gate with `min` and `max` is two. */
export type Condition = { readonly id: string; readonly line?: number } & (
  | { readonly kind: "min" | "max"; readonly metric: string; readonly bound: number }
  | { readonly kind: "notWorseThan"; readonly metric: string; readonly tolerance: number; readonly better?: "higher" | "lower" }
  | { readonly kind: "signature"; readonly rule: "required" | "compatible" }
  | { readonly kind: "commit" }
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "other"; readonly name: string }
);

/**
 * What must hold before a version of `model` enters `environment`: the policy's general conditions, then the model's own. A model's
 * condition with the same id takes the place of the general one (`min: 0.92` instead of `min: 0.9`).
 */
export function conditionsFor(policy: Policy, model: string, environment: string): Condition[] {
  const own = Object.hasOwn(policy.models, model) ? policy.models[model]?.gates : undefined;
  const merged = new Map<string, Condition>();
  for (const gate of [...gatesOf(policy.gates, environment), ...gatesOf(own ?? {}, environment)]) {
    for (const condition of split(gate)) merged.set(condition.id, condition);
  }
  return [...merged.values()];
}

function gatesOf(gates: Readonly<Record<string, readonly Gate[]>>, environment: string): readonly Gate[] {
  return (Object.hasOwn(gates, environment) ? gates[environment] : undefined) ?? [];
}

function split(gate: Gate): Condition[] {
  const at = gate.line === undefined ? {} : { line: gate.line };
  switch (gate.kind) {
    case "metric":
      return splitMetric(gate);
    case "signature":
      return [{ id: "signature", kind: "signature", rule: gate.signature, ...at }];
    case "commit":
      return [{ id: "commit", kind: "commit", ...at }];
    case "tag":
      return [{ id: `tag:${gate.tag}`, kind: "tag", tag: gate.tag, ...at }];
    case "other":
      return [{ id: `other:${gate.name}`, kind: "other", name: gate.name, ...at }];
  }
}

function splitMetric(gate: Extract<Gate, { kind: "metric" }>): Condition[] {
  const { metric } = gate;
  const at = gate.line === undefined ? {} : { line: gate.line };
  const conditions: Condition[] = [];
  if (gate.notWorseThan) {
    const better = gate.better ? { better: gate.better } : {};
    conditions.push({ id: `metric:${metric}:notWorseThan`, kind: "notWorseThan", metric, tolerance: gate.tolerance, ...better, ...at });
  }
  if (gate.min !== undefined) conditions.push({ id: `metric:${metric}:min`, kind: "min", metric, bound: gate.min, ...at });
  if (gate.max !== undefined) conditions.push({ id: `metric:${metric}:max`, kind: "max", metric, bound: gate.max, ...at });
  return conditions;
}

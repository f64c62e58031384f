import { conditionsFor } from "#registry/promotion/checkGates.ts";
import type { Policy } from "#registry/promotion/types.ts";

/** How two policies differ, counted in what they ask for: `2 gates`, `1 environment, 3 gates`. Empty: they ask for the same. */
export function policyDifference(one: Policy, other: Policy): string {
  const environments = differing(environmentsOf(one), environmentsOf(other));
  const gates = differing(gatesOf(one), gatesOf(other));
  const registry = one.registry === other.registry ? [] : ["the registry"];
  return [...count(environments, "environment"), ...count(gates, "gate"), ...registry].join(", ");
}

function count(number: number, noun: string): string[] {
  return number === 0 ? [] : [`${number} ${noun}${number === 1 ? "" : "s"}`];
}

type Parts = ReadonlyMap<string, string>;

/** By name and place: the order is the ladder. */
function environmentsOf(policy: Policy): Parts {
  return new Map(
    policy.environments.map(({ line: _line, ...environment }, rank) => [environment.name, JSON.stringify([rank, environment])]),
  );
}

/** Every check of every model and environment, general ones under no model. */
function gatesOf(policy: Policy): Parts {
  const parts = new Map<string, string>();
  const general = Object.keys(policy.gates).map((environment) => ["", environment] as const);
  const own = Object.entries(policy.models).flatMap(([model, { gates }]) => Object.keys(gates).map((name) => [model, name] as const));
  for (const [model, environment] of [...general, ...own]) {
    const inherited = new Set(model === "" ? [] : conditionsFor({ ...policy, models: {} }, "", environment).map(text));
    for (const condition of conditionsFor(policy, model, environment)) {
      if (!inherited.has(text(condition))) parts.set(JSON.stringify([model, environment, condition.id]), text(condition));
    }
  }
  return parts;
}

function text({ line: _line, ...condition }: { readonly line?: number }): string {
  return JSON.stringify(condition);
}

/** Parts that only one has, or that are not the same. */
function differing(one: Parts, other: Parts): number {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => one.get(name) !== other.get(name)).length;
}

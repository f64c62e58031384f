import type { Gate, ModelPolicy, Policy } from "#registry/promotion/types.ts";
import { Lines, type Range, type Span } from "../text.ts";
import { repeatedKeys } from "../yamlTree.ts";
import { type EnvironmentEntry, type GateList, type PolicyModel, readPolicyModel } from "./model.ts";
import { unknownKeys } from "./unknownKeys.ts";

export interface PolicyProblem {
  readonly message: string;
  readonly range: Range;
}

/** A policy, and what keeps it from being used. With a problem there is no policy: half a policy would let through what it should stop. */
export interface PolicyReading {
  readonly policy?: Policy;
  readonly problems: readonly PolicyProblem[];
}

/**
 * Reads `slipway.yaml` for promotions. Lines of environments and gates are zero-based. Never throws.
 * A gate of a kind that is not known stays in the policy as `other`; everything else that cannot be read for certain is a problem.
 */
export function readPolicy(text: string): PolicyReading {
  const model = readPolicyModel(text);
  const lines = new Lines(text);
  const found: (Span & { readonly message: string })[] = [
    ...model.yamlProblems,
    ...model.issues.filter((each) => each.rule !== "policy-unknown-gate"),
    ...unknownEnvironments(model).map(({ environment }) => at(environment, `No environment is called \`${environment.text}\`.`)),
    ...unmarkedEnvironments(model).map(({ name }) => at(name, `\`${name.text}\` has neither \`alias\` nor \`stage\`.`)),
    ...(model.root ? [...repeatedKeys(model.root)] : []).map((key) => at(key, `\`${key.text}\` is set more than once.`)),
    ...(model.root ? [...unknownKeys(model.root)] : []).map(({ key }) => at(key, `\`${key.text}\` is not a key of the policy.`)),
  ];
  const problems = found.map((each) => ({ message: each.message, range: lines.range(each) }));
  return problems.length > 0 ? { problems } : { policy: toPolicy(model), problems };
}

function at({ start, end }: Span, message: string): Span & { readonly message: string } {
  return { start, end, message };
}

/** Environments after the first that nothing marks a version for: none can be promoted to them. */
export function unmarkedEnvironments(model: PolicyModel): EnvironmentEntry[] {
  return model.environments.slice(1).filter(({ environment }) => environment.alias === undefined && environment.stage === undefined);
}

/** Lists of gates for an environment that the policy does not have: they would never be checked. */
export function unknownEnvironments(model: PolicyModel): GateList[] {
  const names = new Set(model.environments.map((each) => each.name.text));
  return names.size === 0 ? [] : model.gateLists.filter((list) => !names.has(list.environment.text));
}

function toPolicy(model: PolicyModel): Policy {
  const models: [string, ModelPolicy][] = model.models.map((name) => [
    name.text,
    { gates: gatesByEnvironment(model.gateLists.filter((list) => list.model?.text === name.text)) },
  ]);
  return {
    environments: model.environments.map((each) => each.environment),
    gates: gatesByEnvironment(model.gateLists.filter((list) => list.model === undefined)),
    models: byName(models),
    ...(model.registry !== undefined && { registry: model.registry }),
  };
}

function gatesByEnvironment(lists: readonly GateList[]): Record<string, readonly Gate[]> {
  return byName(lists.map((list) => [list.environment.text, list.gates.flatMap((each) => (each.gate === undefined ? [] : [each.gate]))]));
}

/** An object without a prototype: a model may be called `__proto__` or `constructor`. */
function byName<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  const object: Record<string, T> = Object.create(null);
  for (const [name, value] of entries) object[name] = value;
  return object;
}

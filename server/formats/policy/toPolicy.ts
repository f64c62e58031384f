import type { Gate, ModelPolicy, Policy } from "#registry/promotion/types.ts";
import { isNull } from "../yamlTree.ts";
import type { EnvironmentEntry, GateList, PolicyModel } from "./model.ts";

/** Environments after the first that nothing marks a version for: none can be promoted to them. */
export function unmarkedEnvironments(model: PolicyModel): EnvironmentEntry[] {
  return model.environments
    .slice(1)
    .filter(
      ({ node, environment }) =>
        (node.kind === "map" || isNull(node)) && environment.alias === undefined && environment.stage === undefined,
    );
}

/** Lists of gates for an environment that the policy does not have: they would never be checked. */
export function unknownEnvironments(model: PolicyModel): GateList[] {
  const names = new Set(model.environments.map((each) => each.name.text));
  return names.size === 0 ? [] : model.gateLists.filter((list) => !names.has(list.environment.text));
}

/** The policy that a model without errors describes. A gate of a kind that is not known stays in it as `other`. */
export function toPolicy(model: PolicyModel): Policy {
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

import type { KeySpec } from "#registry/model/keySpec.ts";
import { gateKinds } from "#registry/promotion/gates/kinds.ts";
import { specOfKey } from "../keySpec.ts";
import { entriesOf, type YamlMap, type YamlNode, type YamlScalar } from "../yamlTree.ts";
import { policySpec } from "./keys.ts";

/** A key that the policy does not have, and the names that stand for something in its place. */
export interface UnknownKey {
  readonly key: YamlScalar;
  readonly known: readonly string[];
}

/** Every key of a policy that has no effect. A gate without a known kind is left out: it is a matter of its own. */
export function* unknownKeys(node: YamlNode, spec: KeySpec = policySpec): Iterable<UnknownKey> {
  if (node.kind === "list") {
    if (spec.item) for (const item of node.items) yield* unknownKeys(item, spec.item);
    return;
  }
  if (node.kind !== "map") return;
  const known = (spec.keys ?? []).map((each) => each.name);
  for (const { key, value } of entriesOf(node)) {
    const inner = specOfKey(spec, key.text);
    if (inner) yield* unknownKeys(value, inner);
    else if (spec.keys && !isUnknownGate(node, spec)) yield { key, known };
  }
}

function isUnknownGate(node: YamlMap, spec: KeySpec): boolean {
  return spec.name === "gate" && !entriesOf(node).some((entry) => gateKinds.some(({ kind }) => kind === entry.key.text));
}

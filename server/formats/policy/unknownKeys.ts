import type { KeySpec } from "#registry/model/keySpec.ts";
import { gateKinds } from "#registry/promotion/gates/kinds.ts";
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
  const keys = spec.name === "gate" ? keysOfGate(node) : spec.keys;
  const known = (keys ?? []).map((each) => each.name);
  for (const { key, value } of entriesOf(node)) {
    const inner = keys?.find((each) => each.name === key.text) ?? spec.each;
    // YAML 1.2 has no merge keys: `<<` would be an environment or a model of that name.
    if (inner && (key.text !== "<<" || key.quoted)) yield* unknownKeys(value, inner);
    else if (spec.keys || key.text === "<<") yield { key, known };
  }
}

/** The keys of the gate's own kind: what belongs to another kind has no effect here. All keys are taken where the kind is not known. */
function keysOfGate(node: YamlMap): readonly KeySpec[] {
  const entries = entriesOf(node);
  const kind = gateKinds.find((each) => entries.some((entry) => entry.key.text === each.kind));
  return kind?.keys ?? entries.map(({ key }) => ({ name: key.text, type: "", doc: "" }));
}

import { type KeySpec, specOfKey } from "../formats/keySpec.ts";
import { gateKinds, policySpec } from "../formats/policy/keys.ts";
import { entriesOf, type YamlMap, type YamlNode } from "../formats/yamlTree.ts";
import { didYouMean } from "./didYouMean.ts";
import { type Finding, finding, type PolicyRule, replacement } from "./rule.ts";

/**
 * A key of the policy is not known.
 *
 * It has no effect, which in a policy is worth knowing: a misspelt `approvals` asks nobody.
 *
 * Wrong: `aprovals: 1`. Right: `approvals: 1`.
 */
export const policyUnknownKey: PolicyRule = {
  code: "policy-unknown-key",
  format: "slipway.yaml",
  severity: "warning",
  *check({ root }) {
    if (root) yield* unknownKeys(root, policySpec);
  },
};

function* unknownKeys(node: YamlNode, spec: KeySpec): Iterable<Finding> {
  if (node.kind === "list") {
    if (spec.item) for (const item of node.items) yield* unknownKeys(item, spec.item);
    return;
  }
  if (node.kind !== "map") return;
  const known = (spec.keys ?? []).map((each) => each.name);
  for (const { key, value } of entriesOf(node)) {
    const inner = specOfKey(spec, key.text);
    if (inner) yield* unknownKeys(value, inner);
    else if (spec.keys && !isUnknownGate(node, spec)) {
      const guess = didYouMean(key.text, known);
      const next = guess === undefined ? `Known here: ${known.map((name) => `\`${name}\``).join(", ")}.` : `Did you mean \`${guess}\`?`;
      yield finding(
        key,
        `\`${key.text}\` is not a key of the policy. ${next}`,
        guess === undefined ? [] : [replacement(key, guess, `Change to \`${guess}\``)],
      );
    }
  }
}

/** A gate without a known kind is one problem, which another rule tells. */
function isUnknownGate(node: YamlMap, spec: KeySpec): boolean {
  return spec.name === "gate" && !entriesOf(node).some((entry) => gateKinds.includes(entry.key.text));
}

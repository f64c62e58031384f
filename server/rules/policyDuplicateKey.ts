import { repeatedKeys } from "../formats/yamlTree.ts";
import { finding, type PolicyRule } from "./rule.ts";

/**
 * A key of the policy stands twice in the same map.
 *
 * Only the last one counts; the other has no effect, though people read it.
 */
export const policyDuplicateKey: PolicyRule = {
  code: "policy-duplicate-key",
  format: "slipway.yaml",
  severity: "error",
  *check({ root }) {
    if (root === undefined) return;
    for (const key of repeatedKeys(root))
      yield finding(key, `\`${key.text}\` is set more than once; only the last one counts. Remove the others.`);
  },
};

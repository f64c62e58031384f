import { duplicateKey } from "../../../rules/duplicateKey.ts";

/**
 * A key of the policy stands twice in the same map.
 *
 * Nobody can say which one is meant: the policy is not used until one is removed.
 */
export const policyDuplicateKey = duplicateKey({
  code: "policy-duplicate-key",
  severity: "error",
  outcome: ", and the policy is not used. Remove or rename one.",
});

import { duplicateKey } from "../../../rules/duplicateKey.ts";

/**
 * A key of the policy stands twice in the same map.
 *
 * Only the last one counts; the other has no effect, though people read it.
 */
export const policyDuplicateKey = duplicateKey({
  code: "policy-duplicate-key",
  severity: "error",
  outcome: "; only the last one counts. Remove the others.",
});

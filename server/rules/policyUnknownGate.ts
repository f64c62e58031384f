import { finding, type PolicyRule } from "./rule.ts";

/**
 * A gate is of a kind that this version of Slipway does not know.
 *
 * It stays in the policy, and its result is always *unknown*: never passed over, never passed.
 *
 * Known kinds: `metric`, `signature`, `commit`, `tag`.
 */
export const policyUnknownGate: PolicyRule = {
  code: "policy-unknown-gate",
  format: "slipway.yaml",
  severity: "warning",
  *check({ issues }) {
    for (const issue of issues) if (issue.rule === "policy-unknown-gate") yield finding(issue, issue.message);
  },
};

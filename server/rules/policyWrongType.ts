import type { PolicyRule } from "./rule.ts";
import { finding } from "./rule.ts";

/**
 * A value of the policy has the wrong type.
 *
 * The policy is not used until it is mended: half a policy would let through what it should stop.
 *
 * Wrong:
 * ```yaml
 * approvals: one
 * ```
 * Right:
 * ```yaml
 * approvals: 1
 * ```
 */
export const policyWrongType: PolicyRule = {
  code: "policy-wrong-type",
  format: "slipway.yaml",
  severity: "error",
  *check({ issues }) {
    for (const issue of issues) if (issue.rule === "policy-wrong-type") yield finding(issue, issue.message);
  },
};

import { finding, type PolicyRule } from "./rule.ts";

/**
 * A gate asks for nothing.
 *
 * A metric alone says nothing about how good it must be.
 *
 * Wrong:
 * ```yaml
 * - metric: val_auc
 * ```
 * Right:
 * ```yaml
 * - metric: val_auc
 *   min: 0.9
 * ```
 */
export const policyGateWithoutCheck: PolicyRule = {
  code: "policy-gate-without-check",
  format: "slipway.yaml",
  severity: "error",
  *check({ issues }) {
    for (const issue of issues) if (issue.rule === "policy-gate-without-check") yield finding(issue, issue.message);
  },
};

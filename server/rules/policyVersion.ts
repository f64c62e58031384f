import { finding, type PolicyRule } from "./rule.ts";

/**
 * `version` is missing or not one that this Slipway reads.
 *
 * A policy of an unknown version is not used: it may ask for more than is understood.
 *
 * Right:
 * ```yaml
 * version: 1
 * ```
 */
export const policyVersion: PolicyRule = {
  code: "policy-version",
  format: "slipway.yaml",
  severity: "error",
  *check({ issues }) {
    for (const issue of issues) if (issue.rule === "policy-version") yield finding(issue, issue.message);
  },
};

import { finding, type PolicyRule } from "./rule.ts";

/**
 * The policy names no environment.
 *
 * Promotions go from one environment to the next, in the order of the file. Versions are born in the first.
 *
 * Right:
 * ```yaml
 * environments:
 *   dev: {}
 *   prod:
 *     alias: champion
 * ```
 */
export const policyMissingEnvironments: PolicyRule = {
  code: "policy-missing-environments",
  format: "slipway.yaml",
  severity: "error",
  *check({ issues }) {
    for (const issue of issues) if (issue.rule === "policy-missing-environments") yield finding(issue, issue.message);
  },
};

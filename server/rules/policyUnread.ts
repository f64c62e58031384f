import { finding, type PolicyRule } from "./rule.ts";

/**
 * The policy is too large or nested too deeply to be read.
 *
 * Nothing of it is checked, and promotions do not use it.
 */
export const policyUnread: PolicyRule = {
  code: "policy-unread",
  format: "slipway.yaml",
  severity: "error",
  *check({ yamlProblems }) {
    for (const problem of yamlProblems) {
      if (problem.code === "TOO_LARGE" || problem.code === "TOO_DEEP" || problem.code === "ALIASES") {
        yield finding({ start: 0, end: 1 }, `${problem.message} Write a shorter policy.`);
      }
    }
  },
};

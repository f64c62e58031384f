import { finding, type Rule } from "../../../rules/rule.ts";
import { isBeyondLimits } from "../../yamlTree.ts";
import type { PolicyModel } from "../model.ts";

/**
 * The policy is too large or nested too deeply to be read.
 *
 * Nothing of it is checked, and promotions do not use it.
 */
export const policyUnread: Rule<PolicyModel> = {
  code: "policy-unread",
  severity: "error",
  *check({ yamlProblems }) {
    for (const problem of yamlProblems) {
      if (isBeyondLimits(problem)) yield finding({ start: 0, end: 1 }, `${problem.message} Write a shorter policy.`);
    }
  },
};

import { finding, type Rule } from "../../../rules/rule.ts";
import type { PolicyModel } from "../model.ts";

/**
 * Gates are listed for the first environment.
 *
 * Versions are born there, nothing is promoted into it: the gates are never checked.
 */
export const policyFirstEnvironmentGates: Rule<PolicyModel> = {
  code: "policy-first-environment-gates",
  severity: "warning",
  *check({ environments, gateLists }) {
    const first = environments[0]?.name.text;
    for (const { environment, gates } of gateLists) {
      if (environment.text === first && gates.length > 0) {
        yield finding(
          environment,
          `Versions are born in \`${first}\`: its gates are never checked. Move them to the environment after it.`,
        );
      }
    }
  },
};

import { didYouMean } from "#registry/model/didYouMean.ts";
import { finding, guessed, type Rule } from "../../../rules/rule.ts";
import type { PolicyModel } from "../model.ts";
import { unknownEnvironments } from "../toPolicy.ts";

/**
 * Gates are listed for an environment that the policy does not have.
 *
 * They would never be checked.
 *
 * Wrong:
 * ```yaml
 * environments: {dev: {}, prod: {alias: champion}}
 * gates:
 *   production:
 *     - commit: clean
 * ```
 * Right: `gates: {prod: [{commit: clean}]}`
 */
export const policyUnknownEnvironment: Rule<PolicyModel> = {
  code: "policy-unknown-environment",
  severity: "error",
  *check(model) {
    const names = model.environments.map((each) => each.name.text);
    for (const { environment } of unknownEnvironments(model)) {
      const guess =
        didYouMean(environment.text, names) ?? names.find((name) => environment.text.startsWith(name) || name.startsWith(environment.text));
      const next = guess === undefined ? `There are ${names.map((name) => `\`${name}\``).join(", ")}.` : `Did you mean \`${guess}\`?`;
      const fixes = guessed(environment, environment.text, guess, names);
      yield finding(environment, `No environment is called \`${environment.text}\`. ${next}`, fixes);
    }
  },
};

import { finding, type Rule } from "../../../rules/rule.ts";
import type { PolicyModel } from "../model.ts";
import { unmarkedEnvironments } from "../toPolicy.ts";

/**
 * There is no way into an environment.
 *
 * An environment after the first needs a mark for the version that is in it: an `alias`, or a `stage` in registries without aliases.
 *
 * Wrong: `prod: {}`. Right: `prod: {alias: champion}`.
 */
export const policyNoWay: Rule<PolicyModel> = {
  code: "policy-no-way",
  severity: "error",
  *check(model) {
    for (const { name } of unmarkedEnvironments(model)) {
      yield finding(name, `Nothing marks the version in \`${name.text}\`, so none can be promoted to it. Add \`alias\` or \`stage\`.`);
    }
  },
};

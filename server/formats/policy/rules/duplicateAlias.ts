import { finding, type Rule } from "../../../rules/rule.ts";
import { entryOf } from "../../yamlTree.ts";
import type { PolicyModel } from "../model.ts";

/**
 * Two environments have the same alias or stage.
 *
 * An alias points to one version: a promotion to one environment would take the other along.
 */
export const policyDuplicateAlias: Rule<PolicyModel> = {
  code: "policy-duplicate-alias",
  severity: "error",
  *check({ environments }) {
    for (const key of ["alias", "stage"] as const) {
      const users = new Map<string, string>();
      for (const { node, name, environment } of environments) {
        const mark = environment[key];
        const value = entryOf(node, key)?.value;
        if (mark === undefined || value === undefined) continue;
        // MLflow takes a stage in any case.
        const user = key === "stage" ? mark.toLowerCase() : mark;
        const other = users.get(user);
        if (other === undefined) users.set(user, name.text);
        else yield finding(value, `\`${other}\` has the ${key} \`${mark}\` already. Give \`${name.text}\` one of its own.`);
      }
    }
  },
};

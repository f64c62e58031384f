import { finding, type Rule } from "../../../rules/rule.ts";
import { entryOf } from "../../yamlTree.ts";
import type { PolicyModel } from "../model.ts";

/**
 * An option of a gate has no effect.
 *
 * `tolerance` and `better` belong to `notWorseThan`; without it nothing is compared.
 */
export const policyIdleOption: Rule<PolicyModel> = {
  code: "policy-idle-option",
  severity: "warning",
  fades: true,
  *check({ gateLists }) {
    for (const { node, gate } of gateLists.flatMap((list) => list.gates)) {
      if (gate?.kind !== "metric" || entryOf(node, "notWorseThan")) continue;
      for (const name of ["tolerance", "better"]) {
        const entry = entryOf(node, name);
        if (entry)
          yield finding(entry.key, `\`${name}\` has no effect without \`notWorseThan: current\`. Add that, or remove \`${name}\`.`);
      }
    }
  },
};

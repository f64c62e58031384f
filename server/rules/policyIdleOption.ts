import { entryOf } from "../formats/yamlTree.ts";
import { finding, type PolicyRule } from "./rule.ts";

/**
 * An option of a gate has no effect.
 *
 * `tolerance` and `better` belong to `notWorseThan`; without it nothing is compared.
 */
export const policyIdleOption: PolicyRule = {
  code: "policy-idle-option",
  format: "slipway.yaml",
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

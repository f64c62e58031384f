import { finding, type Rule } from "../../../rules/rule.ts";
import { entryOf } from "../../yamlTree.ts";
import type { PolicyModel } from "../model.ts";

/**
 * An environment is a registered model of its own.
 *
 * This version of Slipway moves aliases and stages; it does not copy versions between registered models yet, and ignores `model`.
 */
export const policyModelWay: Rule<PolicyModel> = {
  code: "policy-model-way",
  severity: "warning",
  fades: true,
  *check({ environments }) {
    for (const { node } of environments) {
      const entry = entryOf(node, "model");
      if (entry)
        yield finding(
          entry.key,
          "This version of Slipway ignores `model`: it does not copy versions to another registered model. Use `alias`.",
        );
    }
  },
};

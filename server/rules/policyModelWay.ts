import { entryOf } from "../formats/yamlTree.ts";
import { finding, type PolicyRule } from "./rule.ts";

/**
 * An environment is a registered model of its own.
 *
 * This version of Slipway moves aliases and stages; it does not copy versions between registered models yet, and ignores `model`.
 */
export const policyModelWay: PolicyRule = {
  code: "policy-model-way",
  format: "slipway.yaml",
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

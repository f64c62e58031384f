import { finding, type Rule } from "../../../rules/rule.ts";
import { entryOf } from "../../yamlTree.ts";
import { metricGateOf } from "../metricGate.ts";
import type { PolicyModel } from "../model.ts";

/**
 * No value can pass the gate.
 *
 * `min` is greater than `max`, or `tolerance` is negative.
 *
 * Wrong: `{metric: val_auc, min: 0.9, max: 0.8}`. Right: `{metric: val_auc, min: 0.8, max: 0.9}`.
 */
export const policyImpossibleBounds: Rule<PolicyModel> = {
  code: "policy-impossible-bounds",
  severity: "error",
  *check({ gateLists }) {
    for (const { node, gate: any } of gateLists.flatMap((list) => list.gates)) {
      const gate = metricGateOf(any);
      if (gate === undefined) continue;
      const min = entryOf(node, "min")?.value;
      const tolerance = entryOf(node, "tolerance")?.value;
      if (min && gate.min !== undefined && gate.max !== undefined && gate.min > gate.max) {
        yield finding(min, `No value is at least ${gate.min} and at most ${gate.max}. Swap the two, or remove one.`);
      }
      if (tolerance && gate.tolerance < 0) yield finding(tolerance, "`tolerance` is 0 or more. For a required gain use `min` or `max`.");
    }
  },
};

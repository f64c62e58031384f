import { didYouMean } from "#registry/model/didYouMean.ts";
import { finding, guessed, type Rule } from "../../../rules/rule.ts";
import { entryOf } from "../../yamlTree.ts";
import { metricGateOf } from "../metricGate.ts";
import type { PolicyModel } from "../model.ts";

/**
 * No run of the model logged the metric.
 *
 * The gate fails for every version. Said only for gates of a single model, and only when the registry answered for all its versions.
 */
export const gateMetricNotLogged: Rule<PolicyModel> = {
  code: "gate-metric-not-logged",
  severity: "warning",
  *check({ gateLists }, { facts }) {
    for (const { model, gates } of gateLists) {
      if (model === undefined) continue;
      for (const { node, gate } of gates) {
        const value = entryOf(node, "metric")?.value;
        const metric = metricGateOf(gate)?.metric;
        if (metric === undefined || value === undefined) continue;
        const logged = facts.metrics(model.text);
        if (logged.state !== "known" || logged.value.includes(metric)) continue;
        const guess = didYouMean(metric, logged.value);
        const next = guess === undefined ? "The gate fails for every version." : `Did you mean \`${guess}\`?`;
        const fixes = guessed(value, metric, guess, logged.value);
        yield finding(value, `No run of \`${model.text}\` logged \`${metric}\`. ${next}`, fixes);
      }
    }
  },
};

import { finding, type Rule } from "../../../rules/rule.ts";
import { entryOf } from "../../yamlTree.ts";
import type { PolicyModel } from "../model.ts";

/**
 * No model of the registry has this alias.
 *
 * That is right before the first promotion, which sets it; later it hints at a misspelt name. Said only when the registry answered for
 * every model of the policy.
 */
export const policyUnknownAlias: Rule<PolicyModel> = {
  code: "policy-unknown-alias",
  severity: "information",
  *check({ environments, models }, { facts }) {
    if (models.length === 0) return;
    const known = models.map((model) => facts.aliases(model.text));
    if (!known.every((each) => each.state === "known")) return;
    const present = new Set(known.flatMap((each) => (each.state === "known" ? each.value.map(({ alias }) => alias.toLowerCase()) : [])));
    for (const { node, name, environment } of environments) {
      const value = entryOf(node, "alias")?.value;
      if (environment.alias !== undefined && value && !present.has(environment.alias.toLowerCase())) {
        yield finding(
          value,
          `No model of this policy has the alias \`${environment.alias}\` yet. The first promotion to \`${name.text}\` sets it.`,
        );
      }
    }
  },
};

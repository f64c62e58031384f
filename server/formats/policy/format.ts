import type { RegistryFacts } from "../../rules/rule.ts";
import type { Format, Hint } from "../format.ts";
import { readTree } from "../readYaml.ts";
import { keysBeside } from "./gate.ts";
import { policySpec } from "./keys.ts";
import { type PolicyModel, readPolicyModel } from "./model.ts";
import { policyRules } from "./rules/rules.ts";
import { policyStarters } from "./starters.ts";
import { environmentDoc, policySymbols } from "./symbols.ts";

/** `slipway.yaml`: the team's promotion policy. */
export const policyFormat: Format<PolicyModel> = {
  id: "slipway.yaml",
  language: {
    contributed: {
      id: "slipway-policy",
      aliases: ["Slipway Policy"],
      filenames: ["slipway.yaml"],
      scopeName: "source.slipway-policy",
      grammar: "./syntaxes/slipway-policy.tmLanguage.json",
    },
    patterns: ["**/slipway.yaml"],
    activatesOn: ["slipway.yaml"],
  },
  matches: (name) => name === "slipway.yaml",
  read: readPolicyModel,
  tree: (text) => readTree(text, "slipway"),
  spec: policySpec,
  rules: policyRules,
  hints: versionHints,
  symbols: policySymbols,
  names({ environments }, reference, { path }) {
    // Under `environments` names are made, not used.
    if (reference !== "environment" || path.at(-1) !== "gates") return [];
    return environments.slice(1).map((each) => ({ name: each.name.text, doc: environmentDoc(each) }));
  },
  keysBeside,
  starters: policyStarters,
  registry: ({ registry }) => (registry === undefined ? {} : { uri: registry }),
};

/** After a model's name the version in the highest environment that has one: `prod v12`. Nothing where it is not known. */
function versionHints({ models, environments }: PolicyModel, facts: RegistryFacts): Hint[] {
  const ladder = environments.map(({ environment }) => environment).toReversed();
  return models.flatMap((name) => {
    const aliases = facts.aliases(name.text);
    if (aliases.state !== "known") return [];
    for (const environment of ladder) {
      const found = aliases.value.find(({ alias }) => alias === environment.alias);
      if (found === undefined) continue;
      const tooltip = `@${found.alias} points to version ${found.version}.`;
      return [{ offset: name.end + 1, label: `${environment.name} v${found.version}`, tooltip }];
    }
    return [];
  });
}

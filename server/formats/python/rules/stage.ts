import { type Fix, finding, type RegistryFacts, type Rule, replacement } from "../../../rules/rule.ts";
import { isListed } from "../listed.ts";
import type { PythonModel } from "../model.ts";
import { isStage } from "../stages.ts";
import type { UriPlace } from "../uris.ts";

/**
 * A `models:/` URI names a stage, which MLflow has deprecated.
 *
 * Stages are deprecated since MLflow 2.9 and are to be removed in a major version; aliases take their place. Where the version that is in
 * the stage now has an alias, the URI can name that instead.
 *
 * Wrong:
 * ```python
 * model = mlflow.pyfunc.load_model("models:/fraud-scorer/Production")
 * ```
 * Right:
 * ```python
 * model = mlflow.pyfunc.load_model("models:/fraud-scorer@champion")
 * ```
 */
export const uriStage: Rule<PythonModel> = {
  code: "uri-stage",
  severity: "information",
  deprecated: true,
  *check({ uris }, { facts }) {
    for (const { names, rest } of uris) {
      if (names.kind !== "stage" || rest === undefined || !isStage(names.stage)) continue;
      // Where there is no such model, its stage is not what is to be changed.
      if (facts.models().state === "known" && !isListed(names.model, facts)) continue;
      const fixes = aliasFixes(names, rest, facts);
      const next = fixes.length === 0 ? "Name an alias or a version." : "Name its alias.";
      yield finding(rest, `MLflow has deprecated stages. ${next}`, fixes);
    }
  },
};

/** The aliases of the version that is in the stage now; those by which the policy marks environments come before all others. */
function aliasFixes({ model, stage }: { model: string; stage: string }, rest: NonNullable<UriPlace["rest"]>, facts: RegistryFacts): Fix[] {
  if (!isListed(model, facts)) return [];
  const version = facts.version(model, { stage });
  if (version.state !== "known") return [];
  const environments = facts.policy()?.environments ?? [];
  const ofPolicy = version.value.aliases.filter((alias) => environments.some((environment) => environment.alias === alias));
  const aliases = ofPolicy.length > 0 ? ofPolicy : version.value.aliases;
  return aliases.map((alias) =>
    replacement(rest.whole, `@${alias}`, `Change to \`@${alias}\`, which is version ${version.value.version} too`, aliases.length === 1),
  );
}

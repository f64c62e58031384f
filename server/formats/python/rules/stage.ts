import { finding, type RegistryFacts, type Rule, replacement } from "../../../rules/rule.ts";
import { isListed } from "../listed.ts";
import type { PythonModel } from "../model.ts";
import { isStage } from "../stages.ts";

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
      const { version, aliases } = aliasesOf(names, facts);
      const fixes = aliases.map((alias) =>
        replacement(rest.whole, `@${alias}`, `Change to \`@${alias}\`, which is version ${version} too`, aliases.length === 1),
      );
      yield finding(rest, `MLflow has deprecated stages. ${nextStep(aliases)}`, fixes);
    }
  },
};

function nextStep(aliases: readonly string[]): string {
  const named = aliases.map((alias) => `\`@${alias}\``).join(" or ");
  if (aliases.length === 0) return "Name an alias or a version.";
  return `Write ${named}, which ${aliases.length === 1 ? "means" : "mean"} the same version now.`;
}

/** The aliases of the version that is in the stage now: those by which the policy marks environments, else all. */
function aliasesOf(
  { model, stage }: { readonly model: string; readonly stage: string },
  facts: RegistryFacts,
): { readonly version: string; readonly aliases: readonly string[] } {
  const found = isListed(model, facts) ? facts.version(model, { stage }) : undefined;
  if (found?.state !== "known") return { version: "", aliases: [] };
  const { version, aliases } = found.value;
  const environments = facts.policy()?.environments ?? [];
  const ofPolicy = aliases.filter((alias) => environments.some((environment) => environment.alias === alias));
  return { version, aliases: ofPolicy.length > 0 ? ofPolicy : aliases };
}

import { didYouMean } from "#registry/model/didYouMean.ts";
import { finding, guessed, type Rule } from "../../../rules/rule.ts";
import { isListed } from "../listed.ts";
import type { PythonModel } from "../model.ts";

/**
 * The model has no alias of the name that a `models:/` URI gives.
 *
 * MLflow finds nothing to load until the alias is set. Said only when the open registry answered. Case is not told apart, as some databases
 * do not; `latest` is MLflow's own.
 *
 * Wrong, where the model has `champion`:
 * ```python
 * model = mlflow.pyfunc.load_model("models:/fraud-scorer@champoin")
 * ```
 * Right:
 * ```python
 * model = mlflow.pyfunc.load_model("models:/fraud-scorer@champion")
 * ```
 */
export const uriUnknownAlias: Rule<PythonModel> = {
  code: "uri-unknown-alias",
  severity: "warning",
  *check({ uris }, { facts }) {
    for (const { names, rest } of uris) {
      if (names.kind !== "alias" || rest === undefined || names.alias.toLowerCase() === "latest") continue;
      if (!isListed(names.model, facts)) continue;
      const aliases = facts.aliases(names.model);
      if (aliases.state !== "known") continue;
      const known = aliases.value.map(({ alias }) => alias);
      if (known.some((alias) => alias.toLowerCase() === names.alias.toLowerCase())) continue;
      const guess = didYouMean(names.alias, known);
      const next = guess === undefined ? howMany(known) : `Did you mean \`${guess}\`?`;
      yield finding(rest, `\`${names.model}\` has no alias \`${names.alias}\`. ${next}`, guessed(rest, names.alias, guess, known));
    }
  },
};

/** Aliases that are named; more are a list that nobody reads. */
const mostNamed = 5;

function howMany(known: readonly string[]): string {
  if (known.length === 0) return "It has none.";
  const more = known.length - mostNamed;
  const named = known.slice(0, mostNamed).map((alias) => `\`${alias}\``);
  return `It has ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

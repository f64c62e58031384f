import { didYouMean } from "#registry/model/didYouMean.ts";
import { type Finding, finding, guessed, type RegistryFacts, type Rule, replacement } from "../../../rules/rule.ts";
import { isListed } from "../listed.ts";
import type { PythonModel } from "../model.ts";
import { isStage, stages } from "../stages.ts";
import type { UriPlace } from "../uris.ts";

/**
 * The model has no version that a `models:/` URI names after the slash.
 *
 * There stands the number of a version, `latest`, or one of MLflow's stages; an alias is written with `@`. MLflow finds nothing to load.
 * Said only when the open registry answered.
 *
 * Wrong, where `champion` is an alias:
 * ```python
 * model = mlflow.pyfunc.load_model("models:/fraud-scorer/champion")
 * ```
 * Right:
 * ```python
 * model = mlflow.pyfunc.load_model("models:/fraud-scorer@champion")
 * ```
 */
export const uriUnknownVersion: Rule<PythonModel> = {
  code: "uri-unknown-version",
  severity: "warning",
  *check({ uris }, { facts }) {
    for (const uri of uris) {
      if (!("model" in uri.names) || !isListed(uri.names.model, facts)) continue;
      if (uri.names.kind === "version") yield* missing(uri.names, uri, facts);
      else if (uri.names.kind === "stage" && !isStage(uri.names.stage)) yield* noStage(uri.names, uri, facts);
    }
  },
};

function* missing({ model, version }: { model: string; version: string }, { rest }: UriPlace, facts: RegistryFacts): Iterable<Finding> {
  // `007` is a number to some servers and a name to others.
  if (rest === undefined || !/^[1-9]\d{0,8}$/.test(version)) return;
  if (facts.version(model, { version }).state !== "absent") return;
  const newest = facts.version(model, "latest");
  const next = newest.state === "known" ? `The newest is ${newest.value.version}.` : newest.state === "absent" ? "It has none." : "";
  yield finding(rest, `\`${model}\` has no version ${version}. ${next}`.trim());
}

/** What is neither number nor stage: an alias with the wrong sign before it, or a misspelt stage. Other words mean something on some servers. */
function* noStage({ model, stage }: { model: string; stage: string }, { rest }: UriPlace, facts: RegistryFacts): Iterable<Finding> {
  const aliases = facts.aliases(model);
  if (rest === undefined || aliases.state !== "known") return;
  if (aliases.value.some(({ alias }) => alias === stage)) {
    const fix = replacement(rest.whole, `@${stage}`, `Change to \`@${stage}\``);
    yield finding(rest, `\`${stage}\` is an alias of \`${model}\`, and after a slash MLflow looks for a stage. Write \`@${stage}\`.`, [
      fix,
    ]);
    return;
  }
  const guess = didYouMean(stage, stages);
  if (guess !== undefined)
    yield finding(rest, `MLflow has no stage \`${stage}\`. Did you mean \`${guess}\`?`, guessed(rest, stage, guess, stages));
}

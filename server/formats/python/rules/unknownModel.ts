import { didYouMean } from "#registry/model/didYouMean.ts";
import { finding, guessed, type Rule } from "../../../rules/rule.ts";
import type { PythonModel } from "../model.ts";

/**
 * The registry has no model of the name that a `models:/` URI gives.
 *
 * MLflow finds nothing to load. Said only when the open registry answered.
 *
 * Wrong, where the registry has `fraud-scorer`:
 * ```python
 * model = mlflow.pyfunc.load_model("models:/fraud-scorre@champion")
 * ```
 * Right:
 * ```python
 * model = mlflow.pyfunc.load_model("models:/fraud-scorer@champion")
 * ```
 */
export const uriUnknownModel: Rule<PythonModel> = {
  code: "uri-unknown-model",
  severity: "warning",
  *check({ uris }, { facts }) {
    for (const { model, names } of uris) {
      if (model === undefined || !("model" in names)) continue;
      const known = facts.models();
      if (known.state !== "known" || known.value.includes(names.model)) continue;
      // A prompt is no model, and is in no list of them; asked for by its name it is there.
      if (facts.aliases(names.model).state !== "absent") continue;
      const guess = didYouMean(names.model, known.value);
      const next = guess === undefined ? "Register it, or name another." : `Did you mean \`${guess}\`?`;
      yield finding(model, `The registry has no model \`${names.model}\`. ${next}`, guessed(model, names.model, guess, known.value));
    }
  },
};

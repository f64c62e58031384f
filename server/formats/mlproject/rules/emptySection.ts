import { finding, type Rule } from "../../../rules/rule.ts";
import { isNull } from "../../yamlTree.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * A section has a key but no content.
 *
 * MLflow does not expect an empty `entry_points`, `parameters` or entry point: `mlflow run` ends with
 * `'NoneType' object has no attribute …` and does not say where.
 *
 * Wrong:
 * ```yaml
 * main:
 *   parameters:
 *   command: python train.py
 * ```
 * Right: leave `parameters` out, or write `parameters: {}`.
 */
export const mlprojectEmptySection: Rule<MlprojectModel> = {
  code: "mlproject-empty-section",
  severity: "error",
  *check({ entryPointsEntry, entryPoints }) {
    if (entryPointsEntry && isNull(entryPointsEntry.value)) {
      yield finding(entryPointsEntry.key, "Empty `entry_points` crashes `mlflow run`. Remove it, or write `{}`.");
    }
    for (const { name, value, parametersEntry } of entryPoints) {
      if (isNull(value))
        yield finding(name, `The entry point \`${name.text}\` is empty, which crashes \`mlflow run\`. Give it a \`command\`.`);
      if (parametersEntry && isNull(parametersEntry.value)) {
        yield finding(parametersEntry.key, "Empty `parameters` crashes `mlflow run`. Remove it, or write `{}`.", [
          {
            title: "Write `parameters: {}`",
            preferred: true,
            edits: [{ start: parametersEntry.key.end, end: parametersEntry.value.end, text: ": {}" }],
          },
        ]);
      }
    }
  },
};

import { finding, type Rule, replacement } from "../../../rules/rule.ts";
import type { MlprojectModel } from "../model.ts";
import type { Field } from "../strFormat.ts";

/**
 * A placeholder asks for a format that text does not have.
 *
 * MLflow gives every value to Python's `str.format` as text, whatever the type of the parameter is: number formats, attributes and keys
 * fail, and `mlflow run` ends with a Python error.
 *
 * Wrong: `command: "python train.py {lr:.3f}"`. Right: `command: "python train.py {lr}"`, and format the number in the script.
 */
export const mlprojectPlaceholderFormat: Rule<MlprojectModel> = {
  code: "mlproject-placeholder-format",
  severity: "error",
  *check({ entryPoints }) {
    for (const { parameters, command } of entryPoints) {
      const names = new Set(parameters.map((each) => each.asked));
      for (const field of command?.placeholders ?? []) {
        if (field.misfit === undefined || !names.has(field.name)) continue;
        const short = `{${field.name}}`;
        yield finding(field, `${messages[field.misfit]} Write \`${short}\`.`, [replacement(field, short, `Change to \`${short}\``)]);
      }
    }
  },
};

const messages: Readonly<Record<NonNullable<Field["misfit"]>, string>> = {
  attribute: "MLflow gives every value as text, which has no such attribute; `mlflow run` fails.",
  index: "MLflow gives every value as text, which has no keys; `mlflow run` fails.",
  conversion: "Python knows the conversions `!r`, `!s` and `!a` only; `mlflow run` fails.",
  format: "MLflow gives every value as text, and this format is not one for text; `mlflow run` fails.",
};

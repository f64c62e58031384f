import { finding, type Rule } from "../../../rules/rule.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * A parameter has no default.
 *
 * That is fine when it is meant; `mlflow run .` then needs `-P name=value`.
 *
 * ```yaml
 * alpha: float                       # required
 * alpha: {type: float, default: 0.1} # optional
 * ```
 */
export const mlprojectRequiredParameter: Rule<MlprojectModel> = {
  code: "mlproject-required-parameter",
  severity: "hint",
  *check({ entryPoints }) {
    for (const { parameters } of entryPoints) {
      for (const { name, type, default: preset } of parameters) {
        if (type !== undefined && preset === undefined) {
          yield finding(name, `\`${name.text}\` is required: \`mlflow run .\` fails without \`-P ${name.text}=…\`.`);
        }
      }
    }
  },
};

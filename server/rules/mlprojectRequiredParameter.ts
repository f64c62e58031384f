import { finding, type MlprojectRule } from "./rule.ts";

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
export const mlprojectRequiredParameter: MlprojectRule = {
  code: "mlproject-required-parameter",
  format: "MLproject",
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

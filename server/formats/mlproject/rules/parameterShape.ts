import { finding, type Rule, replacement } from "../../../rules/rule.ts";
import type { ScalarValue } from "../../pyYaml.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * A parameter is neither a type name nor a map.
 *
 * MLflow takes text for the type and everything else for a map: a bare number crashes `mlflow run`
 * (`'float' object has no attribute 'get'`).
 *
 * Wrong:
 * ```yaml
 * parameters:
 *   learning_rate: 0.2
 * ```
 * Right:
 * ```yaml
 * parameters:
 *   learning_rate: {type: float, default: 0.2}
 * ```
 */
export const mlprojectParameterShape: Rule<MlprojectModel> = {
  code: "mlproject-parameter-shape",
  severity: "error",
  *check({ entryPoints }) {
    for (const { parameters } of entryPoints) {
      for (const { name, value, type } of parameters) {
        if (type !== undefined) continue;
        if (value.kind !== "scalar" || value.scalar.type === "null") {
          const span = value.end > value.start ? value : name;
          yield finding(span, `A parameter is a type name or \`{type, default}\`. Write \`${name.text}: string\`.`);
          continue;
        }
        const map = `{type: ${typeName(value.scalar)}, default: ${value.text}}`;
        yield finding(value, `A parameter is a type name or \`{type, default}\`. Write \`${map}\`.`, [
          replacement(value, map, `Write \`${map}\``),
        ]);
      }
    }
  },
};

function typeName(value: ScalarValue): string {
  if (value.type === "number") return Number.isInteger(value.value) ? "int" : "float";
  return value.type === "boolean" ? "bool" : "string";
}

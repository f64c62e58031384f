import { finding, type Rule } from "../../../rules/rule.ts";
import { stringOf } from "../../yamlTree.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * The default is the text "None".
 *
 * YAML's word for nothing is `null`. `None` is four letters, and the command gets them.
 *
 * Wrong: `{type: int, default: None}`. Right: leave `default` out, which makes the parameter required, or handle the text in the script and
 * silence this rule.
 */
export const mlprojectDefaultNone: Rule<MlprojectModel> = {
  code: "mlproject-default-none",
  severity: "warning",
  *check({ entryPoints }) {
    for (const { parameters } of entryPoints) {
      for (const { default: preset } of parameters) {
        if (preset?.kind === "scalar" && !preset.quoted && stringOf(preset) === "None") {
          yield finding(preset, '`None` is the text "None" in YAML. Leave `default` out to make the parameter required.');
        }
      }
    }
  },
};

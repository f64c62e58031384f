import { finding, type Rule } from "../../../rules/rule.ts";
import { entriesOf } from "../../yamlTree.ts";
import { environmentKeys } from "../keys.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * An entry point names an environment.
 *
 * MLflow ignores it: a project has one environment for all its entry points, at the top of the file.
 */
export const mlprojectEntryPointEnvironment: Rule<MlprojectModel> = {
  code: "mlproject-entry-point-environment",
  severity: "warning",
  fades: true,
  *check({ entryPoints }) {
    for (const { value } of entryPoints) {
      for (const { key, merged } of entriesOf(value)) {
        if (!merged && environmentKeys.includes(key.text)) {
          yield finding(
            key,
            `MLflow ignores \`${key.text}\` here: the environment is set once per project. Move it to the top of the file.`,
          );
        }
      }
    }
  },
};

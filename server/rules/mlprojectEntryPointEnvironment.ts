import { environmentKeys } from "../formats/mlproject/keys.ts";
import { entriesOf } from "../formats/yamlTree.ts";
import { finding, type MlprojectRule } from "./rule.ts";

/**
 * An entry point names an environment.
 *
 * MLflow ignores it: a project has one environment for all its entry points, at the top of the file.
 */
export const mlprojectEntryPointEnvironment: MlprojectRule = {
  code: "mlproject-entry-point-environment",
  format: "MLproject",
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

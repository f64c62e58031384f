import { stringOf } from "../formats/yamlTree.ts";
import { finding, type MlprojectRule } from "./rule.ts";

/**
 * The default of a `path` parameter does not exist.
 *
 * `mlflow run` fails when no other value is given: a `path` must be there.
 *
 * Right: name a file that exists, or leave `default` out.
 */
export const mlprojectDefaultPath: MlprojectRule = {
  code: "mlproject-default-path",
  format: "MLproject",
  severity: "warning",
  *check({ entryPoints }, { exists }) {
    for (const { parameters } of entryPoints) {
      for (const { type, default: preset } of parameters) {
        const path = stringOf(preset);
        if (type === "path" && preset !== undefined && path !== undefined && exists(path) === false) {
          yield finding(preset, `There is no file or folder \`${path}\`.`);
        }
      }
    }
  },
};

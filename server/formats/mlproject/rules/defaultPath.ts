import { finding, type Rule } from "../../../rules/rule.ts";
import { stringOf } from "../../yamlTree.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * The default of a `path` parameter does not exist.
 *
 * `mlflow run` fails when no other value is given: a `path` must be there.
 *
 * Right: name a file that exists, or leave `default` out.
 */
export const mlprojectDefaultPath: Rule<MlprojectModel> = {
  code: "mlproject-default-path",
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

import { finding, type Rule } from "../../../rules/rule.ts";
import { filesOfMlmodel, type MlmodelModel } from "../model.ts";

/**
 * A file that the model names is not beside it.
 *
 * Loading the model fails. Paths are relative to the folder of the `MLmodel`.
 */
export const mlmodelMissingFile: Rule<MlmodelModel> = {
  code: "mlmodel-missing-file",
  severity: "warning",
  *check(model, { exists }) {
    for (const { node, path } of filesOfMlmodel(model)) {
      if (exists(path) === false) yield finding(node, `There is no file or folder \`${path}\` beside this one; loading the model fails.`);
    }
  },
};

import { finding, type Rule } from "../../../rules/rule.ts";
import { isNull } from "../../yamlTree.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * The file is empty.
 *
 * `mlflow run` crashes on it. Without the file the project would run: MLflow then takes any script for an entry point.
 */
export const mlprojectEmpty: Rule<MlprojectModel> = {
  code: "mlproject-empty",
  severity: "error",
  *check({ root, yamlProblems }) {
    if (yamlProblems.length === 0 && (root === undefined || isNull(root))) {
      yield finding({ start: 0, end: 0 }, "The file is empty, and `mlflow run` fails on it. Add `entry_points`, or delete the file.");
    }
  },
};

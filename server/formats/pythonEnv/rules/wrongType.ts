import { finding, type Rule } from "../../../rules/rule.ts";
import type { ConfigModel } from "../../format.ts";
import { entryOf, isNull } from "../../yamlTree.ts";

/**
 * The file, or a list in it, has a shape that MLflow does not take.
 *
 * An empty file is refused as well. MLflow says `` `dependencies` must be a list but got <class 'str'> ``, or ends with a Python error.
 *
 * Wrong: `dependencies: mlflow`. Right: `dependencies: [mlflow]`.
 */
export const pythonEnvWrongType: Rule<ConfigModel> = {
  code: "python-env-wrong-type",
  severity: "error",
  *check({ root, yamlProblems }) {
    if (yamlProblems.length > 0) return;
    if (root?.kind !== "map") {
      const isEmpty = root === undefined || isNull(root);
      const message = isEmpty ? "The file is empty, and MLflow refuses it." : "The file is a map with `python` and `dependencies`.";
      return void (yield finding(isEmpty ? { start: 0, end: 0 } : root, message));
    }
    for (const name of ["build_dependencies", "dependencies"]) {
      const list = entryOf(root, name)?.value;
      if (list === undefined || list.kind === "list" || isNull(list)) continue;
      yield finding(list, `\`${name}\` is a list. Put each package on a line of its own, after \`- \`.`);
    }
  },
};

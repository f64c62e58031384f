import { finding, type Rule } from "../../../rules/rule.ts";
import { entriesOf, isNull, stringOf } from "../../yamlTree.ts";
import type { MlmodelModel } from "../model.ts";

/**
 * The file is not a map with text for keys.
 *
 * `Model.load` ends with a Python error; an empty file is refused as well.
 */
export const mlmodelWrongType: Rule<MlmodelModel> = {
  code: "mlmodel-wrong-type",
  severity: "error",
  *check({ root, yamlProblems }) {
    if (yamlProblems.length > 0) return;
    if (root === undefined || isNull(root)) yield finding({ start: 0, end: 0 }, "The file is empty, and MLflow does not load it.");
    else if (root.kind !== "map") yield finding(root, "An MLmodel is a map with `flavors`.");
    for (const { key } of entriesOf(root)) {
      if (stringOf(key) === undefined) yield finding(key, "MLflow takes text for keys. Put this one in quotes.");
      else if (key.text === "self") yield finding(key, "MLflow does not take a key of this name.");
    }
  },
};

import { finding, type Rule } from "../../../rules/rule.ts";
import type { ConfigModel } from "../../format.ts";
import { entryOf, isNull, stringOf } from "../../yamlTree.ts";

/**
 * The file, or its list of dependencies, has a shape that neither MLflow nor conda takes.
 *
 * Wrong: `dependencies:` without items. Right: `dependencies: []`, or packages below it.
 */
export const condaEnvWrongType: Rule<ConfigModel> = {
  code: "conda-env-wrong-type",
  severity: "error",
  *check({ root, yamlProblems }) {
    if (yamlProblems.length > 0) return;
    if (root === undefined || isNull(root)) return void (yield finding({ start: 0, end: 0 }, "The file is empty, and MLflow refuses it."));
    if (root.kind !== "map") return void (yield finding(root, "The file is a map with `channels` and `dependencies`."));
    const dependencies = entryOf(root, "dependencies");
    const list = dependencies?.value;
    // Python walks over maps and texts as well.
    if (dependencies === undefined || list === undefined || list.kind !== "scalar" || stringOf(list) !== undefined) return;
    yield finding(
      list.end > list.start ? list : dependencies.key,
      "`dependencies` is a list. Put each package on a line of its own, after `- `.",
    );
  },
};

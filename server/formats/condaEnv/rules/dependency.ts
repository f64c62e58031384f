import { finding, type Rule } from "../../../rules/rule.ts";
import type { ConfigModel } from "../../format.ts";
import { entriesOf, entryOf, isNull, itemsOf, stringOf } from "../../yamlTree.ts";

/**
 * An item of the dependencies is neither a package nor a list for pip.
 *
 * MLflow, when it makes a virtual environment from the file, ends with `Invalid conda dependency … Must be str or dict in the form of
 * {"pip": [...]}`; conda itself takes no other maps either.
 *
 * Wrong:
 * ```yaml
 * dependencies:
 *   - npm: [left-pad]
 * ```
 * Right:
 * ```yaml
 * dependencies:
 *   - python=3.11
 *   - pip:
 *       - mlflow
 * ```
 */
export const condaEnvDependency: Rule<ConfigModel> = {
  code: "conda-env-dependency",
  severity: "warning",
  *check({ root }) {
    const list = entryOf(root, "dependencies")?.value;
    // Of a map Python takes the keys.
    for (const { key } of entriesOf(list)) {
      if (stringOf(key) === undefined) yield finding(key, "`dependencies` is a list of packages such as `python=3.11`.");
    }
    for (const item of itemsOf(list)) {
      if (stringOf(item) !== undefined) continue;
      const pip = entryOf(item, "pip")?.value;
      if (pip === undefined) {
        const isNothing = item.end <= item.start;
        yield finding(
          isNothing ? { start: Math.max(0, item.start - 1), end: item.end } : item,
          "An item is a package such as `python=3.11`, or `pip:` with a list.",
        );
      } else if (pip.kind !== "list" && !isNull(pip))
        yield finding(pip, "`pip` is a list. Put each package on a line of its own, after `- `.");
    }
  },
};

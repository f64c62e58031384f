import { finding, type Rule } from "../../../rules/rule.ts";
import type { ConfigModel } from "../../format.ts";
import { entryOf, itemsOf, stringOf } from "../../yamlTree.ts";
import { readDependency } from "../dependency.ts";

/**
 * Python is not pinned.
 *
 * With conda that works; with `--env-manager virtualenv` or `uv` MLflow refuses the file: `It must be pinned (e.g. python=3.8.13)`.
 *
 * Wrong: `- python>3.9`. Right: `- python=3.11`.
 */
export const condaEnvPython: Rule<ConfigModel> = {
  code: "conda-env-python",
  severity: "warning",
  *check({ root }) {
    for (const item of itemsOf(entryOf(root, "dependencies")?.value)) {
      const dependency = readDependency(stringOf(item) ?? "");
      if (dependency?.name !== "python") continue;
      if (dependency.operator === undefined)
        yield finding(item, "MLflow needs the version for a virtual environment. Pin it, such as `python=3.11`.");
      else if (["<", ">", "!="].includes(dependency.operator)) {
        yield finding(
          item,
          `MLflow refuses \`${dependency.operator}\` for a virtual environment. Pin the version, such as \`python=3.11\`.`,
        );
      }
      // MLflow looks at others only until one has a version.
      if (dependency.version !== undefined) return;
    }
  },
};

import { finding, type Rule, replacement } from "../../../rules/rule.ts";
import type { ConfigModel } from "../../format.ts";
import { entryOf, isNull } from "../../yamlTree.ts";

/**
 * The Python version is not text.
 *
 * MLflow ends with `` `python` must be a string but got <class 'float'> ``. YAML reads 3.10 as the number 3.1, besides.
 *
 * Wrong: `python: 3.10`. Right: `python: "3.10"`.
 */
export const pythonEnvVersion: Rule<ConfigModel> = {
  code: "python-env-version",
  severity: "error",
  *check({ root }) {
    const version = entryOf(root, "python")?.value;
    if (version === undefined || isNull(version) || (version.kind === "scalar" && version.scalar.type === "string")) return;
    if (version.kind !== "scalar") yield finding(version, '`python` is a version in quotes, such as `"3.11"`.');
    else {
      const quoted = `"${version.text}"`;
      yield finding(version, `MLflow needs text here. Write \`${quoted}\`.`, [replacement(version, quoted, `Write \`${quoted}\``)]);
    }
  },
};

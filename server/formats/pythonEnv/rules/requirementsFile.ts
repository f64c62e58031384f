import { finding, type Rule } from "../../../rules/rule.ts";
import type { ConfigModel } from "../../format.ts";
import { requirementsFiles } from "../requirements.ts";

/**
 * A requirements file is not there.
 *
 * MLflow hands the line to pip in the folder of this file, and pip ends with `Could not open requirements file`.
 *
 * Right: a path that is relative to this file.
 */
export const pythonEnvRequirementsFile: Rule<ConfigModel> = {
  code: "python-env-requirements-file",
  severity: "warning",
  *check({ root }, { exists }) {
    for (const { node, path } of requirementsFiles(root)) {
      if (exists(path) === false) yield finding(node, `There is no file \`${path}\` beside this one.`);
    }
  },
};

import { finding, type Rule, replacement } from "../../../rules/rule.ts";
import { stringOf } from "../../yamlTree.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * The environment file does not exist.
 *
 * MLflow refuses the project: `Project specified python_env file …, but no such file was found`. A path with a leading `/` is absolute, not
 * relative to the project.
 *
 * Wrong: `python_env: /python_env.yaml`. Right: `python_env: python_env.yaml`.
 */
export const mlprojectEnvironmentFile: Rule<MlprojectModel> = {
  code: "mlproject-environment-file",
  severity: "error",
  *check({ environments }, { exists }) {
    for (const { key, value } of environments) {
      const path = stringOf(value);
      if (key.text === "docker_env" || path === undefined || path === "" || exists(path) !== false) continue;
      if (!path.startsWith("/")) yield finding(value, `\`${path}\` was not found beside this file.`);
      else {
        const relative = path.replace(/^\/+/, "");
        const message = `\`${path}\` was not found: the leading \`/\` makes the path absolute. Write \`${relative}\`.`;
        yield finding(value, message, [replacement(value, relative, `Change to \`${relative}\``)]);
      }
    }
  },
};

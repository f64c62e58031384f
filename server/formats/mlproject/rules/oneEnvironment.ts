import { finding, type Rule } from "../../../rules/rule.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * The project names more than one environment.
 *
 * MLflow refuses it: `Project cannot contain multiple environment fields`.
 *
 * Keep one of `python_env`, `conda_env` and `docker_env`.
 */
export const mlprojectOneEnvironment: Rule<MlprojectModel> = {
  code: "mlproject-one-environment",
  severity: "error",
  *check({ environments }) {
    const [first, ...others] = environments;
    for (const { key } of others) {
      yield finding(key, `A project has one environment, and \`${first?.key.text}\` is set already. Remove one of the two.`);
    }
  },
};

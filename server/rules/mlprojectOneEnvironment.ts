import { finding, type MlprojectRule } from "./rule.ts";

/**
 * The project names more than one environment.
 *
 * MLflow refuses it: `Project cannot contain multiple environment fields`.
 *
 * Keep one of `python_env`, `conda_env` and `docker_env`.
 */
export const mlprojectOneEnvironment: MlprojectRule = {
  code: "mlproject-one-environment",
  format: "MLproject",
  severity: "error",
  *check({ environments }) {
    const [first, ...others] = environments;
    for (const { key } of others) {
      yield finding(key, `A project has one environment, and \`${first?.key.text}\` is set already. Remove one of the two.`);
    }
  },
};

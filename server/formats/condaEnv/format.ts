import { plainYaml } from "#protocol/languageContributions.ts";
import type { ConfigModel, Format } from "../format.ts";
import { readTree } from "../readYaml.ts";
import { condaEnvSpec } from "./keys.ts";
import { condaEnvRules } from "./rules/rules.ts";

/** `conda.yaml` of an MLflow project or model. */
export const condaEnvFormat: Format<ConfigModel> = {
  id: "conda.yaml",
  language: {
    contributed: {
      id: "mlflow-conda-env",
      aliases: ["MLflow Conda Environment"],
      filenames: ["conda.yaml", "conda.yml"],
      ...plainYaml,
    },
    patterns: ["**/conda.{yaml,yml}"],
    activatesOn: [],
  },
  /** Others have files of this name too: MLflow's own have it among the packages. */
  matches(name, head) {
    if (!/^conda\.ya?ml$/.test(name)) return false;
    return head === undefined ? undefined : /^dependencies\s*:/m.test(head) && /\bmlflow\b/.test(head);
  },
  read: (text) => readTree(text, "mlflow"),
  spec: condaEnvSpec,
  rules: condaEnvRules,
};

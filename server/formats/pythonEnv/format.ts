import { plainYaml } from "#protocol/languageContributions.ts";
import type { ConfigModel, Format } from "../format.ts";
import { readTree } from "../readYaml.ts";
import { pythonEnvSpec } from "./keys.ts";
import { pathWithin, requirementsFiles } from "./requirements.ts";
import { pythonEnvRules } from "./rules/rules.ts";

/** `python_env.yaml`: Python version and packages of an MLflow project or model. */
export const pythonEnvFormat: Format<ConfigModel> = {
  id: "python_env.yaml",
  language: {
    contributed: {
      id: "mlflow-python-env",
      aliases: ["MLflow Python Environment"],
      filenames: ["python_env.yaml", "python_env.yml"],
      ...plainYaml,
    },
    patterns: ["**/python_env.{yaml,yml}"],
    activatesOn: ["python_env.yaml"],
  },
  matches: (name) => /^python_env\.ya?ml$/.test(name),
  read: (text) => readTree(text, "mlflow"),
  spec: pythonEnvSpec,
  rules: pythonEnvRules,
  starters: [
    {
      label: "A whole python_env.yaml",
      path: [],
      doc: "A Python version and a package.",
      body: `python: "\${1:3.11}"\nbuild_dependencies:\n  - pip\ndependencies:\n  - \${2:mlflow}\n`,
    },
  ],
  paths: ({ root }) => requirementsFiles(root).map(({ node, path }) => ({ ...pathWithin(node, path), path })),
  links: ({ root }) => requirementsFiles(root).map(({ path }) => path),
};

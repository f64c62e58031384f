import type { KeySpec } from "#registry/model/keySpec.ts";

/** Every key that MLflow 3.17.2 takes in a `python_env.yaml` (`_PythonEnv` in `mlflow/utils/environment.py`); any other is refused. */
export const pythonEnvSpec: KeySpec = {
  name: "python_env",
  type: "map",
  doc: "Python version and packages of an MLflow project or model.",
  keys: [
    {
      name: "python",
      type: "text",
      presence: "usual",
      default: "the version that MLflow runs with",
      doc: 'Python version in quotes: `"3.10"`. Without them 3.10 is the number 3.1.',
    },
    {
      name: "build_dependencies",
      type: "list of text",
      default: "[]",
      doc: "Packages to install first, such as `pip==24.0` and `setuptools`.",
      item: { name: "package", type: "text", doc: "A line for pip." },
    },
    {
      name: "dependencies",
      type: "list of text",
      presence: "usual",
      default: "[]",
      doc: "Packages to install: lines for pip, or `-r requirements.txt`, relative to this file.",
      item: { name: "package", type: "text", doc: "A line for pip, or `-r` and a file." },
    },
  ],
};

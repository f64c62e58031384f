import type { KeySpec } from "#registry/model/keySpec.ts";

/** Keys of a `conda.yaml`; MLflow 3.17.2 reads `dependencies` alone (`_PythonEnv.get_dependencies_from_conda_yaml`), conda reads the others. */
export const condaEnvSpec: KeySpec = {
  name: "conda environment",
  type: "map",
  doc: "A conda environment of an MLflow project or model.",
  keys: [
    { name: "name", type: "text", doc: "Name of the environment; MLflow makes its own." },
    { name: "channels", type: "list of text", doc: "Where conda looks for packages, such as `conda-forge`." },
    {
      name: "dependencies",
      type: "list",
      presence: "required",
      doc: "Packages for conda (`python=3.11`), and one `pip:` with a list for pip.",
      item: {
        name: "package",
        type: "text, or map with pip",
        doc: "A package of conda: `name=version`.",
        keys: [{ name: "pip", type: "list of text", doc: "Lines for pip." }],
      },
    },
  ],
};

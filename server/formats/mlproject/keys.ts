import type { KeySpec } from "#registry/model/keySpec.ts";

const types = {
  values: ["float", "string", "int", "path", "uri"],
  meanings: {
    float: "For people: MLflow takes any text.",
    string: "Any text.",
    int: "For people: MLflow takes any text.",
    path: "A file or folder that exists, or a URI to download from; the command gets an absolute path.",
    uri: "A URI: it must have a scheme, such as `s3://…`.",
  },
} as const;

const parameter: KeySpec = {
  name: "parameter",
  type: "type name, or map",
  doc: "A parameter of the entry point. Written as a type name, or as `{type, default}`.",
  ...types,
  keys: [
    {
      name: "type",
      type: "text",
      default: "string",
      doc: "`path` must exist or be downloadable; `uri` must have a scheme; any other word acts as `string`.",
      ...types,
      presence: "usual",
    },
    {
      name: "default",
      type: "any",
      presence: "usual",
      doc: "Value when `-P` gives none. Without it (or with `null`) the parameter is required.",
    },
    { name: "description", type: "text", doc: "For people; MLflow does not read it." },
  ],
};

/** One of `entry_points`. */
export const entryPointSpec: KeySpec = {
  name: "entry point",
  type: "map",
  doc: "A command of the project: `mlflow run . -e NAME`. `main` runs when no name is given.",
  keys: [
    {
      name: "parameters",
      type: "map",
      default: "{}",
      doc: "Parameters by name, given with `-P name=value`.",
      each: parameter,
      presence: "usual",
    },
    {
      name: "command",
      type: "text",
      presence: "required",
      doc: "Shell command. `{name}` stands for a parameter's value (Python `str.format`); a literal brace is doubled: `{{`, `}}`.",
    },
  ],
};

/** Every key that MLflow 3.17.2 reads in an MLproject file (`mlflow/projects/_project_spec.py`). */
export const mlprojectSpec: KeySpec = {
  name: "MLproject",
  type: "map",
  doc: "An MLflow project.",
  keys: [
    { name: "name", type: "text", doc: "Name of the project.", presence: "usual" },
    {
      name: "python_env",
      type: "path",
      presence: "usual",
      default: "python_env.yaml, if there is one",
      doc: "File that lists the Python version and packages (virtualenv).",
      reference: "file",
    },
    { name: "conda_env", type: "path", default: "conda.yaml, if there is one", doc: "Conda environment file.", reference: "file" },
    {
      name: "docker_env",
      type: "map",
      doc: "Runs the project in a container.",
      keys: [
        { name: "image", type: "text", doc: "Image to run in, required.", presence: "required" },
        { name: "volumes", type: "list of text", doc: "Mounts, as `docker run -v` takes them: `/local:/mount`." },
        { name: "environment", type: "list", doc: "A name copies the variable from the host; `[name, value]` sets it." },
      ],
    },
    { name: "entry_points", type: "map", doc: "Commands of the project, by name.", each: entryPointSpec, presence: "usual" },
    {
      name: "databricks_spark_job",
      type: "map",
      doc: "Runs the project as a Databricks Spark job. Excludes every environment key.",
      keys: [
        { name: "python_file", type: "path", doc: "Script to run; excludes `entry_points`.", reference: "file" },
        { name: "parameters", type: "list", default: "[]", doc: "Arguments of the script." },
        { name: "python_libraries", type: "list of text", default: "[]", doc: "Packages to install." },
      ],
    },
  ],
};

/** Top-level keys that choose an environment; a project has at most one of them. */
export const environmentKeys: readonly string[] = ["python_env", "conda_env", "docker_env"];

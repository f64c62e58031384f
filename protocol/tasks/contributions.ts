/** The type of our tasks in `tasks.json`. */
export const taskType = "slipway";

/** What a task of ours can say of itself. */
export const taskDefinition = {
  type: taskType,
  required: ["kind", "name", "file"],
  properties: {
    kind: {
      type: "string",
      enum: ["stage", "entryPoint"],
      description: "A stage of a DVC pipeline, or an entry point of an MLflow project.",
    },
    name: { type: "string", description: "Its name in the file." },
    file: { type: "string", description: "The dvc.yaml or MLproject, from the workspace folder." },
    parameters: {
      type: "object",
      additionalProperties: { type: "string" },
      description: "Values for the parameters of an entry point.",
    },
  },
} as const;

const traceback = { file: 1, line: 2 };
const frame = '^\\s+File "([^<"][^"]*)", line (\\d+)';
/** VS Code fills it in: nothing that a template of ours would. */
const workspaceFolder = ["$", "{workspaceFolder}"].join("");
const words = { owner: "slipway", source: "Python", severity: "error", fileLocation: ["autoDetect", workspaceFolder] } as const;

/** What is made of the output of a task: the last place of a Python traceback, and what DVC says of its own files. */
export const problemMatchers = [
  {
    ...{ name: "slipway-traceback", label: "Python traceback", ...words },
    pattern: [{ regexp: frame, ...traceback }, { regexp: "^ {4}\\s*\\S.*$" }, { regexp: "^(\\w[\\w.]*(?:: .*)?)$", message: 1 }],
  },
  {
    ...{ name: "slipway-traceback-marked", label: "Python traceback with marks", ...words },
    pattern: [
      { regexp: frame, ...traceback },
      { regexp: "^ {4}\\s*\\S.*$" },
      { regexp: "^ {4}[\\s~^]+$" },
      { regexp: "^(\\w[\\w.]*(?:: .*)?)$", message: 1 },
    ],
  },
  {
    ...{ name: "slipway-dvc", label: "DVC", ...words, source: "DVC" },
    pattern: [
      {
        regexp: "^(?:\\u001b\\[[0-9;]*m)?ERROR(?:\\u001b\\[[0-9;]*m)?: (.*'([^']*dvc\\.(?:yaml|lock))'.*)$",
        kind: "file",
        message: 1,
        file: 2,
      },
    ],
  },
] as const;

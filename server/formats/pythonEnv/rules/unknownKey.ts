import { didYouMean } from "#registry/model/didYouMean.ts";
import { unknownKey } from "../../../rules/unknownKey.ts";
import { pythonEnvSpec } from "../keys.ts";

/**
 * MLflow does not know a key.
 *
 * It ends with `_PythonEnv.__init__() got an unexpected keyword argument`. `name` and `channels` belong into a `conda.yaml`.
 *
 * Wrong:
 * ```yaml
 * name: fraud
 * channels: [conda-forge]
 * dependencies: [mlflow]
 * ```
 * Right:
 * ```yaml
 * python: "3.11"
 * dependencies: [mlflow]
 * ```
 */
export const pythonEnvUnknownKey = unknownKey({
  code: "python-env-unknown-key",
  severity: "error",
  spec: pythonEnvSpec,
  guess: ({ key, known }) => (key.text === "python_version" ? "python" : key.text === "pip" ? "dependencies" : didYouMean(key.text, known)),
  words({ key }, guess) {
    if (guess !== undefined) return `MLflow refuses \`${key.text}\`. Did you mean \`${guess}\`?`;
    const isConda = key.text === "name" || key.text === "channels" || key.text === "prefix";
    const next = key.text === "python_env" ? " Its keys stand at the top of this file." : isConda ? " It belongs into a `conda.yaml`." : "";
    return `MLflow refuses \`${key.text}\`: there are \`python\`, \`build_dependencies\` and \`dependencies\`.${next}`;
  },
});

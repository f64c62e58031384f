import { didYouMean } from "../../../rules/didYouMean.ts";
import { unknownKey } from "../../../rules/unknownKey.ts";
import { specAtPath } from "../../keySpec.ts";
import { entriesOf } from "../../yamlTree.ts";
import { mlprojectSpec } from "../keys.ts";

/** Names of other tools for the same thing, met in real files. */
const environmentNames: Readonly<Record<string, string>> = {
  venv: "python_env",
  env: "python_env",
  pyenv: "python_env",
  virtualenv: "python_env",
  conda: "conda_env",
  docker: "docker_env",
};

const entryPointNames: Readonly<Record<string, string>> = { params: "parameters", cmd: "command" };

/** Where a slip is told: at the top, and in an entry point. */
const otherNames = new Map([
  [mlprojectSpec, environmentNames],
  [specAtPath(mlprojectSpec, ["entry_points", "*"]), entryPointNames],
]);

/**
 * A key looks like one of MLflow's, but is not.
 *
 * MLflow ignores every key that it does not know, so that a slip of the pen goes unnoticed. Keys that resemble nothing are left alone.
 *
 * Wrong: `virtualenv: python_env.yaml`. Right: `python_env: python_env.yaml`.
 */
export const mlprojectUnknownKey = unknownKey({
  code: "mlproject-unknown-key",
  severity: "warning",
  spec: mlprojectSpec,
  guess({ key, map, spec, known }) {
    const others = otherNames.get(spec);
    if (others === undefined) return undefined;
    const guess = Object.hasOwn(others, key.text) ? others[key.text] : didYouMean(key.text, known);
    return entriesOf(map).some((entry) => entry.key.text === guess) ? undefined : guess;
  },
  words: ({ key }, guess) => guess && `MLflow ignores \`${key.text}\`. Did you mean \`${guess}\`?`,
});

import { didYouMean } from "#registry/model/didYouMean.ts";
import { specAtPath, type UnknownKey } from "../keySpec.ts";
import { entryOf } from "../yamlTree.ts";
import { mlprojectSpec } from "./keys.ts";

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

/** The key of MLflow's that was most likely meant by one that it ignores; undefined: none, or it is there already. */
export function meantKey({ key, map, spec, known }: UnknownKey): string | undefined {
  const others = otherNames.get(spec);
  if (others === undefined) return undefined;
  const guess = Object.hasOwn(others, key.text) ? others[key.text] : didYouMean(key.text, known);
  return guess === undefined || entryOf(map, guess) !== undefined ? undefined : guess;
}

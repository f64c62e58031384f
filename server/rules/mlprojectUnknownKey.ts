import type { KeySpec } from "#registry/model/keySpec.ts";
import { specAtPath } from "../formats/keySpec.ts";
import { mlprojectSpec } from "../formats/mlproject/keys.ts";
import { entriesOf, type YamlNode } from "../formats/yamlTree.ts";
import { didYouMean } from "./didYouMean.ts";
import { type Finding, finding, type MlprojectRule, replacement } from "./rule.ts";

/**
 * A key looks like one of MLflow's, but is not.
 *
 * MLflow ignores every key that it does not know, so that a slip of the pen goes unnoticed. Keys that resemble nothing are left alone.
 *
 * Wrong: `virtualenv: python_env.yaml`. Right: `python_env: python_env.yaml`.
 */
export const mlprojectUnknownKey: MlprojectRule = {
  code: "mlproject-unknown-key",
  format: "MLproject",
  severity: "warning",
  *check({ root, entryPoints }) {
    yield* nearMisses(root, mlprojectSpec, environmentNames);
    const entryPoint = specAtPath(mlprojectSpec, ["entry_points", "*"]);
    for (const { value } of entryPoints) if (entryPoint) yield* nearMisses(value, entryPoint, entryPointNames);
  },
};

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

function* nearMisses(map: YamlNode | undefined, spec: KeySpec, otherNames: Readonly<Record<string, string>>): Iterable<Finding> {
  const known = (spec.keys ?? []).map((each) => each.name);
  const present = entriesOf(map).map((entry) => entry.key.text);
  for (const { key, merged } of entriesOf(map)) {
    if (merged || known.includes(key.text)) continue;
    const guess = Object.hasOwn(otherNames, key.text) ? otherNames[key.text] : didYouMean(key.text, known);
    if (guess === undefined || present.includes(guess)) continue;
    yield finding(key, `MLflow ignores \`${key.text}\`. Did you mean \`${guess}\`?`, [replacement(key, guess, `Change to \`${guess}\``)]);
  }
}

import { type Finding, finding, type Rule } from "../../../rules/rule.ts";
import { isNull, stringOf, type YamlNode } from "../../yamlTree.ts";
import type { MlprojectModel } from "../model.ts";
import { isPythonFalse } from "../pythonTruth.ts";

/**
 * A part of the project has a shape that MLflow cannot read.
 *
 * `mlflow run` ends with a Python error such as `'list' object has no attribute 'items'`, without a place.
 *
 * Wrong:
 * ```yaml
 * entry_points:
 *   - main
 * ```
 * Right:
 * ```yaml
 * entry_points:
 *   main:
 *     command: python train.py
 * ```
 */
export const mlprojectWrongType: Rule<MlprojectModel> = {
  code: "mlproject-wrong-type",
  severity: "error",
  *check({ root, entryPointsEntry, entryPoints, environments, sparkJob }) {
    if (root !== undefined) yield* mapNeeded(root, "An MLproject file is a map of keys such as `name` and `entry_points`.");
    if (entryPointsEntry) yield* mapNeeded(entryPointsEntry.value, "`entry_points` is a map from names to entry points.");
    for (const { name, value, parametersEntry, commandEntry, command } of entryPoints) {
      yield* mapNeeded(value, `The entry point \`${name.text}\` is a map with \`command\` and \`parameters\`.`);
      if (parametersEntry) yield* mapNeeded(parametersEntry.value, "`parameters` is a map from names to types.");
      if (commandEntry && command === undefined && !isNull(commandEntry.value)) {
        yield finding(commandEntry.value, "`command` is text. Write the shell command on one line, or after `>-`.");
      }
    }
    for (const { key, value } of environments) {
      // MLflow passes over what Python takes for false.
      if (key.text === "docker_env") yield* mapExpected(value, "`docker_env` is a map with `image`.");
      else if (stringOf(value) === undefined && !isPythonFalse(value)) yield finding(value, `\`${key.text}\` is the path of a file.`);
    }
    if (sparkJob) yield* mapNeeded(sparkJob.value, "`databricks_spark_job` is a map with `python_file` or beside `entry_points`.");
  },
};

/** Nothing at all is told by rules of its own. */
function* mapNeeded(node: YamlNode, message: string): Iterable<Finding> {
  if (node.kind !== "map" && !isNull(node)) yield finding(node, message);
}

/** MLflow passes over what Python takes for false. */
function* mapExpected(node: YamlNode, message: string): Iterable<Finding> {
  if (node.kind !== "map" && !isPythonFalse(node)) yield finding(node, message);
}

import { finding, type Rule } from "../../../rules/rule.ts";
import { entryOf, isNull } from "../../yamlTree.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * `databricks_spark_job` cannot stand together with something else in the file.
 *
 * MLflow refuses a Spark job with an environment, with both `python_file` and `entry_points`, with neither of them, and with parameters of
 * type `path`.
 */
export const mlprojectSparkJob: Rule<MlprojectModel> = {
  code: "mlproject-spark-job",
  severity: "error",
  *check({ sparkJob, entryPointsEntry, entryPoints, environments }) {
    if (sparkJob === undefined || isNull(sparkJob.value)) return;
    const pythonFile = entryOf(sparkJob.value, "python_file");
    const hasFile = pythonFile !== undefined && !isNull(pythonFile.value);
    if (hasFile && entryPoints.length > 0 && entryPointsEntry) {
      yield finding(
        entryPointsEntry.key,
        "`entry_points` and `databricks_spark_job.python_file` are not allowed together. Remove one of them.",
      );
    }
    if (!hasFile && entryPoints.length === 0) {
      yield finding(sparkJob.key, "A Spark job needs `python_file` here, or `entry_points` beside it.");
    }
    for (const { key } of environments) yield finding(key, `A Databricks Spark job takes no \`${key.text}\`. Remove it.`);
    for (const { type, name, value } of entryPoints.flatMap((each) => each.parameters)) {
      if (type !== "path") continue;
      yield finding(
        entryOf(value, "type")?.value ?? value,
        `A Databricks Spark job takes no parameter of type \`path\`. Use \`string\` for \`${name.text}\`.`,
      );
    }
  },
};

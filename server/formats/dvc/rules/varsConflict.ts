import { pipelineOf } from "../../../dvc/pipeline.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * A variable is set twice.
 *
 * DVC 3.67 refuses the file: `cannot redefine 'lr' from 'vars[0]' as it already exists in 'params.yaml'`. Maps are put together; a value is
 * never replaced by another.
 */
export const dvcVarsConflict: Rule<DvcYamlModel> = {
  code: "dvc-vars-conflict",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).problems) {
      if (problem.kind !== "conflict") continue;
      yield finding(
        problem,
        `\`${problem.path}\` is set in \`${problem.source}\` already, and DVC sets nothing twice. Remove or rename one.`,
      );
    }
  },
};

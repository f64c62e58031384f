import type { ConfigModel } from "../../formats/format.ts";
import { finding, type Rule } from "../../rules/rule.ts";
import { dvcProject } from "../project.ts";
import { namedStage } from "../stageNames.ts";

/**
 * Two stages, or two lists of one stage, have the same output.
 *
 * DVC 3.67 refuses all stages of the repository: `output 'model.pkl' is specified in: train, evaluate`. A `.dvc` file counts as a stage. Stages that
 * a loop makes need an output each: put `${item}` into its path.
 */
export const dvcDuplicateOutput: Rule<ConfigModel> = {
  code: "dvc-duplicate-output",
  severity: "error",
  *check(_model, { project, uri }) {
    for (const problem of project.share(dvcProject)?.problems ?? []) {
      if (problem.kind !== "duplicate") continue;
      const message = problem.isSameStage
        ? `\`${problem.path}\` is listed twice as an output of this stage. Keep one.`
        : `\`${problem.path}\` is an output of ${namedStage(problem.other, uri)} too, and DVC refuses that. Give each its own path.`;
      yield finding(problem, message);
    }
  },
};

import { pipelineOf } from "../../../dvc/pipeline.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * A plot of a stage has a list of options.
 *
 * DVC 3.67 lets it pass when it looks at the shape of the file, and stops when it makes the stage: `Expected dict for 'loss.csv', got: 'list'`.
 * Several plots of one file belong into `plots` at the top of the file.
 */
export const dvcPlotsList: Rule<DvcYamlModel> = {
  code: "dvc-plots-list",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).partProblems) {
      if (problem.kind !== "plotsList") continue;
      yield finding(problem, `A plot of a stage has one map of options. Put more plots of \`${problem.path}\` under \`plots\` at the top.`);
    }
  },
};

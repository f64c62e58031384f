import { pipelineOf } from "../../../dvc/pipeline.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * DVC cannot find a stage by its name.
 *
 * What follows the last `@` is the value of a loop, as in `train@resnet`: other stages, and values of loops, have no `@`. DVC 3.67 refuses the
 * file: `Stage 'a@b' not found`. An empty name is refused as well.
 */
export const dvcStageName: Rule<DvcYamlModel> = {
  code: "dvc-stage-name",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).problems) {
      if (problem.kind !== "stageName") continue;
      const { name } = problem;
      const message =
        name === "" ? "A stage needs a name." : `DVC does not find \`${name}\`: after \`@\` stands the value of a loop. Use another sign.`;
      yield finding(problem, message);
    }
  },
};

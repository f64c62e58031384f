import { pipelineOf } from "../../../dvc/pipeline.ts";
import { kindName } from "../../../dvc/value.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * `foreach` or `matrix` has nothing to go through.
 *
 * DVC 3.67 refuses the file: `expected list/dictionary, got int`. `foreach` takes a list or a map, an axis of `matrix` a list; a value that is an
 * empty text gives a stage no name.
 */
export const dvcLoop: Rule<DvcYamlModel> = {
  code: "dvc-loop",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).problems) {
      if (problem.kind === "emptyName") {
        yield finding(problem, `A stage of this \`${problem.over}\` gets an empty name, and DVC stops. Give every value a text.`);
      } else if (problem.kind === "noLoop") {
        const { over, value, expression } = problem;
        const what = expression === undefined ? "This" : `\`${expression}\``;
        const takes = over === "foreach" ? "a list or a map" : "a list";
        yield finding(problem, `\`${over}\` goes through ${takes}. ${what} is ${kindName(value)}.`);
      }
    }
  },
};

import { pipelineOf } from "../../../dvc/pipeline.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * A variable is a date, a tuple or a set.
 *
 * DVC 3.67 stops: `Unsupported value of type 'date'`. It does so for any value of a file that `vars` names and of `params.yaml` beside the file,
 * used or not.
 *
 * Wrong: `since: 2024-01-31`. Right: `since: "2024-01-31"`.
 */
export const dvcUnsupportedValue: Rule<DvcYamlModel> = {
  code: "dvc-unsupported-value",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).problems) {
      if (problem.kind !== "foreign") continue;
      const { name, source, type } = problem;
      const next = type === "date" ? "Put it in quotes" : "Write a list";
      yield finding(problem, `\`${name}\` in \`${source}\` is a ${type}, and DVC's templates have no such value. ${next}.`);
    }
  },
};

import { pipelineOf } from "../../../dvc/pipeline.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * What stands in `${…}` is no name.
 *
 * DVC 3.67 refuses the file. It takes names with dots and indices, `${train.layers[0]}`, and no calls, operators or defaults. What the shell is to
 * replace is written `\${…}`.
 */
export const dvcExpression: Rule<DvcYamlModel> = {
  code: "dvc-expression",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).problems) {
      if (problem.kind !== "noExpression") continue;
      const what = problem.inner === "" ? `\`\${}\` names nothing` : `DVC cannot read \`${problem.inner}\` as a name`;
      yield finding(problem, `${what}. Write a name such as \`\${train.lr}\` or \`\${models[0]}\`, or \`\\\${\` for the shell.`);
    }
  },
};

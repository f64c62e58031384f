import { pipelineOf } from "../../../dvc/pipeline.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * `vars` has a template in it.
 *
 * DVC 3.67 refuses the file: `interpolating is not allowed`. Write the value out; stages can put variables together.
 */
export const dvcVarsExpression: Rule<DvcYamlModel> = {
  code: "dvc-vars-expression",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).problems) {
      if (problem.kind === "inVars") yield finding(problem, `DVC takes no \`\${…}\` in \`vars\`. Write the value out.`);
    }
  },
};

import { pipelineOf } from "../../../dvc/pipeline.ts";
import { kindName } from "../../../dvc/value.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * The parameters of a file are no list.
 *
 * DVC 3.67 stops: `Expected list of params for custom params file 'conf.yaml', got 'str'`. Nothing after the colon means all of the file.
 *
 * Wrong: `- conf.yaml: lr`. Right: `- conf.yaml: [lr]`.
 */
export const dvcParamsKeys: Rule<DvcYamlModel> = {
  code: "dvc-params-keys",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).partProblems) {
      if (problem.kind !== "noKeys") continue;
      yield finding(problem, `DVC takes a list of the keys of \`${problem.file}\`, not ${kindName(problem.value)}.`);
    }
  },
};

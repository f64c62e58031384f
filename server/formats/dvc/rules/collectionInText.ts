import { pipelineOf } from "../../../dvc/pipeline.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * A list or a map is put where a text has to be.
 *
 * DVC 3.67 refuses the file: `Cannot interpolate data of type 'list'`. In `cmd` a map becomes options (`--lr 0.1 --epochs 3`); `foreach` and
 * `matrix` take lists and maps.
 *
 * Wrong: `cmd: python train.py ${layers}`. Right: `cmd: python train.py ${layers[0]}`.
 */
export const dvcCollectionInText: Rule<DvcYamlModel> = {
  code: "dvc-collection-in-text",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).problems) {
      if (problem.kind === "nestedList") {
        yield finding(problem, `\`${problem.expression}\` is a list of lists, and DVC makes no options of that. Write them out.`);
      } else if (problem.kind === "collection") {
        const { expression, value, key } = problem;
        const next = key === "cmd" ? `Name an item of it, \`\${${expression}[0]}\`, or put it into a map` : "Name one value of it";
        yield finding(problem, `\`${expression}\` is a ${value.kind}, and DVC puts no ${value.kind} into \`${key}\`. ${next}.`);
      }
    }
  },
};

import { pipelineOf } from "../../../dvc/pipeline.ts";
import type { VarsFileFault } from "../../../dvc/problems.ts";
import { typeName } from "../../../dvc/value.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * A file that `vars` names cannot be loaded.
 *
 * DVC 3.67 refuses the file: `'conf.yaml' does not exist`. `params.yaml` beside the file is loaded as well, without being named. A file can be
 * named twice only in whole, or with other keys.
 */
export const dvcVarsFile: Rule<DvcYamlModel> = {
  code: "dvc-vars-file",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).problems) {
      if (problem.kind === "varsFile") yield finding(problem, faultText(problem.path, problem.why));
      else if (problem.kind === "loadedTwice") {
        const how = problem.isWhole ? "in whole" : "in part";
        yield finding(problem, `\`${problem.item}\` is loaded ${how} already, and DVC does not load it again. Remove one.`);
      }
    }
  },
};

function faultText(path: string, why: VarsFileFault): string {
  switch (why.kind) {
    case "missing":
      return `\`${path}\` was not found.`;
    case "folder":
      return `\`${path}\` is a folder. Name a params file.`;
    case "broken":
      return `\`${path}\` is no valid ${why.as}, and DVC cannot load it.`;
    case "noMap":
      return `\`${path}\` has to hold names with values, and holds a \`${typeName(why.value)}\`.`;
  }
}

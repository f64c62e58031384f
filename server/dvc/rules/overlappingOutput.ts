import type { ConfigModel } from "../../formats/format.ts";
import { finding, type Rule } from "../../rules/rule.ts";
import { dvcProject } from "../project.ts";
import { namedStage } from "../stageNames.ts";

/**
 * An output lies in another output.
 *
 * DVC 3.67 refuses all stages of the repository: the output paths `overlap and are thus in the same tracked directory`. Let one stage write the
 * folder, or name what each stage writes in it.
 */
export const dvcOverlappingOutput: Rule<ConfigModel> = {
  code: "dvc-overlapping-output",
  severity: "error",
  *check(_model, { project, uri }) {
    for (const problem of project.share(dvcProject)?.problems ?? []) {
      if (problem.kind !== "overlap") continue;
      const where = `\`${problem.outer}\`, an output of ${namedStage(problem.other, uri)}`;
      yield finding(problem, `\`${problem.path}\` lies in ${where}, and DVC refuses that. Move it out of the folder.`);
    }
  },
};

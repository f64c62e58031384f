import type { ConfigModel } from "../../formats/format.ts";
import { finding, type Rule } from "../../rules/rule.ts";
import { dvcProject } from "../project.ts";
import { relativePath } from "../stageNames.ts";

/**
 * An output holds a file that has stages.
 *
 * DVC 3.67 refuses all stages of the repository: `stage: 'train' is within an output 'models' of another stage`.
 */
export const dvcFileInOutput: Rule<ConfigModel> = {
  code: "dvc-file-in-output",
  severity: "error",
  *check(_model, { project, uri }) {
    for (const problem of project.share(dvcProject)?.problems ?? []) {
      if (problem.kind !== "holdsFile") continue;
      const what = problem.file === uri ? "this file" : `\`${relativePath(problem.file, uri)}\``;
      yield finding(problem, `The output \`${problem.path}\` holds ${what}, and DVC refuses that. Name what is written in it.`);
    }
  },
};

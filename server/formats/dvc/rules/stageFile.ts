import { pipelineOf } from "../../../dvc/pipeline.ts";
import { finding, type Rule, replacement } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * A `dvc.yaml` or a file ending in `.dvc` is named as a dependency or output.
 *
 * DVC 3.67 refuses the file: `DVC file 'data.dvc' cannot be a dependency`. Name what the file stands for.
 *
 * Wrong: `deps: [data.csv.dvc]`. Right: `deps: [data.csv]`.
 */
export const dvcStageFile: Rule<DvcYamlModel> = {
  code: "dvc-stage-file",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).partProblems) {
      if (problem.kind !== "stageFile") continue;
      const data = problem.path.endsWith(".dvc") ? problem.path.slice(0, -".dvc".length) : undefined;
      const next = data === undefined ? "" : ` Name \`${data}\`, which it stands for.`;
      const isWritten = model.text.slice(problem.start, problem.end) === problem.path;
      const fixes = data && isWritten ? [replacement(problem, data, `Change to \`${data}\``)] : [];
      yield finding(problem, `DVC takes no file of its own in \`${problem.section}\`.${next}`, fixes);
    }
  },
};

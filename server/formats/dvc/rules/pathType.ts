import { pipelineOf } from "../../../dvc/pipeline.ts";
import { kindName } from "../../../dvc/value.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * A template gives something else than a text where DVC needs one.
 *
 * DVC 3.67 stops. `${version}` by itself is whatever the variable is, a number too; `v${version}` is a text.
 *
 * Wrong: `deps: ["${version}"]` with `version: 3`. Right: `deps: ["data/${version}"]`, or `version: "3"`.
 */
export const dvcPathType: Rule<DvcYamlModel> = {
  code: "dvc-path-type",
  severity: "error",
  *check(model, { project }) {
    // What is written so is told by `dvc-wrong-type`.
    const written = model.misfits.flatMap((misfit) => (misfit.kind === "wrongType" ? [misfit.node] : []));
    for (const problem of pipelineOf(model, project).partProblems) {
      if (problem.kind !== "noPath" || written.some(({ start, end }) => start <= problem.start && problem.end <= end)) continue;
      yield finding(problem, `DVC needs a text in \`${problem.section}\`, and this is ${kindName(problem.value)}.`);
    }
  },
};

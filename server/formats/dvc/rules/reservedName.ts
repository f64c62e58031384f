import { pipelineOf } from "../../../dvc/pipeline.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * `vars` of a looped stage sets `item` or `key`.
 *
 * DVC 3.67 refuses the file: `attempted to modify reserved key 'item'`. In a loop these names are its own.
 */
export const dvcReservedName: Rule<DvcYamlModel> = {
  code: "dvc-reserved-name",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).problems) {
      if (problem.kind === "reserved") yield finding(problem, `In a loop \`${problem.name}\` is a name of DVC's own. Use another name.`);
    }
  },
};

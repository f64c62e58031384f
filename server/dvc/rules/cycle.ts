import type { ConfigModel } from "../../formats/format.ts";
import { finding, type Rule } from "../../rules/rule.ts";
import { dvcProject } from "../project.ts";
import { namedStage } from "../stageNames.ts";

/**
 * Stages wait for each other: each reads what the next one writes.
 *
 * DVC 3.67 refuses all stages of the repository: `Same item(s) are defined as both a dependency and an output`. A stage that changes a file has
 * to write another one.
 */
export const dvcCycle: Rule<ConfigModel> = {
  code: "dvc-cycle",
  severity: "error",
  *check(_model, { project, uri }) {
    for (const problem of project.share(dvcProject)?.problems ?? []) {
      if (problem.kind === "cycle") {
        const way = problem.stages.map((stage) => namedStage(stage, uri)).join(" → ");
        yield finding(problem, `These stages wait for each other: ${way}. Each reads what the next one writes.`);
      } else if (problem.kind === "ownOutput") {
        const { dep, out } = problem;
        const what = dep === out ? `\`${out}\` is read and written by this stage` : `This stage reads \`${dep}\` and writes \`${out}\``;
        yield finding(problem, `${what}, and DVC refuses that. Write to another path.`);
      }
    }
  },
};

import { onlyMeant } from "#registry/model/didYouMean.ts";
import { pipelineOf } from "../../../dvc/pipeline.ts";
import { finding, type Rule, replacement } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * `vars` takes a key of a file that has no such key.
 *
 * DVC 3.67 refuses the file: `could not find 'trian' in 'params.yaml'`. Only keys at the top of the file can be taken.
 *
 * Wrong: `- params.yaml:train.lr`. Right: `- params.yaml:train`.
 */
export const dvcVarsKey: Rule<DvcYamlModel> = {
  code: "dvc-vars-key",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).problems) {
      if (problem.kind !== "varsKey") continue;
      const { key, path, known } = problem;
      const meant = onlyMeant(key, known);
      const isExact = model.text.slice(problem.start, problem.end) === key;
      const fixes = meant === undefined || !isExact ? [] : [replacement(problem, meant, `Change to \`${meant}\``)];
      const next = meant === undefined ? "Name a key at the top of the file." : `Did you mean \`${meant}\`?`;
      yield finding(problem, `\`${path}\` has no \`${key}\`. ${next}`, fixes);
    }
  },
};

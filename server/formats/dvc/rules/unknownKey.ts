import { didYouMean } from "#registry/model/didYouMean.ts";
import { misfitText } from "../../../dvc/misfits.ts";
import { finding, type Rule, replacement } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * DVC does not know a key.
 *
 * DVC 3.67 refuses the file: `extra keys not allowed`. A stage with `foreach` has only `do` beside it.
 *
 * Wrong: `dep: [train.py]`. Right: `deps: [train.py]`.
 */
export const dvcUnknownKey: Rule<DvcYamlModel> = {
  code: "dvc-unknown-key",
  severity: "error",
  *check({ misfits }) {
    for (const misfit of misfits) {
      if (misfit.kind !== "unknownKey") continue;
      const { key, known } = misfit;
      const meant = didYouMean(key.text, known);
      const fixes = meant === undefined ? [] : [replacement(key, meant, `Change to \`${meant}\``)];
      yield finding(key, misfitText(misfit, meant), fixes);
    }
  },
};

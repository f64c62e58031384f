import { misfitText } from "../../../dvc/misfits.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * A key is missing that DVC needs: `cmd` of a stage, `do` beside `foreach`, `path` of an artifact.
 *
 * DVC 3.67 refuses the file: `missing 'cmd'`.
 *
 * Wrong:
 * ```yaml
 * stages:
 *   train:
 *     deps: [train.py]
 * ```
 * Right:
 * ```yaml
 * stages:
 *   train:
 *     cmd: python train.py
 *     deps: [train.py]
 * ```
 */
export const dvcMissingKey: Rule<DvcYamlModel> = {
  code: "dvc-missing-key",
  severity: "error",
  *check({ misfits }) {
    for (const misfit of misfits) {
      if (misfit.kind === "missingKey") yield finding(misfit.at, misfitText(misfit));
    }
  },
};

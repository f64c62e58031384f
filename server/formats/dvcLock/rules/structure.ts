import { misfitText, placeOf } from "../../../dvc/misfits.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcLockModel } from "../model.ts";

/**
 * A `dvc.lock` does not have the shape that DVC writes.
 *
 * DVC 3.67 refuses it, and with it the `dvc.yaml` beside it: `'./dvc.lock' validation failed`. What the stages were run with is then unknown;
 * `dvc repro` writes the file anew when it is deleted.
 *
 * Wrong: `schema: 2.0`. Right: `schema: '2.0'`.
 */
export const dvcLockStructure: Rule<DvcLockModel> = {
  code: "dvc-lock-structure",
  severity: "error",
  *check({ misfits }) {
    for (const misfit of misfits) yield finding(placeOf(misfit), misfitText(misfit));
  },
};

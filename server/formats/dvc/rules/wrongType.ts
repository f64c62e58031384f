import { misfitText } from "../../../dvc/misfits.ts";
import { finding, type Rule } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/**
 * A value is of a kind that DVC does not take in its place.
 *
 * DVC 3.67 refuses the file: `expected a list`. It looks before `${}` is resolved, so a list cannot come from `${}` here.
 *
 * Wrong: `deps: train.py`. Right: `deps: [train.py]`.
 */
export const dvcWrongType: Rule<DvcYamlModel> = {
  code: "dvc-wrong-type",
  severity: "error",
  *check({ misfits }) {
    for (const misfit of misfits) if (misfit.kind === "wrongType") yield finding(misfit.node, misfitText(misfit));
  },
};

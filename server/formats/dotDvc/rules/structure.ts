import { didYouMean } from "#registry/model/didYouMean.ts";
import { misfitText, placeOf } from "../../../dvc/misfits.ts";
import { finding, type Rule, replacement } from "../../../rules/rule.ts";
import type { DotDvcModel } from "../model.ts";

/**
 * A `.dvc` file does not have the shape that DVC writes.
 *
 * DVC 3.67 refuses it, and with it every command that looks at the whole repository: `'data.csv.dvc' validation failed`.
 *
 * Wrong: `outs: data.csv`. Right:
 * ```yaml
 * outs:
 *   - path: data.csv
 * ```
 */
export const dotDvcStructure: Rule<DotDvcModel> = {
  code: "dot-dvc-structure",
  severity: "error",
  *check({ misfits }) {
    for (const misfit of misfits) {
      const meant = misfit.kind === "unknownKey" ? didYouMean(misfit.key.text, misfit.known) : undefined;
      const place = placeOf(misfit);
      yield finding(place, misfitText(misfit, meant), meant === undefined ? [] : [replacement(place, meant, `Change to \`${meant}\``)]);
    }
  },
};

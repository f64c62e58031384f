import { finding, type Rule } from "../../../rules/rule.ts";
import { kindOf } from "../misfits.ts";
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
    for (const misfit of misfits) {
      if (misfit.kind !== "wrongType") continue;
      const { node, name, takes } = misfit;
      const found =
        kindOf(node) === "switch" ? "true or false" : `a ${kindOf(node)}`.replace("a nothing", "nothing").replace("a text", "text");
      yield finding(
        node,
        `DVC takes ${takes.replace(/(^| or )(?=list|map)/g, "$1a ").replace("switch", "true or false")} for \`${name}\`, not ${found}.`,
      );
    }
  },
};

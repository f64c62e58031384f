import { finding, type Rule } from "../../../rules/rule.ts";
import { entryOf } from "../../yamlTree.ts";
import type { MlmodelModel } from "../model.ts";

/**
 * A part of the signature is not what MLflow reads.
 *
 * `inputs`, `outputs` and `params` are JSON in a text; `Model.load` fails on what is none, or on a type that it does not know.
 *
 * Wrong: `inputs: '[{"type": "double",}]'`. Right: `inputs: '[{"type": "double"}]'`.
 */
export const mlmodelSignature: Rule<MlmodelModel> = {
  code: "mlmodel-signature",
  severity: "error",
  *check({ root, signature }) {
    for (const { faults } of signature) for (const fault of faults) yield finding(fault, fault.message);
    const entry = entryOf(root, "signature");
    if (entry?.value.kind === "map" && signature.length === 0) {
      yield finding(entry.key, "A signature has `inputs`, `outputs` or `params`. Remove it, or log the model with a signature.");
    }
  },
};

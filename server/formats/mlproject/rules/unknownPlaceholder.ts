import { didYouMean } from "#registry/model/didYouMean.ts";
import { finding, guessed, type Rule } from "../../../rules/rule.ts";
import { meansParameter } from "../command.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * The command asks for a parameter that the entry point does not declare.
 *
 * `mlflow run` ends with a `KeyError`. Values given with `-P` for undeclared parameters do not fill placeholders either: they are appended
 * to the command.
 *
 * Wrong:
 * ```yaml
 * parameters: {test_size: float}
 * command: "python train.py {val_size}"
 * ```
 * Right:
 * ```yaml
 * command: "python train.py {test_size}"
 * ```
 */
export const mlprojectUnknownPlaceholder: Rule<MlprojectModel> = {
  code: "mlproject-unknown-placeholder",
  severity: "error",
  *check({ entryPoints }) {
    for (const { parameters, command } of entryPoints) {
      const names = parameters.map((each) => each.asked);
      const known = new Set(names);
      for (const field of command?.placeholders ?? []) {
        const { name, nameSpan } = field;
        if (known.has(name) || !meansParameter(field)) continue;
        const guess = didYouMean(name, names);
        const next = guess === undefined ? "Declare it under `parameters`." : `Did you mean \`${guess}\`?`;
        const fixes = guessed(nameSpan, name, guess, names);
        yield finding(nameSpan, `\`${name}\` is not a parameter of this entry point; \`mlflow run\` ends with a KeyError. ${next}`, fixes);
      }
    }
  },
};

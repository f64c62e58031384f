import { finding, type Rule } from "../../../rules/rule.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * The command does not use a parameter.
 *
 * MLflow drops the value without a word: it does not reach the command, not even as an option.
 *
 * Wrong:
 * ```yaml
 * parameters: {epochs: int}
 * command: python train.py
 * ```
 * Right:
 * ```yaml
 * command: python train.py --epochs {epochs}
 * ```
 */
export const mlprojectUnusedParameter: Rule<MlprojectModel> = {
  code: "mlproject-unused-parameter",
  severity: "hint",
  fades: true,
  *check({ entryPoints }) {
    for (const { parameters, command } of entryPoints) {
      // With braces that cannot be read, what is used is not known.
      if (command === undefined || command.braces.length > 0) continue;
      const used = new Set(command.placeholders.map((each) => each.name));
      // Nor with one that is not declared: it may be the parameter that seems unused.
      if (command.placeholders.some(({ name }) => !parameters.some(({ asked }) => asked === name))) continue;
      for (const { name, asked } of parameters) {
        if (!used.has(asked))
          yield finding(name, `\`${name.text}\` never reaches the command. Write \`{${asked}}\` where its value belongs.`);
      }
    }
  },
};

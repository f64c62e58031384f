import { finding, type Rule } from "../../../rules/rule.ts";
import { isNull } from "../../yamlTree.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * An entry point has no command.
 *
 * The file loads, but running the entry point ends with `'NoneType' object has no attribute 'format'`.
 *
 * Right:
 * ```yaml
 * main:
 *   command: python train.py
 * ```
 */
export const mlprojectMissingCommand: Rule<MlprojectModel> = {
  code: "mlproject-missing-command",
  severity: "error",
  *check({ entryPoints }) {
    for (const { name, value, commandEntry } of entryPoints) {
      if (value.kind !== "map") continue;
      if (commandEntry === undefined) yield finding(name, `The entry point \`${name.text}\` has no \`command\`. Add one.`);
      else if (isNull(commandEntry.value)) yield finding(commandEntry.key, "`command` is empty. Write the shell command to run.");
    }
  },
};

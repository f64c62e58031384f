import { isNull } from "../formats/yamlTree.ts";
import { finding, type MlprojectRule } from "./rule.ts";

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
export const mlprojectMissingCommand: MlprojectRule = {
  code: "mlproject-missing-command",
  format: "MLproject",
  severity: "error",
  *check({ entryPoints }) {
    for (const { name, value, commandEntry } of entryPoints) {
      if (value.kind !== "map") continue;
      if (commandEntry === undefined) yield finding(name, `The entry point \`${name.text}\` has no \`command\`. Add one.`);
      else if (isNull(commandEntry.value)) yield finding(commandEntry.key, "`command` is empty. Write the shell command to run.");
    }
  },
};

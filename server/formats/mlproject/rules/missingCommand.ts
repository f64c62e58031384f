import { finding, type Rule, replacement } from "../../../rules/rule.ts";
import { unknownKeys } from "../../keySpec.ts";
import { isNull } from "../../yamlTree.ts";
import { entryPointSpec } from "../keys.ts";
import type { MlprojectModel } from "../model.ts";
import { meantKey } from "../slips.ts";

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
      const slip =
        commandEntry === undefined ? [...unknownKeys(value, entryPointSpec)].find((each) => meantKey(each) === "command") : undefined;
      if (slip !== undefined) {
        const { key } = slip;
        const message = `The entry point \`${name.text}\` has no \`command\`: MLflow ignores \`${key.text}\`. Did you mean \`command\`?`;
        yield finding(key, message, [replacement(key, "command", "Change to `command`")]);
      } else if (commandEntry === undefined) yield finding(name, `The entry point \`${name.text}\` has no \`command\`. Add one.`);
      else if (isNull(commandEntry.value)) yield finding(commandEntry.key, "`command` is empty. Write the shell command to run.");
    }
  },
};

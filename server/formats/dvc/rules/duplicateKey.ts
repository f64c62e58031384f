import { duplicateKey } from "../../../rules/duplicateKey.ts";

/**
 * A key stands twice.
 *
 * DVC 3.67 reads nothing of the file: `YAML file structure is corrupted`.
 */
export const dvcDuplicateKey = duplicateKey({
  code: "dvc-duplicate-key",
  severity: "error",
  outcome: ", and DVC refuses the file. Remove or rename one.",
});

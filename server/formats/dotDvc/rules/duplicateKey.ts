import { duplicateKey } from "../../../rules/duplicateKey.ts";

/**
 * A key stands twice in a `.dvc` file.
 *
 * DVC 3.67 reads nothing of the file: `YAML file structure is corrupted`. Where a merge left it so, keep the one whose data you want.
 */
export const dotDvcDuplicateKey = duplicateKey({
  code: "dot-dvc-duplicate-key",
  severity: "error",
  outcome: ", and DVC refuses the file. Remove one.",
});

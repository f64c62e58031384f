import { duplicateKey } from "../../../rules/duplicateKey.ts";

/**
 * A key stands twice in a `dvc.lock`.
 *
 * DVC 3.67 reads nothing of the file: `YAML file structure is corrupted`. Where a merge left it so, take one side and run `dvc repro`.
 */
export const dvcLockDuplicateKey = duplicateKey({
  code: "dvc-lock-duplicate-key",
  severity: "error",
  outcome: ", and DVC refuses the file. Remove one, or delete the file and run `dvc repro`.",
});

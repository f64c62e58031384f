import { duplicateKey } from "../../../rules/duplicateKey.ts";

/**
 * A key stands twice.
 *
 * MLflow's YAML reader (PyYAML) keeps the last one without a word: packages of the first are not installed.
 */
export const condaEnvDuplicateKey = duplicateKey({
  code: "conda-env-duplicate-key",
  severity: "warning",
  outcome: ". MLflow keeps the last one; remove the others.",
});

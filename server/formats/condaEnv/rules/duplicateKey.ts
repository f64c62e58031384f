import { overriddenKey } from "../../../rules/duplicateKey.ts";

/**
 * A key stands twice.
 *
 * MLflow's YAML reader (PyYAML) keeps the last one without a word: packages of the first are not installed.
 */
export const condaEnvDuplicateKey = overriddenKey({
  code: "conda-env-duplicate-key",
  severity: "warning",
  tool: "MLflow",
});

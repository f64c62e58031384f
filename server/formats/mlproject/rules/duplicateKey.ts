import { overriddenKey } from "../../../rules/duplicateKey.ts";

/**
 * A key of an MLproject file stands twice in the same map.
 *
 * MLflow's YAML reader (PyYAML) keeps the last one without a word: an entry point or a parameter is gone.
 */
export const mlprojectDuplicateKey = overriddenKey({
  code: "mlproject-duplicate-key",
  severity: "warning",
  tool: "MLflow",
});

import { repeatedKeys } from "../formats/yamlTree.ts";
import { finding, type MlprojectRule } from "./rule.ts";

/**
 * A key of an MLproject file stands twice in the same map.
 *
 * MLflow's YAML reader (PyYAML) keeps the last one without a word: an entry point or a parameter is gone.
 */
export const mlprojectDuplicateKey: MlprojectRule = {
  code: "mlproject-duplicate-key",
  format: "MLproject",
  severity: "warning",
  *check({ root }) {
    if (root === undefined) return;
    for (const key of repeatedKeys(root))
      yield finding(key, `\`${key.text}\` is set more than once. MLflow keeps the last one; remove the others.`);
  },
};

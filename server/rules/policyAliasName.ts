import { entryOf } from "../formats/yamlTree.ts";
import { finding, type PolicyRule } from "./rule.ts";

/**
 * MLflow refuses the alias.
 *
 * An alias has letters, digits, `_` and `-`, at most 255 of them; `latest` is reserved, and `v12` would be taken for a version.
 * (MLflow 3.17.2, `mlflow/utils/validation.py`.)
 */
export const policyAliasName: PolicyRule = {
  code: "policy-alias-name",
  format: "slipway.yaml",
  severity: "error",
  *check({ environments }) {
    for (const { node, environment } of environments) {
      const { alias } = environment;
      const value = entryOf(node, "alias")?.value;
      if (alias === undefined || value === undefined) continue;
      if (alias.toLowerCase() === "latest") yield finding(value, "MLflow reserves the alias `latest`. Choose another.");
      else if (/^v\d+$/i.test(alias)) yield finding(value, `MLflow takes \`${alias}\` for a version number. Choose another alias.`);
      else if (!/^[\p{L}\p{N}_-]{1,255}$/u.test(alias))
        yield finding(value, "An alias has letters, digits, `_` and `-` only, at most 255.");
    }
  },
};

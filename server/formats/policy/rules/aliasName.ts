import { finding, type Rule } from "../../../rules/rule.ts";
import { entryOf } from "../../yamlTree.ts";
import type { PolicyModel } from "../model.ts";

/**
 * MLflow refuses the alias.
 *
 * An alias has letters, digits, `_` and `-`, at most 255 of them; `latest` is reserved, and `v12` would be taken for a version.
 * (MLflow 3.17.2, `mlflow/utils/validation.py`.)
 */
export const policyAliasName: Rule<PolicyModel> = {
  code: "policy-alias-name",
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

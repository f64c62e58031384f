import type { ConfigModel } from "../formats/format.ts";
import { repeatedKeys } from "../formats/yamlTree.ts";
import { finding, type Rule, type RuleHead } from "./rule.ts";

/** A rule for keys that stand more than once in one map. `outcome` ends the sentence: what the tool makes of it, and the next step. */
export function duplicateKey({ outcome, ...head }: RuleHead & { readonly outcome: string }): Rule<ConfigModel> {
  return {
    ...head,
    *check({ root }) {
      if (root === undefined) return;
      for (const key of repeatedKeys(root)) yield finding(key, `\`${key.text}\` is set more than once${outcome}`);
    },
  };
}

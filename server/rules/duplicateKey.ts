import type { ConfigModel } from "../formats/format.ts";
import { Lines } from "../formats/text.ts";
import { repeatedKeys } from "../formats/yamlTree.ts";
import { finding, type Rule, type RuleHead } from "./rule.ts";

/** A rule for keys that stand more than once in one map, where the tool refuses the file. `outcome` ends the sentence: that it does, and the next step. */
export function duplicateKey({ outcome, ...head }: RuleHead & { readonly outcome: string }): Rule<ConfigModel> {
  return {
    ...head,
    *check({ root }) {
      if (root === undefined) return;
      for (const [, ...others] of repeatedKeys(root)) {
        for (const key of others) yield finding(key, `\`${key.text}\` is set more than once${outcome}`);
      }
    },
  };
}

/** A rule for keys that stand more than once in one map, where the tool takes the last one without a word: the others are marked. */
export function overriddenKey({ tool, ...head }: RuleHead & { readonly tool: string }): Rule<ConfigModel> {
  return {
    fades: true,
    ...head,
    *check({ root, text }) {
      if (root === undefined) return;
      const lines = new Lines(text);
      for (const keys of repeatedKeys(root)) {
        const last = keys.at(-1);
        if (last === undefined) continue;
        const where = `line ${lines.position(last.start).line + 1}`;
        for (const key of keys.slice(0, -1)) {
          yield finding(key, `\`${key.text}\` is set again in ${where}, and ${tool} keeps that one. Remove or rename one.`);
        }
      }
    },
  };
}

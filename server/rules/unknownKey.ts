import { didYouMean } from "#registry/model/didYouMean.ts";
import type { KeySpec } from "#registry/model/keySpec.ts";
import type { ConfigModel } from "../formats/format.ts";
import { type KeysOf, type UnknownKey, unknownKeys } from "../formats/keySpec.ts";
import { finding, guessed, type Rule, type RuleHead } from "./rule.ts";

export interface UnknownKeyRule extends RuleHead {
  /** Of the whole file. */
  readonly spec: KeySpec;
  /** Where the keys of a map depend on what stands in it. */
  readonly keysOf?: KeysOf;
  /** The key that was meant; default: the known one that is nearest. */
  guess?(unknown: UnknownKey): string | undefined;
  /** What is said; undefined: nothing. */
  words(unknown: UnknownKey, guess: string | undefined): string | undefined;
}

/** A rule for keys that a format does not have, with the one that was meant as its fix. */
export function unknownKey({ spec, keysOf, guess, words, ...head }: UnknownKeyRule): Rule<ConfigModel> {
  return {
    ...head,
    *check({ root }) {
      if (root === undefined) return;
      for (const unknown of unknownKeys(root, spec, keysOf)) {
        const { key, known } = unknown;
        const meant = guess === undefined ? didYouMean(key.text, known) : guess(unknown);
        const message = words(unknown, meant);
        if (message === undefined) continue;
        yield finding(key, message, guessed(key, key.text, meant, known));
      }
    },
  };
}

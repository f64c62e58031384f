import { didYouMean } from "#registry/model/didYouMean.ts";
import { finding, guessed, type Rule } from "../../../rules/rule.ts";
import type { PolicyModel } from "../model.ts";

/**
 * The registry has no such model.
 *
 * What the policy says of it applies to nothing. Said only when the open registry answered.
 */
export const policyUnknownModel: Rule<PolicyModel> = {
  code: "policy-unknown-model",
  severity: "warning",
  *check({ models }, { facts }) {
    const known = models.length === 0 ? undefined : facts.models();
    if (known?.state !== "known") return;
    for (const name of models) {
      if (known.value.includes(name.text)) continue;
      const guess = didYouMean(name.text, known.value);
      const next = guess === undefined ? "Register it, or remove it here." : `Did you mean \`${guess}\`?`;
      yield finding(name, `The registry has no model \`${name.text}\`. ${next}`, guessed(name, name.text, guess, known.value));
    }
  },
};

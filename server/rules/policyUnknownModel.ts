import { didYouMean } from "./didYouMean.ts";
import { finding, type PolicyRule, replacement } from "./rule.ts";

/**
 * The registry has no such model.
 *
 * What the policy says of it applies to nothing. Said only when the open registry answered.
 */
export const policyUnknownModel: PolicyRule = {
  code: "policy-unknown-model",
  format: "slipway.yaml",
  severity: "warning",
  *check({ models }, { facts }) {
    const known = models.length === 0 ? undefined : facts.models();
    if (known?.state !== "known") return;
    for (const name of models) {
      if (known.value.includes(name.text)) continue;
      const guess = didYouMean(name.text, known.value);
      const next = guess === undefined ? "Register it, or remove it here." : `Did you mean \`${guess}\`?`;
      yield finding(
        name,
        `The registry has no model \`${name.text}\`. ${next}`,
        guess === undefined ? [] : [replacement(name, guess, `Change to \`${guess}\``)],
      );
    }
  },
};

import { unknownKeys } from "../formats/policy/unknownKeys.ts";
import { didYouMean } from "./didYouMean.ts";
import { finding, type PolicyRule, replacement } from "./rule.ts";

/**
 * A key of the policy is not known.
 *
 * A misspelt key would silently weaken the policy: `aprovals: 1` asks nobody. The policy is not used until the key is gone.
 *
 * Wrong: `aprovals: 1`. Right: `approvals: 1`.
 */
export const policyUnknownKey: PolicyRule = {
  code: "policy-unknown-key",
  format: "slipway.yaml",
  severity: "error",
  *check({ root }) {
    if (!root) return;
    for (const { key, known } of unknownKeys(root)) {
      if (key.text === "<<") {
        yield finding(key, "The policy has no merge keys: `<<` would be a name. Write out what it stands for.");
        continue;
      }
      const guess = didYouMean(key.text, known);
      const next = guess === undefined ? `Known here: ${known.map((name) => `\`${name}\``).join(", ")}.` : `Did you mean \`${guess}\`?`;
      const fixes = guess === undefined ? [] : [replacement(key, guess, `Change to \`${guess}\``)];
      yield finding(key, `\`${key.text}\` is not a key of the policy. ${next}`, fixes);
    }
  },
};

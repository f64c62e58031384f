import { unknownKey } from "../../../rules/unknownKey.ts";
import { gateKeysOf } from "../gate.ts";
import { policySpec } from "../keys.ts";

/**
 * A key of the policy is not known.
 *
 * A misspelt key would silently weaken the policy: `aprovals: 1` asks nobody. The policy is not used until the key is gone.
 *
 * Wrong: `aprovals: 1`. Right: `approvals: 1`.
 */
export const policyUnknownKey = unknownKey({
  code: "policy-unknown-key",
  severity: "error",
  spec: policySpec,
  keysOf: gateKeysOf,
  words({ key, known }, guess) {
    if (key.text === "<<") return "The policy has no merge keys: `<<` would be a name. Write out what it stands for.";
    const next = guess === undefined ? `Known here: ${known.map((name) => `\`${name}\``).join(", ")}.` : `Did you mean \`${guess}\`?`;
    return `\`${key.text}\` is not a key of the policy. ${next}`;
  },
});

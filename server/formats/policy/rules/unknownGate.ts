import { noted } from "../../../rules/noted.ts";

/**
 * A gate is of a kind that this version of Slipway does not know.
 *
 * It stays in the policy, and its result is always *unknown*: never passed over, never passed.
 *
 * Known kinds: `metric`, `signature`, `commit`, `tag`.
 */
export const policyUnknownGate = noted({
  code: "policy-unknown-gate",
  severity: "warning",
});

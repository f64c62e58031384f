import { noted } from "../../../rules/noted.ts";

/**
 * A value of the policy has the wrong type.
 *
 * The policy is not used until it is mended: half a policy would let through what it should stop.
 *
 * Wrong:
 * ```yaml
 * approvals: one
 * ```
 * Right:
 * ```yaml
 * approvals: 1
 * ```
 */
export const policyWrongType = noted({
  code: "policy-wrong-type",
  severity: "error",
});

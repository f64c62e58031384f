import { noted } from "../../../rules/noted.ts";

/**
 * `version` is missing or not one that this Slipway reads.
 *
 * A policy of an unknown version is not used: it may ask for more than is understood.
 *
 * Right:
 * ```yaml
 * version: 1
 * ```
 */
export const policyVersion = noted({
  code: "policy-version",
  severity: "error",
});

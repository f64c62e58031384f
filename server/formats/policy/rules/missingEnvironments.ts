import { noted } from "../../../rules/noted.ts";

/**
 * The policy names no environment.
 *
 * Promotions go from one environment to the next, in the order of the file. Versions are born in the first.
 *
 * Right:
 * ```yaml
 * environments:
 *   dev: {}
 *   prod:
 *     alias: champion
 * ```
 */
export const policyMissingEnvironments = noted({
  code: "policy-missing-environments",
  severity: "error",
});

import { noted } from "../../../rules/noted.ts";

/**
 * A gate asks for nothing.
 *
 * A metric alone says nothing about how good it must be.
 *
 * Wrong:
 * ```yaml
 * - metric: val_auc
 * ```
 * Right:
 * ```yaml
 * - metric: val_auc
 *   min: 0.9
 * ```
 */
export const policyGateWithoutCheck = noted({
  code: "policy-gate-without-check",
  severity: "error",
});

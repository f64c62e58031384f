import { unknownKey } from "../../../rules/unknownKey.ts";
import { mlprojectSpec } from "../keys.ts";
import { meantKey } from "../slips.ts";

/**
 * A key looks like one of MLflow's, but is not.
 *
 * MLflow ignores every key that it does not know, so that a slip of the pen goes unnoticed. Keys that resemble nothing are left alone.
 *
 * Wrong: `virtualenv: python_env.yaml`. Right: `python_env: python_env.yaml`.
 */
export const mlprojectUnknownKey = unknownKey({
  code: "mlproject-unknown-key",
  severity: "warning",
  spec: mlprojectSpec,
  guess: meantKey,
  // What is meant for `command` is told where it is missing.
  words: ({ key }, guess) =>
    guess === undefined || guess === "command" ? undefined : `MLflow ignores \`${key.text}\`. Did you mean \`${guess}\`?`,
});

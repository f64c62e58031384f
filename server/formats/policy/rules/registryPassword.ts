import { finding, type Rule, replacement } from "../../../rules/rule.ts";
import { entryOf, stringOf } from "../../yamlTree.ts";
import type { PolicyModel } from "../model.ts";

/** The start of an address up to the host: scheme, name, password. */
const namedWithPassword = /^\s*([a-z][a-z0-9+.-]*:\/\/)[^/?#:@]*:[^/?#]+@/i;

/**
 * The address of the registry holds a password.
 *
 * Everyone who can read the repository can read it, now and in its history. It is used all the same, for that server alone.
 *
 * Wrong: `registry: https://ana:hunter2@mlflow.internal`. Right: `registry: https://mlflow.internal`, and each person signs in: with
 * `Slipway: Connect to an MLflow Server…`, or with MLflow's variables on the command line. A password that was committed has to be changed.
 */
export const policyRegistryPassword: Rule<PolicyModel> = {
  code: "policy-registry-password",
  severity: "warning",
  *check({ root }) {
    const value = entryOf(root, "registry")?.value;
    const address = stringOf(value);
    if (value === undefined || address === undefined || !namedWithPassword.test(address)) return;
    const message = "The address holds a password. Take it out, change it, and sign in with Connect to an MLflow Server.";
    yield finding(value, message, [replacement(value, address.replace(namedWithPassword, "$1"), "Remove the name and password")]);
  },
};

import type { Rule } from "../../../rules/rule.ts";
import type { PolicyModel } from "../model.ts";
import { policyAliasName } from "./aliasName.ts";
import { policyDuplicateAlias } from "./duplicateAlias.ts";
import { policyDuplicateKey } from "./duplicateKey.ts";
import { policyFirstEnvironmentGates } from "./firstEnvironmentGates.ts";
import { gateMetricNotLogged } from "./gateMetricNotLogged.ts";
import { policyGateWithoutCheck } from "./gateWithoutCheck.ts";
import { policyIdleOption } from "./idleOption.ts";
import { policyImpossibleBounds } from "./impossibleBounds.ts";
import { policyMissingEnvironments } from "./missingEnvironments.ts";
import { policyModelWay } from "./modelWay.ts";
import { policyNoWay } from "./noWay.ts";
import { policyRegistryPassword } from "./registryPassword.ts";
import { policyTooManyApprovals } from "./tooManyApprovals.ts";
import { policyUnknownAlias } from "./unknownAlias.ts";
import { policyUnknownEnvironment } from "./unknownEnvironment.ts";
import { policyUnknownGate } from "./unknownGate.ts";
import { policyUnknownKey } from "./unknownKey.ts";
import { policyUnknownModel } from "./unknownModel.ts";
import { policyUnread } from "./unread.ts";
import { policyVersion } from "./version.ts";
import { policyWrongType } from "./wrongType.ts";

/** What is checked in a policy: a new rule is a source file, golden files and a line here. */
export const policyRules: readonly Rule<PolicyModel>[] = [
  policyDuplicateKey,
  policyAliasName,
  policyDuplicateAlias,
  policyFirstEnvironmentGates,
  policyGateWithoutCheck,
  policyIdleOption,
  policyImpossibleBounds,
  policyMissingEnvironments,
  policyModelWay,
  policyNoWay,
  policyRegistryPassword,
  policyTooManyApprovals,
  policyUnknownAlias,
  policyUnknownEnvironment,
  policyUnknownGate,
  policyUnknownKey,
  policyUnknownModel,
  policyUnread,
  policyVersion,
  policyWrongType,
  gateMetricNotLogged,
];

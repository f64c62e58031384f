import { gateMetricNotLogged } from "./gateMetricNotLogged.ts";
import { mlprojectDefaultNone } from "./mlprojectDefaultNone.ts";
import { mlprojectDefaultPath } from "./mlprojectDefaultPath.ts";
import { mlprojectDefaultUri } from "./mlprojectDefaultUri.ts";
import { mlprojectDockerEnv } from "./mlprojectDockerEnv.ts";
import { mlprojectDuplicateKey } from "./mlprojectDuplicateKey.ts";
import { mlprojectEmpty } from "./mlprojectEmpty.ts";
import { mlprojectEmptySection } from "./mlprojectEmptySection.ts";
import { mlprojectEntryPointEnvironment } from "./mlprojectEntryPointEnvironment.ts";
import { mlprojectEnvironmentFile } from "./mlprojectEnvironmentFile.ts";
import { mlprojectFileName } from "./mlprojectFileName.ts";
import { mlprojectMissingCommand } from "./mlprojectMissingCommand.ts";
import { mlprojectOneEnvironment } from "./mlprojectOneEnvironment.ts";
import { mlprojectParameterShape } from "./mlprojectParameterShape.ts";
import { mlprojectRequiredParameter } from "./mlprojectRequiredParameter.ts";
import { mlprojectSparkJob } from "./mlprojectSparkJob.ts";
import { mlprojectUnescapedBrace } from "./mlprojectUnescapedBrace.ts";
import { mlprojectUnknownKey } from "./mlprojectUnknownKey.ts";
import { mlprojectUnknownPlaceholder } from "./mlprojectUnknownPlaceholder.ts";
import { mlprojectUnusedParameter } from "./mlprojectUnusedParameter.ts";
import { mlprojectWrongType } from "./mlprojectWrongType.ts";
import { notChecked } from "./notChecked.ts";
import { policyAliasName } from "./policyAliasName.ts";
import { policyDuplicateAlias } from "./policyDuplicateAlias.ts";
import { policyDuplicateKey } from "./policyDuplicateKey.ts";
import { policyFirstEnvironmentGates } from "./policyFirstEnvironmentGates.ts";
import { policyGateWithoutCheck } from "./policyGateWithoutCheck.ts";
import { policyIdleOption } from "./policyIdleOption.ts";
import { policyImpossibleBounds } from "./policyImpossibleBounds.ts";
import { policyMissingEnvironments } from "./policyMissingEnvironments.ts";
import { policyModelWay } from "./policyModelWay.ts";
import { policyNoWay } from "./policyNoWay.ts";
import { policyRegistryPassword } from "./policyRegistryPassword.ts";
import { policyTooManyApprovals } from "./policyTooManyApprovals.ts";
import { policyUnknownAlias } from "./policyUnknownAlias.ts";
import { policyUnknownEnvironment } from "./policyUnknownEnvironment.ts";
import { policyUnknownGate } from "./policyUnknownGate.ts";
import { policyUnknownKey } from "./policyUnknownKey.ts";
import { policyUnknownModel } from "./policyUnknownModel.ts";
import { policyUnread } from "./policyUnread.ts";
import { policyVersion } from "./policyVersion.ts";
import { policyWrongType } from "./policyWrongType.ts";
import type { Rule } from "./rule.ts";
import { yamlSyntax } from "./yamlSyntax.ts";

/** Every rule: a new one is a source file, golden files and a line here. */
export const rules: readonly Rule[] = [
  notChecked,
  yamlSyntax,
  mlprojectDefaultNone,
  mlprojectDefaultPath,
  mlprojectDefaultUri,
  mlprojectDockerEnv,
  mlprojectDuplicateKey,
  mlprojectEmpty,
  mlprojectEmptySection,
  mlprojectEntryPointEnvironment,
  mlprojectEnvironmentFile,
  mlprojectFileName,
  mlprojectMissingCommand,
  mlprojectOneEnvironment,
  mlprojectParameterShape,
  mlprojectRequiredParameter,
  mlprojectSparkJob,
  mlprojectUnescapedBrace,
  mlprojectUnknownKey,
  mlprojectUnknownPlaceholder,
  mlprojectUnusedParameter,
  mlprojectWrongType,
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

import type { Rule } from "../../../rules/rule.ts";
import type { MlprojectModel } from "../model.ts";
import { mlprojectDefaultNone } from "./defaultNone.ts";
import { mlprojectDefaultPath } from "./defaultPath.ts";
import { mlprojectDefaultUri } from "./defaultUri.ts";
import { mlprojectDockerEnv } from "./dockerEnv.ts";
import { mlprojectDuplicateKey } from "./duplicateKey.ts";
import { mlprojectEmpty } from "./empty.ts";
import { mlprojectEmptySection } from "./emptySection.ts";
import { mlprojectEntryPointEnvironment } from "./entryPointEnvironment.ts";
import { mlprojectEnvironmentFile } from "./environmentFile.ts";
import { mlprojectFileName } from "./fileName.ts";
import { mlprojectMissingCommand } from "./missingCommand.ts";
import { mlprojectOneEnvironment } from "./oneEnvironment.ts";
import { mlprojectParameterShape } from "./parameterShape.ts";
import { mlprojectPlaceholderFormat } from "./placeholderFormat.ts";
import { mlprojectSparkJob } from "./sparkJob.ts";
import { mlprojectUnescapedBrace } from "./unescapedBrace.ts";
import { mlprojectUnknownKey } from "./unknownKey.ts";
import { mlprojectUnknownPlaceholder } from "./unknownPlaceholder.ts";
import { mlprojectUnusedParameter } from "./unusedParameter.ts";
import { mlprojectWrongType } from "./wrongType.ts";

/** What is checked in an MLproject: a new rule is a source file, golden files and a line here. */
export const mlprojectRules: readonly Rule<MlprojectModel>[] = [
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
  mlprojectPlaceholderFormat,
  mlprojectSparkJob,
  mlprojectUnescapedBrace,
  mlprojectUnknownKey,
  mlprojectUnknownPlaceholder,
  mlprojectUnusedParameter,
  mlprojectWrongType,
];

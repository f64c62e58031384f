import { dvcCollectionInText } from "./collectionInText.ts";
import { dvcDuplicateKey } from "./duplicateKey.ts";
import { dvcExpression } from "./expression.ts";
import { dvcLoop } from "./loop.ts";
import { dvcMissingKey } from "./missingKey.ts";
import { dvcParamsKeys } from "./paramsKeys.ts";
import { dvcPathType } from "./pathType.ts";
import { dvcPlotsList } from "./plotsList.ts";
import { dvcReservedName } from "./reservedName.ts";
import { dvcStageFile } from "./stageFile.ts";
import { dvcStageName } from "./stageName.ts";
import { dvcUndefinedVariable } from "./undefinedVariable.ts";
import { dvcUnknownKey } from "./unknownKey.ts";
import { dvcUnsupportedValue } from "./unsupportedValue.ts";
import { dvcVarsConflict } from "./varsConflict.ts";
import { dvcVarsExpression } from "./varsExpression.ts";
import { dvcVarsFile } from "./varsFile.ts";
import { dvcVarsKey } from "./varsKey.ts";
import { dvcWrongType } from "./wrongType.ts";

/** Rules of `dvc.yaml`, in the order of their codes. */
export const dvcYamlRules = [
  ...[dvcCollectionInText, dvcDuplicateKey, dvcExpression, dvcLoop, dvcMissingKey, dvcParamsKeys, dvcPathType, dvcPlotsList],
  ...[dvcReservedName, dvcStageFile, dvcStageName, dvcUndefinedVariable, dvcUnknownKey, dvcUnsupportedValue],
  ...[dvcVarsConflict, dvcVarsExpression, dvcVarsFile, dvcVarsKey, dvcWrongType],
];

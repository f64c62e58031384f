import { dvcDuplicateKey } from "./duplicateKey.ts";
import { dvcMissingKey } from "./missingKey.ts";
import { dvcUnknownKey } from "./unknownKey.ts";
import { dvcWrongType } from "./wrongType.ts";

/** Rules of `dvc.yaml`, in the order of their codes. */
export const dvcYamlRules = [dvcDuplicateKey, dvcMissingKey, dvcUnknownKey, dvcWrongType];

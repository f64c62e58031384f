import { pythonEnvDuplicateKey } from "./duplicateKey.ts";
import { pythonEnvRequirementsFile } from "./requirementsFile.ts";
import { pythonEnvUnknownKey } from "./unknownKey.ts";
import { pythonEnvVersion } from "./version.ts";
import { pythonEnvWrongType } from "./wrongType.ts";

/** Rules of `python_env.yaml`, in the order of their codes. */
export const pythonEnvRules = [pythonEnvDuplicateKey, pythonEnvRequirementsFile, pythonEnvUnknownKey, pythonEnvVersion, pythonEnvWrongType];

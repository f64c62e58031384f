import { condaEnvDependency } from "./dependency.ts";
import { condaEnvDuplicateKey } from "./duplicateKey.ts";
import { condaEnvPython } from "./python.ts";
import { condaEnvWrongType } from "./wrongType.ts";

/** Rules of `conda.yaml`, in the order of their codes. */
export const condaEnvRules = [condaEnvDependency, condaEnvDuplicateKey, condaEnvPython, condaEnvWrongType];

import { mlmodelMissingFile } from "./missingFile.ts";
import { mlmodelNoPythonFunction } from "./noPythonFunction.ts";
import { mlmodelSignature } from "./signature.ts";
import { mlmodelWrongType } from "./wrongType.ts";

/** Rules of `MLmodel`, in the order of their codes. */
export const mlmodelRules = [mlmodelMissingFile, mlmodelNoPythonFunction, mlmodelSignature, mlmodelWrongType];

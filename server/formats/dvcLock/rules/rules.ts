import { dvcLockDuplicateKey } from "./duplicateKey.ts";
import { dvcLockStructure } from "./structure.ts";

/** Rules of `dvc.lock`, in the order of their codes. */
export const dvcLockRules = [dvcLockDuplicateKey, dvcLockStructure];

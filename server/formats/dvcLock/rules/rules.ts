import { dvcLockDuplicateKey } from "./duplicateKey.ts";
import { dvcLockOrphan } from "./orphan.ts";
import { dvcLockStructure } from "./structure.ts";

/** Rules of `dvc.lock`, in the order of their codes. */
export const dvcLockRules = [dvcLockDuplicateKey, dvcLockOrphan, dvcLockStructure];

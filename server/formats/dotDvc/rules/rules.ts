import { dotDvcDuplicateKey } from "./duplicateKey.ts";
import { dotDvcStructure } from "./structure.ts";

/** Rules of `.dvc` files, in the order of their codes. */
export const dotDvcRules = [dotDvcDuplicateKey, dotDvcStructure];

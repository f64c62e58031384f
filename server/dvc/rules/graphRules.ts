import { dvcCycle } from "./cycle.ts";
import { dvcDuplicateOutput } from "./duplicateOutput.ts";
import { dvcFileInOutput } from "./fileInOutput.ts";
import { dvcOverlappingOutput } from "./overlappingOutput.ts";

/** Rules of every file that has stages, in the order of their codes. */
export const dvcGraphRules = [dvcCycle, dvcDuplicateOutput, dvcFileInOutput, dvcOverlappingOutput];

import type { ConfigModel } from "../formats/format.ts";
import { isBeyondLimits } from "../formats/yamlTree.ts";
import { finding, type Rule } from "./rule.ts";

/**
 * The file is too large to check, or Slipway failed to read it.
 *
 * A file over 500 KB, nested thousands of levels deep, or with aliases that expand to more than 500,000 values is left alone, so that
 * typing never waits for it.
 *
 * `Slipway failed to read this file; it is not checked.` is a fault of Slipway, and not of the file: its tool may well read it. Please report it
 * with the file, or with as much of it as still shows the message. Other files are checked as ever.
 */
export const notChecked: Rule<ConfigModel> = {
  code: "not-checked",
  severity: "information",
  *check({ yamlProblems }) {
    for (const problem of yamlProblems) if (isBeyondLimits(problem)) yield finding(problem, problem.message);
  },
};

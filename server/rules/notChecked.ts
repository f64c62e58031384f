import type { ConfigModel } from "../formats/format.ts";
import { isBeyondLimits } from "../formats/yamlTree.ts";
import { finding, type Rule } from "./rule.ts";

/**
 * The file is too large to check.
 *
 * A file over 500 KB, nested thousands of levels deep, or with aliases that expand to more than 500,000 values is left alone, so that
 * typing never waits for it.
 */
export const notChecked: Rule<ConfigModel> = {
  code: "not-checked",
  severity: "information",
  *check({ yamlProblems }) {
    for (const problem of yamlProblems) if (isBeyondLimits(problem)) yield finding(problem, problem.message);
  },
};

import type { CommonRule } from "./rule.ts";
import { finding } from "./rule.ts";

/**
 * The file is too large to check.
 *
 * A file over 500 KB, nested thousands of levels deep, or with aliases that expand to more than 500,000 values is left alone, so that
 * typing never waits for it.
 */
export const notChecked: CommonRule = {
  code: "not-checked",
  format: "any",
  severity: "information",
  *check({ yamlProblems }) {
    for (const problem of yamlProblems) {
      if (problem.code === "TOO_LARGE" || problem.code === "TOO_DEEP" || problem.code === "ALIASES")
        yield finding(problem, problem.message);
    }
  },
};

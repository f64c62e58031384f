import type { ConfigModel } from "../formats/format.ts";
import { finding, type Rule, type RuleHead } from "./rule.ts";

/** A rule for what reading a file has noted under its name. */
export function noted(head: RuleHead): Rule<ConfigModel> {
  return {
    ...head,
    *check({ issues = [] }) {
      for (const issue of issues) if (issue.rule === head.code) yield finding(issue, issue.message, issue.fixes);
    },
  };
}

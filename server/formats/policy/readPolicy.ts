import type { Policy } from "#registry/promotion/types.ts";
import { checkConfig, type Problem } from "../../rules/check.ts";
import { noFacts, noProject } from "../../rules/rule.ts";
import { readSuppressions } from "../suppressions.ts";
import { Lines, type Range } from "../text.ts";
import { policyFormat } from "./format.ts";
import { readPolicyModel } from "./model.ts";
import { toPolicy } from "./toPolicy.ts";

export interface PolicyProblem {
  readonly code: string;
  readonly message: string;
  readonly range: Range;
  /** A comment in the file keeps it from being shown; it keeps the policy from being used all the same. */
  readonly silenced: boolean;
}

/** A policy, and what keeps it from being used. With a problem there is no policy: half a policy would let through what it should stop. */
export interface PolicyReading {
  readonly policy?: Policy;
  readonly problems: readonly PolicyProblem[];
}

/**
 * Reads `slipway.yaml` for promotions. It is a policy exactly where the checks find no error in it: the same rules, at the severities that
 * they come with, whatever is silenced. A registry is not asked. Lines of environments and gates are zero-based. Never throws.
 */
export function readPolicy(text: string): PolicyReading {
  const model = readPolicyModel(text);
  const failures: PolicyProblem[] = [];
  const found = checkConfig(
    { uri: policyFormat.id, name: policyFormat.id, format: policyFormat, model },
    {
      facts: noFacts,
      project: noProject,
      severities: {},
      silenced: false,
      exists: () => undefined,
      onRuleFailure: (code) => failures.push({ code, message: `The rule ${code} could not be checked.`, range: start, silenced: false }),
    },
  );
  const suppressions = readSuppressions(new Lines(text));
  const problems = found.filter(({ severity }) => severity === "error").map((problem) => withSilence(problem, suppressions));
  const all = [...problems, ...failures];
  return all.length > 0 ? { problems: all } : { policy: toPolicy(model), problems: [] };
}

const start: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function withSilence({ code, message, range }: Problem, suppressions: ReturnType<typeof readSuppressions>): PolicyProblem {
  return { code, message, range, silenced: suppressions.has(code, range.start.line) };
}

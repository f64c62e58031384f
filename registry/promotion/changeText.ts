import { gateWords } from "./checkGates.ts";
import { type PromotionFacts, surroundingsOf } from "./facts.ts";
import type { Seen, SeenChange } from "./seen.ts";
import type { GateState } from "./types.ts";

/** What is no longer as somebody saw it, in sentences, for the page and the command line. `since`: `since ana asked`. */

/** Why an act was stopped: what is no longer as its author saw it, a sentence each. */
export function stoppedBy(changes: readonly SeenChange[], seen: Seen, facts: PromotionFacts): string[] {
  const since = "since you looked";
  const policy = changes.some((change) => change.kind === "policy") ? [`The policy changed ${since}.`] : [];
  return [...incumbentLines(changes, facts, since), ...gateLines(changes, facts, seen.incumbent, since), ...policy];
}

/** Another version in the environment. */
export function incumbentLines(changes: readonly SeenChange[], facts: PromotionFacts, since: string): string[] {
  return changes.flatMap((change) => {
    if (change.kind !== "incumbent") return [];
    const was = change.was === null ? "there was none" : `no longer v${change.was}`;
    const is = change.now === null ? "there is no incumbent now" : `the incumbent is now v${change.now}`;
    return [`${facts.environment.name} has changed ${since}: ${is}, ${was}.`];
  });
}

const stateWords: Readonly<Record<GateState, string>> = { pass: "passes", fail: "fails", unknown: "is unknown" };
const pastWords: Readonly<Record<GateState, string>> = { pass: "passed", fail: "failed", unknown: "was unknown" };

/** What became of the gates: their results, or how far off they are. `before`: the incumbent that the old results were about. */
export function gateLines(changes: readonly SeenChange[], facts: PromotionFacts, before: string | null, since: string): string[] {
  const around = surroundingsOf(facts);
  return changes.flatMap((change) => {
    if (change.kind !== "gate") return [];
    const { was, now } = change;
    const then = was && gateWords(was, { ...around, incumbent: before });
    const words = now && gateWords(now, around);
    if (was === undefined || then === undefined) {
      return [`The policy changed ${since}: the gate on ${words?.subject} is new, it ${stateWords[now?.state ?? "unknown"]}.`];
    }
    if (now === undefined || words === undefined) return [`The policy changed ${since}: the gate on ${then.subject} is gone.`];
    if (was.state !== now.state)
      return [`A gate changed ${since}: ${words.subject} ${stateWords[now.state]}, ${pastWords[was.state]} then.`];
    const farther = words.margin !== then.margin ? [words.margin, then.margin] : [words.observed, then.observed];
    const [is = "", old = ""] = farther;
    // Another value of the incumbent that changes neither margin nor result is no news beside the incumbent itself.
    return is === old || old === ""
      ? []
      : [`${words.subject} still ${stateWords[now.state]}: ${is || "without a value"} now, ${old} then.`];
  });
}

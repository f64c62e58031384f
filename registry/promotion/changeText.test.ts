import assert from "node:assert/strict";
import { stoppedBy } from "./changeText.ts";
import type { PromotionFacts } from "./facts.ts";
import type { SeenChange } from "./seen.ts";
import type { GateResult } from "./types.ts";

const facts = { environment: { name: "prod" }, version: { version: "13" }, comparedWith: "11" } as unknown as PromotionFacts;
const seen = { complete: true, incumbent: "12", gates: [], policyHash: "a" };
const min = (observed: number | undefined, state: GateResult["state"] = "pass"): GateResult => {
  return { id: "metric:auc:min", state, bound: 0.9, ...(observed === undefined ? {} : { observed }) };
};
const tag = (state: GateResult["state"], observed?: string): GateResult => {
  return { id: "tag:review", state, ...(observed === undefined ? {} : { observed }) };
};

const cases: readonly (readonly [SeenChange, readonly string[]])[] = [
  [{ kind: "incumbent", was: "12", now: "11" }, ["prod has changed since you looked: the incumbent is now v11, no longer v12."]],
  [{ kind: "incumbent", was: null, now: "11" }, ["prod has changed since you looked: the incumbent is now v11, there was none."]],
  [{ kind: "incumbent", was: "12", now: null }, ["prod has changed since you looked: there is no incumbent now, no longer v12."]],
  [{ kind: "policy" }, ["The policy changed since you looked."]],
  [{ kind: "gate", now: tag("fail") }, ["The policy changed since you looked: the gate on review is new, it fails."]],
  [{ kind: "gate", now: tag("pass") }, ["The policy changed since you looked: the gate on review is new, it passes."]],
  [{ kind: "gate", was: tag("fail") }, ["The policy changed since you looked: the gate on review is gone."]],
  [{ kind: "gate", was: tag("pass", "done"), now: tag("fail") }, ["A gate changed since you looked: review fails, passed then."]],
  [{ kind: "gate", was: tag("fail"), now: tag("pass", "done") }, ["A gate changed since you looked: review passes, failed then."]],
  [{ kind: "gate", was: min(0.95), now: min(undefined, "unknown") }, ["A gate changed since you looked: auc is unknown, passed then."]],
  [{ kind: "gate", was: min(undefined, "unknown"), now: min(0.95) }, ["A gate changed since you looked: auc passes, was unknown then."]],
  [{ kind: "gate", was: min(0.95), now: min(0.92) }, ["auc still passes: above by 0.020 now, above by 0.050 then."]],
  [{ kind: "gate", was: tag("pass", "a"), now: tag("pass", "b") }, ["review still passes: b now, a then."]],
  [{ kind: "gate", was: tag("pass", "a"), now: tag("pass") }, ["review still passes: without a value now, a then."]],
  [{ kind: "gate", was: min(0.95), now: { ...min(0.95), incumbent: 0.93 } }, []],
  [{ kind: "gate", was: tag("pass"), now: tag("pass", "b") }, []],
];

describe("why an act was stopped", () => {
  for (const [change, expected] of cases) {
    it(JSON.stringify(change), () => assert.deepEqual(stoppedBy([change], seen, facts), expected));
  }

  it("names the incumbent, then gates, then the policy", () => {
    const changes: SeenChange[] = [{ kind: "policy" }, { kind: "gate", was: tag("fail") }, { kind: "incumbent", was: "12", now: "11" }];
    assert.deepEqual(
      stoppedBy(changes, seen, facts).map((line) => line.split(" ", 2).join(" ")),
      ["prod has", "The policy", "The policy"],
    );
  });

  it("speaks of the incumbent that the old result was about", () => {
    const was: GateResult = { id: "metric:auc:notWorseThan", state: "pass", observed: 0.9, incumbent: 0.8, better: "higher" };
    const now: GateResult = { ...was, incumbent: 0.7 };
    assert.deepEqual(stoppedBy([{ kind: "gate", was, now }], seen, facts), [
      "auc still passes: better by 0.200 now, better by 0.100 then.",
    ]);
  });
});

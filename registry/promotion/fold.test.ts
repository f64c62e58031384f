import assert from "node:assert/strict";
import { type FoldRules, foldVersion } from "./fold.ts";
import { event, idOf, prod } from "./testEvents.ts";
import type { Promotion, PromotionEvent } from "./types.ts";

const present = { incumbent: "12", gates: [{ id: "tag:bias_review", state: "pass" }] } as const;
const rules: FoldRules = { environment: prod, present };

function only(events: readonly PromotionEvent[], given: FoldRules = rules): Promotion {
  const [promotion, ...others] = foldVersion(events, () => given).promotions;
  assert.ok(promotion && others.length === 0);
  return promotion;
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

describe("folding promotion events", () => {
  it("gives the same for every order and for repeated events", () => {
    const histories: readonly (readonly PromotionEvent[])[] = [
      [event(1, "request"), event(2, "comment"), event(3, "approve"), event(4, "apply"), event(5, "apply", { by: "ana@example.com" })],
      [event(1, "request"), event(2, "approve"), event(3, "reject"), event(4, "cancel", { by: "ana@example.com" }), event(5, "request")],
      [
        event(1, "request"),
        event(2, "request"),
        event(3, "approve", { request: idOf(2) }),
        event(4, "apply", { request: idOf(2) }),
        event(9, "approve", { request: idOf(8) }),
      ],
      [event(3, "request"), event(1, "approve", { request: idOf(3) }), event(2, "comment", { request: idOf(3) })],
    ];
    for (const history of histories) {
      const expected = foldVersion(history, () => rules);
      for (const order of permutations(history)) {
        assert.deepEqual(
          foldVersion(order, () => rules),
          expected,
        );
        assert.deepEqual(
          foldVersion([...order, ...order], () => rules),
          expected,
        );
      }
    }
  });

  const cases: readonly (readonly [
    string,
    readonly PromotionEvent[],
    { readonly environment?: FoldRules["environment"] | undefined; readonly present?: FoldRules["present"] },
    Promotion["state"],
    readonly string[],
  ])[] = [
    ["waits without an approval", [event(1, "request")], {}, "requested", []],
    ["is approved by someone who may", [event(1, "request"), event(2, "approve")], {}, "approved", ["bruno@example.com"]],
    ["needs no approval where the policy asks for none", [event(1, "request")], { environment: { ...prod, approvals: 0 } }, "approved", []],
    [
      "is never approved for an environment that is gone",
      [event(1, "request"), event(2, "approve")],
      { environment: undefined },
      "requested",
      ["bruno@example.com"],
    ],
    [
      "counts one person once, however spelled",
      [event(1, "request"), event(2, "approve"), event(3, "approve", { by: "Bruno@Example.com" })],
      { environment: { ...prod, approvals: 2 } },
      "requested",
      ["bruno@example.com"],
    ],
    [
      "does not count the requester's own approval",
      [event(1, "request"), event(2, "approve", { by: "ANA@example.com" })],
      {},
      "requested",
      [],
    ],
    [
      "counts it where the policy allows that",
      [event(1, "request"), event(2, "approve", { by: "ana@example.com" })],
      { environment: { ...prod, selfApproval: true } },
      "approved",
      ["ana@example.com"],
    ],
    [
      "does not count people whom the policy does not name",
      [event(1, "request"), event(2, "approve", { by: "chen@example.com" })],
      {},
      "requested",
      [],
    ],
    [
      "lets an approval lapse when the incumbent moved",
      [event(1, "request"), event(2, "approve", { incumbent: "11" })],
      {},
      "requested",
      [],
    ],
    [
      "counts the approval that was given again",
      [event(1, "request"), event(2, "approve", { incumbent: "11" }), event(3, "approve")],
      {},
      "approved",
      ["bruno@example.com"],
    ],
    [
      "lets an approval lapse when a gate's result changed",
      [event(1, "request"), event(2, "approve")],
      { present: { incumbent: "12", gates: [{ id: "tag:bias_review", state: "fail" }] } },
      "requested",
      [],
    ],
    [
      "lets an approval lapse when a gate was added",
      [event(1, "request"), event(2, "approve")],
      { present: { incumbent: "12", gates: [...present.gates, { id: "commit", state: "pass" }] } },
      "requested",
      [],
    ],
    [
      "keeps approvals when the move was made but not recorded",
      [event(1, "request"), event(2, "approve")],
      { present: { ...present, incumbent: "13" } },
      "approved",
      ["bruno@example.com"],
    ],
    [
      "stays applied when the world moves on",
      [event(1, "request"), event(2, "approve"), event(3, "apply")],
      { present: { ...present, incumbent: "14" } },
      "applied",
      ["bruno@example.com"],
    ],
    ["is closed by the first decision", [event(1, "request"), event(2, "reject"), event(3, "cancel")], {}, "rejected", []],
    [
      "is applied once the registry was changed, whatever crossed it",
      [event(1, "request"), event(2, "approve"), event(3, "reject"), event(4, "apply")],
      {},
      "applied",
      ["bruno@example.com"],
    ],
    [
      "hears a person's last approval, not an earlier one that would fit",
      [event(1, "request"), event(2, "approve"), event(3, "approve", { incumbent: "11" })],
      {},
      "requested",
      [],
    ],
    [
      "is rolled back once the move was taken back",
      [event(1, "request"), event(2, "approve"), event(3, "apply"), event(4, "rollback")],
      { present },
      "rolledBack",
      ["bruno@example.com"],
    ],
    ["is not rolled back without having been applied", [event(1, "request"), event(2, "rollback")], {}, "requested", []],
    [
      "does not count an approval for another environment",
      [event(1, "request"), event(2, "approve", { to: "staging" })],
      {},
      "requested",
      [],
    ],
  ];
  for (const [what, events, change, state, approvedBy] of cases) {
    it(what, () => {
      const { environment, present: now } = { ...rules, ...change };
      const promotion = only(events, { ...(environment ? { environment } : {}), ...(now ? { present: now } : {}) });
      assert.equal(promotion.state, state);
      assert.deepEqual(promotion.approvedBy, approvedBy);
    });
  }

  it("names who closed it first", () => {
    const promotion = only([event(1, "request"), event(2, "approve"), event(3, "apply"), event(4, "apply", { by: "ana@example.com" })]);
    assert.equal(promotion.closedBy, "bruno@example.com");
    assert.equal(promotion.closedAt, event(3, "apply").at);
  });

  it("closes two requests for the same with one move", () => {
    const { promotions } = foldVersion([event(1, "request"), event(2, "request"), event(3, "approve"), event(4, "apply")], () => rules);
    assert.deepEqual(
      promotions.map((promotion) => promotion.state),
      ["applied", "applied"],
    );
  });

  it("does not count an approval given before its request, and shows it", () => {
    const early = event(1, "approve", { request: idOf(2) });
    const { promotions, orphans } = foldVersion([early, event(2, "request")], () => rules);
    assert.deepEqual([promotions[0]?.state, promotions[0]?.events.length], ["requested", 1]);
    assert.deepEqual(orphans, [{ key: `slipway.promotion.${idOf(1)}.approve`, why: "it is older than its request" }]);
  });

  const strays: readonly (readonly [string, PromotionEvent, string])[] = [
    ["without its request", event(2, "apply", { request: idOf(7) }), "its request is not here"],
    ["about another environment than its request", event(2, "apply", { to: "staging" }), "its request is for another environment"],
  ];
  for (const [what, stray, why] of strays) {
    it(`an application ${what} closes nothing, and is shown`, () => {
      const { promotions, orphans } = foldVersion([event(1, "request"), stray, event(3, "comment")], () => rules);
      assert.deepEqual([promotions[0]?.state, promotions[0]?.events.length], ["requested", 2]);
      assert.deepEqual(orphans, [{ key: `slipway.promotion.${idOf(2)}.apply`, why }]);
    });
  }

  it("does not count an approval without evidence, whatever else is known", () => {
    const { evidence: _, ...bare } = event(2, "approve");
    const { evidence: __, ...asked } = event(1, "request");
    assert.deepEqual(only([asked, bare], { environment: prod }).approvedBy, []);
    assert.deepEqual(only([event(1, "request"), bare]).approvedBy, []);
  });

  it("is rolled back with the move that closed it", () => {
    const history = [event(1, "request"), event(2, "request"), event(3, "approve"), event(4, "apply"), event(5, "rollback")];
    assert.deepEqual(
      foldVersion(history, () => rules).promotions.map((promotion) => promotion.state),
      ["rolledBack", "rolledBack"],
    );
  });

  it("where the version already is there, goes by the evidence of the newest approval that has one", () => {
    const there = { ...rules, environment: { ...prod, approvals: 2, approvers: [] }, present: { ...present, incumbent: "13" } };
    const [first, second] = [event(2, "approve", { incumbent: "11" }), event(3, "approve", { by: "chen@example.com" })];
    const { evidence: _, ...bare } = event(4, "approve", { by: "dora@example.com" });
    assert.deepEqual(only([event(1, "request"), first, second], there).approvedBy, ["chen@example.com"]);
    assert.deepEqual(only([event(1, "request"), first, second, bare], there).approvedBy, ["chen@example.com"]);
    const rejected = event(4, "reject", { by: "dora@example.com", incumbent: "11" });
    assert.deepEqual(only([event(1, "request"), second, { ...rejected, type: "comment" }], there).approvedBy, ["chen@example.com"]);
  });

  it("does not take a rollback before its application, or one of another request, for its own", () => {
    const states = (...history: readonly PromotionEvent[]) =>
      foldVersion(history, () => rules).promotions.map((promotion) => promotion.state);
    assert.deepEqual(states(event(1, "request"), event(2, "rollback"), event(3, "apply")), ["applied"]);
    const other = [event(5, "request"), event(6, "apply", { request: idOf(5) }), event(7, "rollback", { request: idOf(5) })];
    assert.deepEqual(states(event(1, "request"), event(3, "apply"), ...other), ["rolledBack", "applied"]);
  });

  it("counts of two events with one id the first by type, and the next id as well", () => {
    const same = { ...event(3, "apply"), id: idOf(2) };
    assert.equal(only([event(1, "request"), event(2, "comment"), same, event(3, "approve")]).state, "applied");
    assert.equal(only([event(1, "request"), event(2, "approve"), event(2, "comment"), event(3, "comment")]).state, "approved");
  });

  it("keeps its own answer beside another's application", () => {
    const history = [event(1, "request"), event(2, "request"), event(3, "apply", { request: idOf(2) }), event(4, "reject")];
    assert.deepEqual(
      foldVersion(history, () => rules).promotions.map((promotion) => promotion.state),
      ["applied", "rejected"],
    );
  });

  it("shows an event without its request, and goes on", () => {
    const { promotions, orphans } = foldVersion([event(1, "request"), event(2, "approve", { request: idOf(7) })], () => rules);
    assert.equal(promotions[0]?.state, "requested");
    assert.deepEqual(orphans, [{ key: `slipway.promotion.${idOf(2)}.approve`, why: "its request is not here" }]);
  });
});

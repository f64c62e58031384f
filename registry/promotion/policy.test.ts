import assert from "node:assert/strict";
import { RegistryError } from "../model/errors.ts";
import { gateRecords, gateSummary, worstFirst, worstGate } from "./checkGates.ts";
import type { PromotionFacts } from "./facts.ts";
import { choicesFor, environmentOf, incumbentIn, marker, movedText, moveText, planMove, stagesOf } from "./ladder.ts";
import { approvalRefusal, listPeople, possibleApprovers, samePerson } from "./policy.ts";
import { refuseNobody, refuseUnlessMayDecide, refuseWhenMoved, refuseWithoutReason, requestRefusal } from "./refusals.ts";
import { ladder, policyWith, prod } from "./testEvents.ts";
import type { Environment, GateState, Promotion } from "./types.ts";

const [ana, bruno, chen] = ["ana@example.com", "bruno@example.com", "chen@example.com"];

describe("people", () => {
  it("are the same without case and space around, and nobody is nobody", () => {
    assert.deepEqual(
      [samePerson(" Ana@x", "ana@X "), samePerson("ana", "bruno"), samePerson("", " "), samePerson("straße", "STRASSE")],
      [true, false, false, false],
    );
    assert.deepEqual(
      [listPeople([]), listPeople([ana]), listPeople([ana, bruno]), listPeople([ana, bruno, chen])],
      ["", "ana", "ana and bruno", "3 people"],
    );
  });

  it("may approve where the policy lets them, and are told why not", () => {
    const cases: readonly (readonly [Partial<Environment>, string, string])[] = [
      [{}, bruno, ""],
      [{}, " ", "Git knows no user.email, so an approval would have no name"],
      [{}, ana, "you made this request; the policy asks for someone else"],
      [{ selfApproval: true }, ana, ""],
      [{}, chen, "the policy lets ana and bruno approve"],
      [{ approvers: [] }, chen, ""],
    ];
    for (const [change, person, why] of cases) assert.equal(approvalRefusal({ ...prod, ...change }, person, ana), why);
  });

  it("who could approve leave out the requester where the policy does", () => {
    assert.equal(possibleApprovers({ ...prod, approvers: [] }, ana), undefined);
    assert.deepEqual(possibleApprovers(prod, ana), [bruno]);
    assert.deepEqual(possibleApprovers({ ...prod, selfApproval: true }, ana), [ana, bruno]);
  });
});

describe("moves in words", () => {
  const alias = { kind: "alias", name: "champion", from: "12", to: "13" } as const;
  const stage = { kind: "stage", name: "Production", from: "12", to: "13" } as const;
  it("say what they do and what they did", () => {
    const texts = [alias, { ...alias, from: null }, stage, { ...stage, from: null }].map(moveText);
    assert.deepEqual(texts, [
      "Moves @champion from v12 to v13.",
      "Sets @champion on v13.",
      "Moves v13 into the stage Production; v12 is archived.",
      "Moves v13 into the stage Production.",
    ]);
    const told = [alias, { ...alias, from: null }, { ...alias, to: null }, stage, { ...stage, to: null }].map(movedText);
    assert.deepEqual(told, [
      "moved @champion from v12 to v13",
      "set @champion on v13",
      "moved @champion from v12",
      "moved v13 into the stage Production",
      "moved v12 out of Production",
    ]);
  });

  it("are planned from what marks the environment", () => {
    const standing = ladder.map((environment) => ({ environment, version: environment.name === "prod" ? "12" : null }));
    assert.deepEqual(planMove(policyWith({}), standing, "13", "prod"), alias);
    const { alias: _alias, ...bare } = prod;
    const byStage = { ...policyWith({}), environments: [{ ...bare, stage: "Production" }, ...ladder.slice(0, 2)] };
    assert.deepEqual(planMove(byStage, standing, "13", "prod"), stage);
    assert.deepEqual(
      [planMove(policyWith({}), standing, "13", "dev"), planMove(policyWith({}), standing, "13", "moon")],
      [undefined, undefined],
    );
    assert.deepEqual([stagesOf(byStage), stagesOf({ ...policyWith({ stage: "Production" }) })], [["Production"], []]);
    assert.deepEqual([marker({ ...bare, stage: "Production" }), marker(prod), marker(bare)], ["Production", "@champion", ""]);
    assert.deepEqual([incumbentIn(standing, "moon"), environmentOf([], "13"), choicesFor([], "13")], [null, "", { all: [] }]);
    assert.deepEqual(choicesFor(standing, "12"), { all: [] });
  });
});

describe("results of gates together", () => {
  const of = (...states: readonly GateState[]) => states.map((state) => ({ state }));
  const cases: readonly (readonly [readonly { state: GateState }[], GateState, string])[] = [
    [of("fail", "pass"), "fail", "1 gate fails"],
    [of("fail", "fail", "unknown"), "fail", "2 gates fail"],
    [of("unknown", "pass"), "unknown", "1 gate unknown"],
    [of("unknown", "unknown"), "unknown", "2 gates unknown"],
    [of("pass", "pass"), "pass", "pass"],
  ];
  for (const [gates, worst, summary] of cases)
    it(summary, () => assert.deepEqual([worstGate(gates), gateSummary(gates)], [worst, summary]));

  it("are sorted with the worst first, and kept without what an event has no room for", () => {
    assert.deepEqual(of("pass", "unknown", "fail", "pass").sort(worstFirst), of("fail", "unknown", "pass", "pass"));
    assert.deepEqual(gateRecords([{ id: "commit", state: "fail", why: "dirty", detail: "x", line: 3 }]), [
      { id: "commit", state: "fail", why: "dirty" },
    ]);
  });
});

describe("refusals", () => {
  const open = { to: "prod", state: "requested", requestedBy: ana } as Promotion;
  const facts = (more: Partial<PromotionFacts> = {}) =>
    ({
      environment: prod,
      version: { version: "13" },
      incumbentVersion: "12",
      promotions: [],
      gates: [],
      ...more,
    }) as unknown as PromotionFacts;
  const told = (act: () => unknown): string => {
    try {
      const error = act();
      return error instanceof RegistryError ? `${error.kind}: ${error.message} ${error.next}` : "";
    } catch (error) {
      return error instanceof RegistryError ? `${error.kind}: ${error.message} ${error.next}` : String(error);
    }
  };
  const { alias: _alias, ...unmarked } = prod;
  const tag = { id: "tag:review", state: "fail" } as const;
  const someoneElse = (more: Partial<Environment>) => facts({ environment: { ...prod, ...more } });
  const cases: readonly (readonly [string, () => unknown])[] = [
    ["", () => requestRefusal(facts(), ana)],
    [
      "",
      () =>
        requestRefusal(
          facts({
            promotions: [
              { ...open, to: "staging" },
              { ...open, state: "applied" },
            ],
          }),
          ana,
        ),
    ],
    ["", () => requestRefusal(someoneElse({ approvers: [] }), ana)],
    [
      "invalid: Nothing marks the versions that are in prod. Give it an alias or a stage in slipway.yaml.",
      () => requestRefusal(facts({ environment: unmarked }), ana),
    ],
    ["", () => requestRefusal(facts({ environment: { ...unmarked, stage: "Production" } }), ana)],
    ["conflict: v13 already is in prod. Choose another version.", () => requestRefusal(facts({ incumbentVersion: "13" }), ana)],
    [
      "conflict: ana already asked for this promotion. Open it and decide or comment there.",
      () => requestRefusal(facts({ promotions: [open] }), bruno),
    ],
    [
      "forbidden: The policy asks for someone else, and names nobody. Name more approvers in slipway.yaml.",
      () => requestRefusal(someoneElse({ approvers: [ana] }), ana),
    ],
    [
      "forbidden: The policy asks for 2 others, and names only bruno. Name more approvers in slipway.yaml.",
      () => requestRefusal(someoneElse({ approvals: 2 }), ana),
    ],
    ["", () => refuseNobody(ana)],
    [
      "forbidden: Git knows no user.email, so nobody would know who did this. Set it: git config user.email you@example.com",
      () => refuseNobody(" "),
    ],
    ["", () => refuseUnlessMayDecide(facts(), open, bruno)],
    [
      "forbidden: You made this request; the policy asks for someone else. Ask someone who may decide.",
      () => refuseUnlessMayDecide(facts(), open, ana),
    ],
    ["", () => refuseWithoutReason(facts(), " ", "request")],
    ["", () => refuseWithoutReason(facts({ gates: [tag] }), "because", "request")],
    [
      "invalid: To approve it, a reason is needed: 1 gate fails. Say in the comment why it may go all the same.",
      () => refuseWithoutReason(facts({ gates: [tag] }), " ", "approve"),
    ],
    ["", () => refuseWhenMoved(facts({ incumbentVersion: "13" }), open)],
    ["", () => refuseWhenMoved(facts(), { ...open, state: "approved" })],
    [
      "conflict: v13 already is in prod. Apply finishes the record; then promote another version.",
      () => refuseWhenMoved(facts({ incumbentVersion: "13" }), { ...open, state: "approved" }),
    ],
  ];
  for (const [expected, act] of cases) it(expected || `none: ${act}`, () => assert.equal(told(act), expected));
});

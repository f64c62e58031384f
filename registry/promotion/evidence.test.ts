import assert from "node:assert/strict";
import { readEvidence, wireEvidence } from "./evidence.ts";
import type { Evidence, GateRecord } from "./types.ts";

const policy = { hash: "a", commit: "" };
const gateOf = (gate: object, more: object = { policy }) =>
  readEvidence({ gates: [gate], incumbent: null, runId: "", commit: "", ...more })?.gates[0];

describe("the evidence of an event", () => {
  const full: GateRecord = {
    ...{ id: "metric:auc:min", state: "fail", observed: "NaN", incumbent: -0.5, bound: 0.9, tolerance: 0.1 },
    ...{ better: "lower", asked: "required", why: "notLogged", names: ["a", "b"] },
  };

  it("keeps every value, and leaves out what was dropped", () => {
    const evidence: Evidence = { gates: [full, { ...full, better: "higher" }], incumbent: "12", runId: "r", commit: "c", policy };
    assert.deepEqual(readEvidence(wireEvidence(evidence, [])), evidence);
    const { names: _names, bound: _bound, ...rest } = full;
    assert.deepEqual(readEvidence(wireEvidence({ ...evidence, gates: [full] }, ["names", "bound"]))?.gates, [rest]);
    assert.deepEqual(wireEvidence({ gates: [{ id: "commit", state: "pass" }], incumbent: null, runId: "", commit: "" }, []), {
      ...{ gates: [{ id: "commit", state: "pass" }], incumbent: null, runId: "", commit: "" },
    });
    assert.equal(readEvidence(undefined), undefined);
  });

  it("passes over a direction that it does not know", () => {
    assert.deepEqual(gateOf({ id: "commit", state: "pass", better: "nearer" }), { id: "commit", state: "pass" });
  });

  const wrong: readonly (readonly [string, () => unknown, string])[] = [
    ["a text", () => readEvidence("x"), "its evidence is not an object"],
    ["without gates", () => readEvidence({ incumbent: null }), "its evidence lists no gates"],
    ["with an incumbent that is a number", () => readEvidence({ gates: [], incumbent: 12 }), "its incumbent is not a text"],
    ["with a policy that is a text", () => gateOf({}, { policy: "x" }), "the policy of its evidence is not an object"],
    [
      "with a gate that is a text",
      () => readEvidence({ gates: ["x"], incumbent: null, policy }),
      "a gate of its evidence is not an object",
    ],
    ["with a state of its own", () => gateOf({ id: "commit", state: "maybe" }), "a gate of its evidence is “maybe”"],
    ["with a long state", () => gateOf({ id: "commit", state: "x".repeat(61) }), `a gate of its evidence is “${"x".repeat(59)}…”`],
    ["with a state of 60", () => gateOf({ id: "commit", state: "x".repeat(60) }), `a gate of its evidence is “${"x".repeat(60)}”`],
    ["with an observation that is a list", () => gateOf({ id: "commit", state: "pass", observed: [] }), "its observed is not a text"],
    ["with a bound that is a text", () => gateOf({ id: "commit", state: "pass", bound: "1" }), "its bound is not a number"],
    ["with a tolerance that is a text", () => gateOf({ id: "commit", state: "pass", tolerance: "1" }), "its tolerance is not a number"],
    ["with names that are a text", () => gateOf({ id: "commit", state: "pass", names: "a" }), "the names of a gate are not texts"],
    ["with a name that is a number", () => gateOf({ id: "commit", state: "pass", names: ["a", 1] }), "the names of a gate are not texts"],
    ["with a reason that is a number", () => gateOf({ id: "commit", state: "pass", why: 1 }), "its why is not a text"],
    ["with a rule that is a number", () => gateOf({ id: "commit", state: "pass", asked: 1 }), "its asked is not a text"],
  ];
  for (const [what, read, message] of wrong) {
    it(`is not read ${what}`, () => assert.throws(read, { message }));
  }

  /** Values as the first writers kept them, for people; they named no policy. */
  const shown: readonly (readonly [id: string, shown: string | number, raw: unknown])[] = [
    ["metric:auc:min", "0.941", 0.941],
    ["metric:auc:min", "−0.5", -0.5],
    ["metric:auc:min", "NaN", "NaN"],
    ["metric:auc:min", "∞", "Infinity"],
    ["metric:auc:min", "−∞", "-Infinity"],
    ["metric:auc:min", "not logged", undefined],
    ["metric:auc:min", "", undefined],
    ["metric:auc:min", 0.5, undefined],
    ["signature", "1 input", 1],
    ["signature", "12 inputs", 12],
    ["signature", "none", undefined],
    ["commit", "91de0b7", "91de0b7"],
    ["commit", "none", undefined],
    ["commit", "unknown", undefined],
    ["tag:review", "not set", undefined],
    ["tag:review", "empty", ""],
    ["tag:review", "12 inputs to look at", "12 inputs to look at"],
  ];
  for (const [id, text, raw] of shown) {
    it(`reads “${text}” of ${id} in an event of the first writers as ${JSON.stringify(raw)}`, () => {
      const gate = gateOf({ id, state: "pass", observed: text, incumbent: text, why: "x" }, {});
      assert.deepEqual(gate, { id, state: "pass", why: "x", ...(raw === undefined ? {} : { observed: raw, incumbent: raw }) });
    });
  }
});

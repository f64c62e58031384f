import assert from "node:assert/strict";
import { RegistryError } from "../model/errors.ts";
import { changesSince, type Present, readSeen, type Seen, type SeenChange, seenBy, seenToken } from "./seen.ts";
import type { GateResult } from "./types.ts";

const gate: GateResult = { id: "metric:auc:min", state: "pass", observed: 0.95, bound: 0.9, incumbent: 0.93 };
const present: Present = { incumbent: "12", gates: [gate], policyHash: "a" };
const tokenOf = (value: unknown) => `seen1.${btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;

describe("what somebody saw", () => {
  it("comes back from its token, without what an event has no room for", () => {
    const odd = { ...gate, id: "tag:»ÿ>>>???", observed: "…ÿ".repeat(20), line: 7, detail: "why" };
    const seen = readSeen(seenToken({ ...present, gates: [odd] }));
    const { line: _line, detail: _detail, ...record } = odd;
    assert.deepEqual(seen, { complete: true, incumbent: "12", gates: [record], policyHash: "a" });
    assert.equal(readSeen(seenToken({ ...present, incumbent: null })).incumbent, null);
  });

  it("is a token of letters that an address can hold, whatever it says", () => {
    for (let length = 0; length < 12; length++) {
      const token = seenToken({ ...present, policyHash: `${"ÿ>?".repeat(5)}${"x".repeat(length)}` });
      assert.match(token, /^seen1\.[\w-]+$/);
      assert.equal(readSeen(token).policyHash.length, 15 + length);
    }
  });

  const unreadable: readonly (readonly [string, string])[] = [
    ["empty", ""],
    ["of another kind", tokenOf({ incumbent: null, gates: [], policyHash: "" }).replace("seen1.", "seen2.")],
    ["not base 64", "seen1.%"],
    ["not JSON", `seen1.${btoa("{")}`],
    ["not UTF-8", `seen1.${btoa(`{"incumbent":"\xff","gates":[],"policyHash":""}`)}`],
    ["null", tokenOf(null)],
    ["with a number for the incumbent", tokenOf({ incumbent: 12, gates: [], policyHash: "" })],
    ["without a policy", tokenOf({ incumbent: null, gates: [] })],
    ["without gates", tokenOf({ incumbent: null, policyHash: "" })],
    ["with gates that are no list", tokenOf({ incumbent: null, gates: {}, policyHash: "" })],
  ];
  for (const [what, token] of unreadable) {
    it(`is refused where the token is ${what}`, () => {
      assert.throws(
        () => readSeen(token),
        (error) =>
          RegistryError.is(error, "invalid") &&
          error.message === "What you saw of this promotion cannot be read." &&
          error.next === "Look at it again, then decide." &&
          error.cause instanceof Error,
      );
    });
  }

  it("says why a token is none", () => {
    const cause = (token: string) => {
      try {
        return readSeen(token);
      } catch (error) {
        return error instanceof RegistryError ? String(error.cause) : error;
      }
    };
    assert.equal(cause("x"), "TypeError: another kind of text");
    assert.equal(cause(tokenOf({ incumbent: 12 })), "TypeError: not what was seen");
  });

  it("is of an event what its evidence keeps", () => {
    const evidence = { incumbent: "12", gates: [gate], runId: "r", commit: "" };
    assert.deepEqual(seenBy(evidence), { complete: false, incumbent: "12", gates: [gate], policyHash: "" });
    assert.equal(seenBy({ ...evidence, policy: { hash: "a", commit: "" } }).policyHash, "a");
  });
});

describe("what is no longer as it was seen", () => {
  const seen: Seen = { complete: true, incumbent: "12", gates: [gate], policyHash: "a" };
  const partly: Seen = { ...seen, complete: false };
  const tag: GateResult = { id: "tag:review", state: "fail" };
  const { observed: _observed, ...bare } = gate;
  const worse: GateResult = { ...gate, state: "fail" };
  const cases: readonly (readonly [string, Seen, Partial<Present>, readonly SeenChange[]])[] = [
    ["nothing", seen, {}, []],
    ["the incumbent", seen, { incumbent: "13" }, [{ kind: "incumbent", was: "12", now: "13" }]],
    ["an incumbent that is gone", seen, { incumbent: null }, [{ kind: "incumbent", was: "12", now: null }]],
    ["a result", seen, { gates: [worse] }, [{ kind: "gate", was: gate, now: worse }]],
    ["a result, to one who saw a part", partly, { gates: [worse] }, [{ kind: "gate", was: gate, now: worse }]],
    ["a gate that is new", seen, { gates: [gate, tag] }, [{ kind: "gate", now: tag }]],
    ["a gate that is gone", seen, { gates: [] }, [{ kind: "gate", was: gate }]],
    ["the policy", seen, { policyHash: "b" }, [{ kind: "policy" }]],
    ["nothing of a policy that nobody knew", { ...seen, policyHash: "" }, {}, []],
    ["nothing of a policy that nobody knows now", seen, { policyHash: "" }, []],
    ["a value that is gone", seen, { gates: [bare] }, [{ kind: "gate", was: gate, now: bare }]],
    ["no value that one of both lacks, to one who saw a part", partly, { gates: [bare] }, []],
    ["no value that was left out", { ...partly, gates: [bare] }, {}, []],
    [
      "another value, also to one who saw a part",
      partly,
      { gates: [{ ...gate, observed: 0.96 }] },
      [{ kind: "gate", was: gate, now: { ...gate, observed: 0.96 } }],
    ],
    ["no reason that reads otherwise", seen, { gates: [{ ...gate, why: "x", detail: "y" }] }, []],
    [
      "all of it, the incumbent first",
      seen,
      { incumbent: "13", gates: [worse], policyHash: "b" },
      [{ kind: "incumbent", was: "12", now: "13" }, { kind: "gate", was: gate, now: worse }, { kind: "policy" }],
    ],
  ];
  for (const [what, saw, change, expected] of cases) {
    it(`is ${what}`, () => assert.deepEqual(changesSince(saw, { ...present, ...change }), expected));
  }

  for (const key of ["observed", "incumbent", "bound", "tolerance"] as const) {
    it(`is another ${key}`, () => assert.equal(changesSince(seen, { ...present, gates: [{ ...gate, [key]: 7 }] }).length, 1));
  }
  it("is another direction, and another rule", () => {
    assert.equal(changesSince(seen, { ...present, gates: [{ ...gate, better: "lower" }] }).length, 1);
    assert.equal(changesSince(seen, { ...present, gates: [{ ...gate, asked: "required" }] }).length, 1);
  });
});

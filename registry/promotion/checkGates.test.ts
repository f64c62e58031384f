import assert from "node:assert/strict";
import type { Knowledge } from "../model/types.ts";
import { checkGates, conditionsFor, gateSummary, gateWords, worstGate } from "./checkGates.ts";
import { adviceText } from "./gates/phrases.ts";
import type { Signature } from "./signature.ts";
import { policyWith } from "./testEvents.ts";
import type { Gate, GateResult } from "./types.ts";
import type { RunFacts, VersionFacts } from "./versionFacts.ts";

const noSignature: Knowledge<Signature> = { state: "absent" };

function run(metrics: Readonly<Record<string, number>>, more: Partial<RunFacts> = {}): Knowledge<RunFacts> {
  return {
    state: "known",
    value: {
      id: "r",
      name: "gbm",
      metrics: new Map(Object.entries(metrics)),
      params: new Map(),
      datasets: [],
      commit: "91de0b7c5f",
      ...more,
    },
  };
}

function version(name: string, facts: Partial<VersionFacts> = {}): VersionFacts {
  return { version: name, runId: "r", tags: new Map(), run: run({}), signature: noSignature, ...facts };
}

function checkOne(gate: Gate, candidate: VersionFacts, incumbent: VersionFacts | null): GateResult {
  const conditions = conditionsFor(policyWith({}, { prod: [gate] }), "fraud-scorer", "prod");
  const [result] = checkGates(conditions, { environment: "prod", candidate, incumbent });
  assert.ok(result);
  return result;
}

function wordsOf(result: GateResult, incumbent: string | null = "12") {
  const words = gateWords(result, { environment: "prod", candidate: "13", incumbent });
  return { ...words, advice: result.state === "pass" ? "" : adviceText(words, true) };
}

const notWorse: Gate = { kind: "metric", metric: "val_auc", notWorseThan: "current", tolerance: 0.002, line: 28 };
const auc = (value: number, name = "13") => version(name, { run: run({ val_auc: value }) });

describe("metric gates", () => {
  it("find raw values, and say how far off in words made from these", () => {
    const result = checkOne(notWorse, auc(0.941), auc(0.934, "12"));
    assert.deepEqual(result, {
      id: "metric:val_auc:notWorseThan",
      state: "pass",
      observed: 0.941,
      incumbent: 0.934,
      tolerance: 0.002,
      better: "higher",
      line: 28,
    });
    assert.deepEqual(wordsOf(result), {
      subject: "val_auc",
      rule: "{} not worse than prod by more than 0.002",
      observed: "0.941",
      incumbent: "0.934",
      margin: "better by 0.007",
      problem: "",
      remedy: "",
      reason: "",
      advice: "",
    });
  });

  const gate = (more: object) => ({ kind: "metric", metric: "val_auc", tolerance: 0, ...more }) as Gate;
  const cases: readonly (readonly [string, Gate, VersionFacts, VersionFacts | null, string])[] = [
    ["take a hair of binary rounding for equal", notWorse, auc(0.932), auc(0.934), "pass, worse by 0.002"],
    ["fail beyond the tolerance", notWorse, auc(0.931), auc(0.934), "fail, worse by 0.003"],
    ["pass where nothing is there yet", notWorse, auc(0.5), null, "pass, nothing in prod yet"],
    ["fail on NaN", notWorse, auc(Number.NaN), null, "fail, "],
    ["fail on NaN against a bound", gate({ min: 0.5 }), auc(Number.NaN), null, "fail, "],
    ["are unknown against a NaN", notWorse, auc(0.9), auc(Number.NaN), "unknown, "],
    ["fail without a value: it was read, and there is none", notWorse, version("13"), auc(0.9), "fail, "],
    [
      "are unknown when the run is gone",
      notWorse,
      version("13", { run: { state: "unknown", why: "its run is gone" } }),
      auc(0.9),
      "unknown, ",
    ],
    ["fail for a version without a run", gate({ min: 0.5 }), version("13", { run: { state: "absent" } }), null, "fail, "],
    [
      "know that less loss is better",
      gate({ metric: "val_logloss", notWorseThan: "current" }),
      version("13", { run: run({ val_logloss: 0.11 }) }),
      version("12", { run: run({ val_logloss: 0.12 }) }),
      "pass, better by 0.010",
    ],
    [
      "believe the policy about the direction",
      gate({ notWorseThan: "current", better: "lower" }),
      auc(0.95),
      auc(0.9),
      "fail, worse by 0.050",
    ],
    [
      "ask when no one knows the direction",
      gate({ metric: "zeta", notWorseThan: "current" }),
      version("13", { run: run({ zeta: 1 }) }),
      version("12", { run: run({ zeta: 2 }) }),
      "unknown, ",
    ],
    ["pass at the bound", gate({ min: 0.92 }), auc(0.92), null, "pass, exactly"],
    ["fail below it", gate({ min: 0.92 }), auc(0.919999), null, "fail, below by 0.000001"],
    ["fail above a maximum", gate({ max: 0.5 }), auc(0.6), null, "fail, above by 0.100"],
    ["pass when both are the same", notWorse, auc(0.9), auc(0.9), "pass, same as prod"],
  ];
  for (const [what, given, candidate, incumbent, expected] of cases) {
    it(what, () => {
      const result = checkOne(given, candidate, incumbent);
      const { margin, advice } = wordsOf(result, incumbent?.version ?? null);
      assert.equal(`${result.state}, ${margin}`, expected);
      assert.equal(advice === "", result.state === "pass");
    });
  }
});

describe("gates against a version that is gone", () => {
  it("are unknown, not passed", () => {
    const conditions = conditionsFor(policyWith({}, { prod: [notWorse] }), "fraud-scorer", "prod");
    const [result] = checkGates(conditions, { environment: "prod", candidate: auc(0.9), incumbent: null, gone: "12" });
    assert.equal(result?.state, "unknown");
    assert.match(result ? wordsOf(result).advice : "", /v12 in prod no longer exists/);
  });
});

describe("other gates", () => {
  const signature = (state: Knowledge<Signature>) => version("13", { signature: state });
  const known: Knowledge<Signature> = {
    state: "known",
    value: { inputs: [{ name: "a", type: { kind: "scalar", name: "double" }, required: true }], outputs: [] },
  };
  const unreadable: Knowledge<Signature> = { state: "unknown", why: "its artifacts are on s3" };
  const required: Gate = { kind: "signature", signature: "required" };
  const compatible: Gate = { kind: "signature", signature: "compatible" };
  const commit: Gate = { kind: "commit", commit: "clean" };
  const tag: Gate = { kind: "tag", tag: "bias_review" };
  const cases: readonly (readonly [string, Gate, VersionFacts, VersionFacts | null, string])[] = [
    ["required signature: there", required, signature(known), null, "pass, 1 input"],
    ["required signature: none", required, signature(noSignature), null, "fail, none"],
    ["required signature: unreadable", required, signature(unreadable), null, "unknown, unknown"],
    ["compatible signature: nothing to break", compatible, signature(known), null, "pass, 1 input"],
    ["compatible signature: same", compatible, signature(known), version("12", { signature: known }), "pass, 1 input"],
    ["compatible signature: callers unknown", compatible, signature(known), version("12"), "unknown, 1 input"],
    ["commit: said to be clean", commit, version("13", { run: run({}, { dirty: false }) }), null, "pass, 91de0b7"],
    ["commit: not said", commit, version("13"), null, "pass, 91de0b7"],
    ["commit: dirty", commit, version("13", { run: run({}, { dirty: true }) }), null, "fail, 91de0b7"],
    ["commit: none", commit, version("13", { run: run({}, { commit: "" }) }), null, "fail, none"],
    ["commit: run gone", commit, version("13", { run: { state: "unknown", why: "its run is gone" } }), null, "unknown, unknown"],
    ["tag: not set", tag, version("13"), null, "fail, not set"],
    ["tag: set", tag, version("13", { tags: new Map([["bias_review", "done"]]) }), null, "pass, done"],
    ["tag of the prototype", { kind: "tag", tag: "__proto__" }, version("13"), null, "fail, not set"],
    ["a gate of the future", { kind: "other", name: "features" }, version("13"), null, "unknown, "],
  ];
  for (const [what, gate, candidate, incumbent, expected] of cases) {
    it(what, () => {
      const result = checkOne(gate, candidate, incumbent);
      assert.equal(`${result.state}, ${wordsOf(result, incumbent?.version ?? null).observed}`, expected);
    });
  }

  it("are taken from the policy, a model's own in place of the general one", () => {
    const general: Gate = { kind: "metric", metric: "val_auc", min: 0.9, max: 1, tolerance: 0 };
    const own: Gate = { kind: "metric", metric: "val_auc", min: 0.92, tolerance: 0 };
    const policy = { ...policyWith({}, { prod: [general, tag] }), models: { "fraud-scorer": { gates: { prod: [own, commit] } } } };
    const ids = (model: string) =>
      conditionsFor(policy, model, "prod").map((item) => `${item.id}${"bound" in item ? ` ${item["bound"]}` : ""}`);
    assert.deepEqual(ids("fraud-scorer"), ["metric:val_auc:min 0.92", "metric:val_auc:max 1", "tag:bias_review", "commit"]);
    assert.deepEqual(ids("constructor"), ["metric:val_auc:min 0.9", "metric:val_auc:max 1", "tag:bias_review"]);
    assert.deepEqual(conditionsFor(policy, "fraud-scorer", "__proto__"), []);
  });

  it("are summed up by the worst", () => {
    const of = (...states: readonly GateResult["state"][]) => states.map((state) => ({ state }));
    assert.deepEqual([worstGate(of()), gateSummary(of())], ["pass", "pass"]);
    assert.deepEqual([worstGate(of("pass", "unknown")), gateSummary(of("pass", "unknown"))], ["unknown", "1 gate unknown"]);
    assert.deepEqual([worstGate(of("fail", "unknown", "fail")), gateSummary(of("fail", "unknown", "fail"))], ["fail", "2 gates fail"]);
  });
});

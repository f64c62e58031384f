import assert from "node:assert/strict";
import type { Field } from "../../model/fieldTypes.ts";
import type { Knowledge } from "../../model/types.ts";
import { checkGates, conditionsOf, gatedMetrics, looksAtIncumbent, needsOf } from "../checkGates.ts";
import type { Signature } from "../signature.ts";
import type { Gate, GateResult } from "../types.ts";
import type { RunFacts, VersionFacts } from "../versionFacts.ts";

const gone: Knowledge<never> = { state: "unknown", why: "it is gone" };
const absent: Knowledge<never> = { state: "absent" };

function run(metrics: Readonly<Record<string, number>>, more: Partial<RunFacts> = {}): Knowledge<RunFacts> {
  const value = { id: "r", name: "", metrics: new Map(Object.entries(metrics)), params: new Map(), datasets: [], commit: "abc", ...more };
  return { state: "known", value };
}

function version(name: string, facts: Partial<VersionFacts>): VersionFacts {
  return { version: name, runId: "r", tags: new Map(), run: run({}), signature: absent, ...facts };
}

const column = (name: string): Field => ({ name, type: { kind: "scalar", name: "double" }, required: true });
const signature = (...names: readonly string[]): Partial<VersionFacts> => {
  const value: Signature = { inputs: names.map(column), outputs: [] };
  return { signature: { state: "known", value } };
};
const tags = (values: Readonly<Record<string, string>>): Partial<VersionFacts> => ({ tags: new Map(Object.entries(values)) });
const auc = (value: number): Partial<VersionFacts> => ({ run: run({ auc: value }) });

const min: Gate = { kind: "metric", metric: "auc", min: 0.9, tolerance: 0 };
const max: Gate = { kind: "metric", metric: "auc", max: 0.9, tolerance: 0 };
const notWorse: Gate = { kind: "metric", metric: "auc", notWorseThan: "current", tolerance: 0.01 };
const required: Gate = { kind: "signature", signature: "required" };
const compatible: Gate = { kind: "signature", signature: "compatible" };
const commit: Gate = { kind: "commit", commit: "clean" };
const tag: Gate = { kind: "tag", tag: "review" };

/** [gate, candidate, incumbent: null where nothing is there, "gone" where that is deleted, what is found] */
const cases: readonly (readonly [Gate, Partial<VersionFacts>, Partial<VersionFacts> | null | "gone", Omit<GateResult, "id">])[] = [
  [min, auc(0.9), null, { state: "pass", observed: 0.9, bound: 0.9 }],
  [min, auc(0.89), auc(0.95), { state: "fail", observed: 0.89, bound: 0.9, incumbent: 0.95 }],
  [min, auc(0.95), { run: gone }, { state: "pass", observed: 0.95, bound: 0.9 }],
  [min, { run: run({}) }, null, { state: "fail", why: "notLogged", bound: 0.9 }],
  [min, { run: absent }, null, { state: "fail", why: "noRun", bound: 0.9 }],
  [min, { run: gone }, null, { state: "unknown", why: "unreadable", detail: "it is gone", bound: 0.9 }],
  [max, auc(0.9), null, { state: "pass", observed: 0.9, bound: 0.9 }],
  [max, auc(0.91), null, { state: "fail", observed: 0.91, bound: 0.9 }],
  [max, auc(0.89), null, { state: "pass", observed: 0.89, bound: 0.9 }],
  [max, auc(Number.NaN), null, { state: "fail", observed: "NaN", bound: 0.9 }],
  [notWorse, auc(0.9), auc(0.905), { state: "pass", observed: 0.9, incumbent: 0.905, tolerance: 0.01, better: "higher" }],
  [notWorse, auc(0.5), null, { state: "pass", observed: 0.5, tolerance: 0.01, why: "nothingThere" }],
  [notWorse, auc(0.5), "gone", { state: "unknown", observed: 0.5, tolerance: 0.01, why: "gone" }],
  [
    notWorse,
    auc(0.5),
    { run: gone },
    { state: "unknown", observed: 0.5, tolerance: 0.01, why: "incumbentUnreadable", detail: "it is gone" },
  ],
  [notWorse, auc(0.5), { run: absent }, { state: "unknown", observed: 0.5, tolerance: 0.01, why: "incumbentNotLogged" }],
  [notWorse, auc(0.5), { run: run({}) }, { state: "unknown", observed: 0.5, tolerance: 0.01, why: "incumbentNotLogged" }],
  [notWorse, auc(0.5), auc(Number.NaN), { state: "unknown", observed: 0.5, incumbent: "NaN", tolerance: 0.01 }],
  [notWorse, { run: run({}) }, auc(0.5), { state: "fail", why: "notLogged", tolerance: 0.01 }],
  [notWorse, { run: absent }, auc(0.5), { state: "fail", why: "noRun", tolerance: 0.01 }],
  [
    notWorse,
    auc(Number.POSITIVE_INFINITY),
    auc(Number.POSITIVE_INFINITY),
    { state: "pass", observed: "Infinity", incumbent: "Infinity", tolerance: 0.01, better: "higher" },
  ],
  [
    { ...notWorse, better: "lower", line: 7 },
    auc(0.5),
    auc(0.6),
    { state: "pass", observed: 0.5, incumbent: 0.6, tolerance: 0.01, better: "lower", line: 7 },
  ],
  [required, signature("a"), null, { state: "pass", asked: "required", observed: 1 }],
  [required, signature("a"), { signature: gone }, { state: "pass", asked: "required", observed: 1 }],
  [required, {}, null, { state: "fail", asked: "required", why: "none" }],
  [required, { signature: gone }, null, { state: "unknown", asked: "required", why: "unreadable", detail: "it is gone" }],
  [
    required,
    signature("a", "b", "c"),
    signature("a"),
    { state: "pass", asked: "required", observed: 3, incumbent: 1, names: ["b", "c"], detail: "callers without it fail" },
  ],
  [compatible, signature("a"), signature("a"), { state: "pass", asked: "compatible", observed: 1, incumbent: 1 }],
  [
    compatible,
    signature("a", "b"),
    signature("a"),
    { state: "fail", asked: "compatible", observed: 2, incumbent: 1, names: ["b"], detail: "callers without it fail" },
  ],
  [compatible, signature("a"), null, { state: "pass", asked: "compatible", observed: 1, why: "nothingThere" }],
  [compatible, signature("a"), "gone", { state: "unknown", asked: "compatible", observed: 1, why: "gone" }],
  [compatible, signature("a"), {}, { state: "unknown", asked: "compatible", observed: 1, why: "incumbentNone" }],
  [
    compatible,
    signature("a"),
    { signature: gone },
    { state: "unknown", asked: "compatible", observed: 1, why: "incumbentUnreadable", detail: "it is gone" },
  ],
  [commit, {}, null, { state: "pass", observed: "abc" }],
  [commit, { run: run({}, { dirty: false }) }, {}, { state: "pass", observed: "abc", incumbent: "abc", why: "clean" }],
  [commit, { run: run({}, { dirty: true }) }, { run: gone }, { state: "fail", observed: "abc", why: "dirty" }],
  [commit, { run: run({}, { commit: "" }) }, { run: run({}, { commit: "" }) }, { state: "fail", why: "noCommit" }],
  [commit, { run: absent }, {}, { state: "fail", why: "noRun", incumbent: "abc" }],
  [commit, { run: gone }, {}, { state: "unknown", why: "unreadable", detail: "it is gone" }],
  [tag, {}, null, { state: "fail" }],
  [tag, {}, {}, { state: "fail", why: "incumbentNotSet" }],
  [tag, tags({ review: "" }), tags({ review: "done" }), { state: "pass", observed: "", incumbent: "done" }],
  [tag, tags({ review: "x".repeat(120) }), null, { state: "pass", observed: "x".repeat(120) }],
  [{ kind: "other", name: "features" }, {}, null, { state: "unknown" }],
];

describe("what a gate finds", () => {
  for (const [gate, candidate, other, expected] of cases) {
    it(`${JSON.stringify(gate)}: ${expected.state} ${expected.why ?? ""} ${JSON.stringify(expected)}`, () => {
      const incumbent = other === null || other === "gone" ? null : version("12", other);
      const subject = { environment: "prod", candidate: version("13", candidate), incumbent, ...(other === "gone" ? { gone: "12" } : {}) };
      const [{ id: _id, ...found }] = checkGates(conditionsOf(gate), subject) as [GateResult];
      assert.deepEqual(found, expected);
    });
  }

  it("passes a version that is there itself, with nothing known that it replaced", () => {
    const subject = { environment: "prod", candidate: version("13", { ...auc(0.5), ...signature("a") }), incumbent: null, itself: true };
    const found = checkGates([notWorse, compatible].flatMap(conditionsOf), subject);
    assert.deepEqual(
      found.map(({ state, why }) => [state, why]),
      [
        ["pass", "itself"],
        ["pass", "itself"],
      ],
    );
  });

  it("keeps of a long tag its beginning, its length, and a sum that tells any change", () => {
    const kept = (value: string) =>
      checkGates(conditionsOf(tag), { environment: "prod", candidate: version("13", tags({ review: value })), incumbent: null })[0]
        ?.observed;
    assert.equal(kept("x".repeat(121)), `${"x".repeat(120)}… (121, 26560ce7)`);
    assert.notEqual(kept(`${"x".repeat(130)}a`), kept(`${"x".repeat(130)}b`));
  });

  it("asks for no more than it looks at", () => {
    const gates = [min, max, notWorse, required, compatible, commit, tag, { kind: "other", name: "features" }];
    const told = gates.flatMap(conditionsOf).map((condition) => {
      const { candidate, incumbent } = needsOf([condition]);
      return `${condition.id}: ${[...candidate]}; ${looksAtIncumbent(condition)}: ${[...incumbent]}`;
    });
    assert.deepEqual(told, [
      "metric:auc:min: run; false: ",
      "metric:auc:max: run; false: ",
      "metric:auc:notWorseThan: run; true: run",
      "signature: signature; false: ",
      "signature: signature; true: signature",
      "commit: run; false: ",
      "tag:review: tags; false: ",
      "other:features: ; false: ",
    ]);
    assert.deepEqual(gatedMetrics([min, max, notWorse, { ...min, better: "lower" }, commit].flatMap(conditionsOf)), [
      { key: "auc", better: "higher" },
      { key: "auc", better: "lower" },
      { key: "auc" },
      { key: "auc", better: "higher" },
    ]);
  });
});

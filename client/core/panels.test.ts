import assert from "node:assert/strict";
import { type Answer, notification, request } from "#protocol/message.ts";
import type { AboutRegistry } from "#protocol/registryRequests.ts";
import { newCompareState } from "#protocol/views/compare.ts";
import type { PromotionPage } from "#protocol/views/promotion.ts";
import { type Asker, aboutRegistry } from "./asker.ts";
import { readBaselines, withBaseline, withBaselineOf } from "./baseline.ts";
import { decideFromInbox } from "./decision.ts";
import { PageRouter } from "./pageRouter.ts";
import {
  promotionTitle,
  rememberedState,
  restoredCompareState,
  restoredPipelineState,
  restoredPromotionState,
  withFormulas,
} from "./panelStates.ts";
import { failureWords, runPageUrl, viewDescription } from "./sourceText.ts";
import { testNow, testWording } from "./testWording.ts";

describe("what a Pipeline tab kept over a reload", () => {
  const uri = "file:///w/dvc.yaml";

  it("is taken as far as it is what a page keeps", () => {
    const kept = {
      uri,
      scope: "repository",
      open: ["group:train"],
      folded: ["file:///w/data/dvc.yaml"],
      showsData: false,
      chosen: "stage:a",
    };
    assert.deepEqual(restoredPipelineState(kept), kept);
    const foreign = { uri, scope: "world", open: [1, "group:a"], folded: [null], chosen: 5 };
    assert.deepEqual(restoredPipelineState(foreign), { uri, open: ["group:a"], folded: [] });
    for (const nothing of [undefined, "x", {}, { uri: 5 }]) assert.equal(restoredPipelineState(nothing), undefined);
  });
});

describe("PageRouter", () => {
  const add = request<{ a: number; b: number }, Answer<number>>("add");
  const told = notification<string>("told");

  it("answers what it knows, refuses the rest by name, and turns a throw into a failure", async () => {
    const router = new PageRouter()
      .answer(add, ({ a, b }): Answer<number> => ({ ok: true, value: a + b }))
      .answer(request<null, null>("bad"), () => {
        throw new Error("disk full");
      });
    assert.deepEqual(await router.receive({ kind: "request", id: 1, method: "add", params: { a: 1, b: 2 } }), {
      kind: "answer",
      id: 1,
      value: { ok: true, value: 3 },
    });
    assert.deepEqual(await router.receive({ kind: "request", id: 2, method: "bad", params: null }), {
      kind: "failure",
      id: 2,
      message: "disk full",
    });
    const refused = await router.receive({ kind: "request", id: 3, method: "slipway/credentials", params: null });
    assert.equal(refused?.kind, "failure");
  });

  it("ends what the page gives up, or asks anew under the same number, and posts nothing for it", async () => {
    const signals: AbortSignal[] = [];
    const slow = request<null, number>("slow");
    const router = new PageRouter().answer(slow, (_params, signal) => {
      signals.push(signal);
      return new Promise((done) => signal.addEventListener("abort", () => done(1)));
    });
    const ask = (id: number) => router.receive({ kind: "request", id, method: "slow", params: null });
    const [first, again, other] = [ask(1), ask(1), ask(2)];
    assert.equal(await first, undefined, "a page that was made anew counts from 1 again");
    await router.receive({ kind: "cancel", id: 2 });
    assert.equal(await other, undefined);
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, false, true],
    );
    await router.receive({ kind: "cancel", id: 1 });
    assert.equal(await again, undefined);
    assert.equal(await router.receive({ kind: "cancel", id: 9 }), undefined);
  });

  it("hears notifications and ignores what is no message", async () => {
    const heard: string[] = [];
    const router = new PageRouter().hear(told, (text) => heard.push(text));
    for (const message of [null, 5, "told", {}, { kind: "request", method: "told" }, { kind: "send", method: "told", params: "hello" }]) {
      assert.equal(await router.receive(message), undefined);
    }
    assert.deepEqual(heard, ["hello"]);
  });
});

describe("a question about a registry", () => {
  const asked: unknown[] = [];
  const asker: Asker = {
    ask: (_message, params) => {
      asked.push(params);
      return Promise.reject(new Error("not answered here"));
    },
    tell: () => {},
  };

  it("names it, whatever is open by then; a question about nothing stays as it is", async () => {
    let shown: AboutRegistry & { readonly runIds?: readonly string[] } = {
      registry: "sqlite:////a/mlflow.db",
      folder: "file:///a",
      runIds: [],
    };
    const about = aboutRegistry(asker, () => shown);
    for (const params of [{ runId: "r1" }, null]) await about.ask(request<unknown, null>("any"), params).catch(() => undefined);
    shown = {};
    await about.ask(request<unknown, null>("any"), { runId: "r1" }).catch(() => undefined);
    assert.deepEqual(asked, [{ runId: "r1", registry: "sqlite:////a/mlflow.db", folder: "file:///a" }, null, { runId: "r1" }]);
  });
});

describe("a page restored after a reload", () => {
  it("is about the registry and the folder that it was about; what is none is not taken for one", () => {
    const registry = "http://host:5000";
    const folder = "file:///team/b";
    assert.equal(restoredPromotionState({ target: { model: "m", version: "1" }, registry, folder })?.folder, folder);
    assert.equal("folder" in (restoredCompareState({ runIds: ["a"], registry, folder: 5 }) ?? {}), false);
    assert.equal(restoredCompareState({ runIds: ["a"], registry })?.registry, registry);
    assert.equal(restoredPromotionState({ target: { model: "m", version: "1" }, registry })?.registry, registry);
    assert.equal("registry" in (restoredCompareState({ runIds: ["a"], registry: 5 }) ?? {}), false);
  });

  it("compares the same runs, and gets defaults for what an older version did not keep", () => {
    const state = restoredCompareState({ runIds: ["a", "b"], hidden: ["b"] });
    assert.deepEqual([state?.runIds, state?.hidden, state?.xAxis], [["a", "b"], ["b"], "step"]);
  });

  it("groups runs as it did, by what runs can be grouped by", () => {
    const groupBy = (kept: unknown) => restoredCompareState({ runIds: ["a", "b"], groupBy: kept })?.groupBy;
    assert.deepEqual(groupBy(["param:depth", "attribute:dataset"]), ["param:depth", "attribute:dataset"]);
    assert.deepEqual(groupBy(["metric:loss", 5, "tag:team", "param:a", "param:b"]), ["tag:team", "param:a"]);
    for (const kept of ["param:depth", {}, [], [null], undefined]) assert.equal(groupBy(kept), undefined);
  });
  it("draws the formulas that it drew", () => {
    const formulas = (kept: unknown) => restoredCompareState({ runIds: ["a", "b"], formulas: kept })?.formulas;
    assert.deepEqual(formulas(["= 1 - a", "= a / b", "= 1 - a", 5, "1 - a", `= ${"a".repeat(600)}`]), ["= 1 - a", "= a / b"]);
    for (const kept of ["= a", {}, [], [null], undefined]) assert.equal(formulas(kept), undefined);
  });
  it("draws the formulas of the page that opened it beside its own, each once, as many as there is room for", () => {
    const own = { ...newCompareState(["a", "b"]), formulas: ["= 1 - a"] };
    assert.deepEqual(withFormulas(own, ["= a / b", "= 1 - a"]).formulas, ["= 1 - a", "= a / b"]);
    assert.equal(withFormulas(newCompareState(["a", "b"]), []).formulas, undefined);
    const many = Array.from({ length: 30 }, (_, at) => `= a * ${at}`);
    assert.equal(withFormulas(own, many).formulas?.length, 20);
  });
  for (const kept of [undefined, null, "x", [], {}, { runIds: [] }, { runIds: [1] }, { runIds: "ab" }]) {
    it(`is closed when VS Code kept ${JSON.stringify(kept)}`, () => assert.equal(restoredCompareState(kept), undefined));
  }
  it("keeps the words that were typed for a promotion", () => {
    const target = { model: "m", version: "3", to: "prod" };
    assert.deepEqual(restoredPromotionState({ target, draft: "because" }), { target, draft: "because", folded: [] });
    assert.equal(restoredPromotionState({ target: { model: "m" } }), undefined);
    assert.equal(promotionTitle(target), "m v3 → prod");
  });
  it("is told once what a promotion was opened for", () => {
    const state = { target: { model: "m", version: "3" }, draft: "because", folded: [] };
    assert.deepEqual(rememberedState({ ...state, focus: { on: "comment", why: "A gate fails." } }), state);
  });
});

describe("withBaseline", () => {
  const cases: readonly (readonly [readonly string[], string | undefined, readonly string[]])[] = [
    [["a", "b"], undefined, ["a", "b"]],
    [["a", "b"], "b", ["b", "a"]],
    [["a", "b"], "c", ["c", "a", "b"]],
  ];
  for (const [ids, baseline, expected] of cases) {
    it(`${ids.join()} with ${baseline ?? "none"}`, () => assert.deepEqual(withBaseline(ids, baseline), expected));
  }
});

describe("the baselines of a workspace", () => {
  const [a, b] = ["sqlite:////a/mlflow.db", "http://host:5000"] as const;
  it("are one for each registry: setting or clearing one leaves the others", () => {
    const both = withBaselineOf(withBaselineOf([], a, "r1"), b, "r2");
    assert.deepEqual(withBaselineOf(both, a, "r3"), [
      [a, "r3"],
      [b, "r2"],
    ]);
    assert.deepEqual(withBaselineOf(both, b, undefined), [[a, "r1"]]);
    assert.deepEqual(readBaselines(JSON.parse(JSON.stringify(both))), both);
  });
  for (const [kept, expected] of [
    [{ runId: "r1", registry: a }, [[a, "r1"]]],
    [{ runId: "r1" }, []],
    ["r1", []],
    [undefined, []],
    [null, []],
    [[["x"], [a, 5], [a, "r1"]], [[a, "r1"]]],
  ] as const) {
    it(`are ${JSON.stringify(expected)} where ${JSON.stringify(kept)} was kept`, () => assert.deepEqual(readBaselines(kept), expected));
  }
});

describe("decideFromInbox", () => {
  const page = (change: { needsComment?: string; enabled?: boolean; banner?: string[]; gate?: "pass" | "fail" }): PromotionPage =>
    ({
      acts: ["approve", "reject"].map((kind) => ({ kind, enabled: change.enabled ?? true, needsComment: change.needsComment ?? "" })),
      banner: change.banner ?? [],
      gates: [{ state: change.gate ?? "pass" }],
      worse: [],
    }) as unknown as PromotionPage;
  const cases: readonly (readonly [string, PromotionPage, "approve" | "reject" | "apply", "act" | "page"])[] = [
    ["all clear", page({}), "approve", "act"],
    ["a gate fails", page({ gate: "fail", needsComment: "Say why." }), "approve", "page"],
    ["the incumbent moved", page({ banner: ["prod is v14 now."] }), "approve", "page"],
    ["not allowed", page({ enabled: false }), "approve", "page"],
    ["an act that is not offered", page({}), "apply", "page"],
    ["a rejection asks for its reason by itself", page({ gate: "fail", needsComment: "Say why." }), "reject", "act"],
    ["a rejection after a change", page({ banner: ["prod is v14 now."] }), "reject", "page"],
  ];
  for (const [name, present, kind, expected] of cases)
    it(name, () => assert.equal(decideFromInbox(present, kind, testWording).kind, expected));
});

describe("words about the source", () => {
  it("names it, and says since when rows are old", () => {
    assert.equal(viewDescription({ state: "open", label: "mlflow.db" }, undefined, testWording), "mlflow.db");
    assert.equal(viewDescription({ state: "failed", label: "mlflow.db" }, testNow, testWording), "mlflow.db · as of 22:13");
    assert.equal(viewDescription({ state: "none" }, undefined, testWording), "");
  });

  const failures = [
    ["unauthorized", "Registry wants a sign-in"],
    ["unsupported", "Registry cannot be read"],
    ["unavailable", "Registry offline"],
  ] as const;
  for (const [kind, said] of failures) {
    it(`says ${said} of a registry that is ${kind}`, () => {
      const problem = { kind, message: "", next: "" };
      assert.equal(failureWords({ state: "failed", problem }, testWording), said);
    });
  }

  it("links to a run where it has a page", () => {
    assert.equal(
      runPageUrl({ state: "open", runPage: "http://h/#/{experiment}/{run}" }, "1", "a {run}$&"),
      "http://h/#/1/a%20%7Brun%7D%24%26",
    );
    assert.equal(runPageUrl({ state: "open", uri: "sqlite:///m.db" }, "1", "a"), undefined);
  });
});

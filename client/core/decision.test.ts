import assert from "node:assert/strict";
import type { ActKind, PromotionPage } from "#protocol/views/promotion.ts";
import { decideFromInbox, requestFocus } from "./decision.ts";
import { testWording } from "./testWording.ts";

/** A page on which `kind` can be pressed, all of it clear but what `change` says. */
function page(kind: ActKind, change: Partial<PromotionPage> & { readonly needsComment?: string } = {}): PromotionPage {
  const { needsComment = "", ...rest } = change;
  const clear = {
    to: "prod",
    worse: [],
    gates: [{ subject: "val_auc", state: "pass" }],
    banner: [],
    incumbent: { version: "12", runId: "r" },
  };
  return { ...clear, acts: [{ kind, enabled: true, needsComment }], ...rest } as unknown as PromotionPage;
}

const gates = [
  { subject: "val_auc", state: "pass" },
  { subject: "bias_review", state: "fail" },
  { subject: "Signature", state: "unknown" },
] as unknown as PromotionPage["gates"];

describe("one press", () => {
  it("does not approve a candidate that is worse by a metric that a gate names: the page opens and says so", () => {
    const decision = decideFromInbox(page("approve", { worse: ["val_f1", "val_auc"] }), "approve", testWording);
    assert.equal(decision.kind, "page");
    assert.match((decision.kind === "page" && decision.focus?.why) || "", /v12 in prod is better by val_f1, val_auc/);
  });

  it("does not approve on a policy with errors", () => {
    assert.equal(decideFromInbox(page("approve", { policyProblem: "Line 3." }), "approve", testWording).kind, "page");
  });

  it("takes a request back, worse or not", () => {
    assert.equal(decideFromInbox(page("cancel", { worse: ["val_auc"] }), "cancel", testWording).kind, "act");
  });

  it("that cannot act puts the focus where the reason goes, and names the gates", () => {
    const decision = decideFromInbox(page("approve", { gates, needsComment: "Say why." }), "approve", testWording);
    assert.ok(decision.kind === "page" && decision.focus?.on === "comment");
    assert.match(decision.focus.why, /bias_review fails, Signature is unknown/);
  });

  it("that would request says the same, and nothing where nothing can be asked for", () => {
    assert.match(requestFocus(page("request", { gates }), testWording)?.why ?? "", /bias_review fails/);
    assert.match(requestFocus(page("request", { worse: ["val_auc"] }), testWording)?.why ?? "", /better by val_auc/);
    assert.equal(requestFocus(page("approve", { gates }), testWording), undefined);
    assert.equal(requestFocus(page("request"), testWording), undefined);
  });
});

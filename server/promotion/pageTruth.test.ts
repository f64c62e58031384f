import assert from "node:assert/strict";
import { Sample, v13, value } from "../../test/promotions/sample.ts";
import { promotionAct, quickRequest, setTag, undoApplied } from "./act.ts";
import { inbox } from "./inbox.ts";
import { promotionPage } from "./page.ts";

const { signal } = new AbortController();

describe("promotions that must not mislead", () => {
  const sample = new Sample();
  beforeEach(() => sample.start());
  afterEach(() => sample.stop());
  const as: Sample["as"] = (name) => sample.as(name);
  const page: Sample["page"] = (name) => sample.page(name);
  const act: Sample["act"] = (...what) => sample.act(...what);

  it("are not applied by one click where the version is worse by a metric that any gate names", async () => {
    const v11 = { model: "fraud-scorer", version: "11" };
    await setTag({ ...v11, key: "bias_review", value: "done" }, as("ana"), signal);
    const shown = value(await promotionPage({ ...v11, to: "staging" }, as("ana"), signal));
    assert.ok(shown.worse.includes("val_auc"), shown.worse.join());
    assert.deepEqual(value(await quickRequest(v11, as("ana"), signal)), { made: false, target: { ...v11, to: "staging" } });
    assert.equal((await sample.registry.model("fraud-scorer", signal)).aliases.find(({ alias }) => alias === "challenger")?.version, "13");
  });

  it("say what a press moved, and take it back", async () => {
    await sample.registry.setAlias("fraud-scorer", "challenger", "11", signal);
    await sample.registry.setAlias("fraud-scorer", "champion", "11", signal);
    const made = value(await quickRequest(v13, as("ana"), signal));
    assert.ok(made.made && made.applied);
    assert.equal(made.message, "Requested fraud-scorer v13 → staging and moved @challenger from v11 to v13.");
    const back = value(await undoApplied({ target: made.target, promotionId: made.promotionId }, as("ana"), signal));
    assert.equal(back.message, "Undid fraud-scorer v13 → staging: moved @challenger from v13 to v11.");
    const recent = value(await inbox(as("ana"), signal)).recent.map(({ state, closedBy }) => `${state} ${closedBy}`);
    assert.deepEqual(recent, ["rolledBack ana@example.com"]);
  });

  it("stay on screen while the policy has a problem, and nothing can be decided", async () => {
    value(await act("ana", "request", "The review is booked."));
    const { seen } = await page("bruno");
    const broken = { ...as("bruno"), policyProblem: "Line 3 of slipway.yaml: `prod` is set more than once." };
    const shown = value(await promotionPage({ ...v13, to: "prod" }, broken, signal));
    assert.deepEqual([shown.policyProblem, shown.gates.length], [broken.policyProblem, 5]);
    assert.ok(shown.acts.every((item) => !item.enabled));
    const refused = await promotionAct({ target: { ...v13, to: "prod" }, act: "approve", comment: "fine", seen }, broken, signal);
    assert.equal(!refused.ok && refused.problem.message, broken.policyProblem);
    assert.equal(value(await inbox(broken, signal)).waiting.length, 1);
    assert.equal(value(await quickRequest(v13, broken, signal)).made, false);
  });

  it("show events of a newer Slipway as such, without effect", async () => {
    value(await act("ana", "request", "The review is booked."));
    const key = "slipway.promotion.01ZZZZZZZZ0000000000000000.pause";
    await sample.registry.setVersionTag("fraud-scorer", "13", key, "{}", signal);
    const shown = await page("bruno");
    assert.deepEqual(shown.newer, [`${key}: an event “pause” of a newer Slipway. It is kept and has no effect here.`]);
    assert.deepEqual([shown.state, shown.broken], ["requested", []]);
    assert.equal(value(await inbox(as("bruno"), signal)).newer.length, 1);
  });

  it("say which events were made on another policy than the committed one", async () => {
    value(await act("ana", "request", "The review is booked."));
    const judged = { ...as("bruno"), judgeOrigin: async () => "notCommitted" as const };
    const doubts = async () => value(await promotionPage({ ...v13, to: "prod" }, judged, signal)).events.map((event) => event.policyDoubt);
    assert.deepEqual(await doubts(), [undefined]);
    value(
      await promotionAct(
        { target: { ...v13, to: "prod" }, act: "reject", comment: "no", seen: (await page("bruno")).seen },
        { ...as("bruno"), policyOrigin: { hash: "f00d", commit: "" } },
        signal,
      ),
    );
    assert.deepEqual(await doubts(), ["Made on a policy that was not committed.", undefined]);
  });

  it("list as earlier what was asked for earlier only", async () => {
    value(await act("ana", "request", "The review is booked."));
    value(await act("bruno", "reject", "no review yet"));
    sample.clock.advance(60_000);
    const v10 = { model: "fraud-scorer", version: "10", to: "prod" };
    const later = value(await promotionPage(v10, as("ana"), signal));
    value(await promotionAct({ target: v10, act: "request", comment: "back", seen: later.seen }, as("ana"), signal));
    assert.deepEqual(
      (await page("bruno")).earlier.map((item) => item.version),
      [],
    );
    assert.deepEqual(
      value(await promotionPage(v10, as("ana"), signal)).earlier.map((item) => item.version),
      ["13"],
    );
  });

  it("say of a version that is there already where it is, and ask for nothing", async () => {
    const shown = value(await promotionPage({ model: "fraud-scorer", version: "12", to: "prod" }, as("ana"), signal));
    assert.equal(shown.consequence.map((part) => part.text).join(""), "v12 is @champion. It came there without a promotion.");
    assert.deepEqual(
      [shown.pill.text, shown.steps.map((step) => `${step.title}, ${step.note}`), shown.acts.map((act) => act.why)],
      ["In prod", ["In prod, without a promotion"], ["v12 already is in prod."]],
    );
    assert.ok(!shown.gates.some((gate) => gate.margin.includes("yet")));
  });
});

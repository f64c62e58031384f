import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { PromotionPage } from "#protocol/views/promotion.ts";
import { Sample, v13, value } from "../../test/promotions/sample.ts";
import { models, versions } from "../registry/models.ts";
import { quickRequest, setTag } from "./act.ts";
import { writability } from "./context.ts";
import { inbox } from "./inbox.ts";
import { promotionPage } from "./page.ts";

const { signal } = new AbortController();

describe("promotions of the sample project", () => {
  const sample = new Sample();
  beforeEach(() => sample.start());
  afterEach(() => sample.stop());
  const as: Sample["as"] = (name) => sample.as(name);
  const page: Sample["page"] = (name) => sample.page(name);
  const act: Sample["act"] = (...what) => sample.act(...what);

  const buttons = (shown: PromotionPage) => shown.acts.map((item) => `${item.label}${item.enabled ? "" : `: ${item.why}`}`);
  const text = (shown: PromotionPage) => shown.consequence.map((part) => part.text).join("");

  it("open on what would move, what fails and what can be done", async () => {
    const shown = await page("ana");
    assert.deepEqual([shown.state, shown.pill.text, shown.choices], ["draft", "Not requested yet", ["prod"]]);
    assert.equal(text(shown), "Moves @champion from v12 to v13. @challenger stays on v13.");
    assert.deepEqual(
      shown.steps.map((step) => `${step.title}, ${step.note}, ${step.state}`),
      ["Requested, waits for you, current", "Approved 0 of 1, asks bruno, todo", "Applied, , todo"],
    );
    assert.deepEqual(
      shown.gates.map((gate) => `${gate.state} ${gate.subject}: ${gate.observed}, ${gate.incumbent}, ${gate.margin}`),
      [
        "fail bias_review: not set, done, ",
        "pass val_auc: 0.9736, 0.9623, better by 0.0113",
        "pass val_recall_at_1pct: 0.392, 0.379, above by 0.032",
        "pass Signature: 10 inputs, 10 inputs, 2 breaking",
        "pass Commit: d0f071c, 88be7b5, all committed",
      ],
    );
    assert.deepEqual(buttons(shown), ["Request"]);
    assert.equal(shown.acts[0]?.primary, false);
    assert.equal(shown.acts[0]?.needsComment, "Say why it may go without bias_review.");
    assert.deepEqual([shown.actLine, shown.commentHint], ["Asks bruno. Nothing moves yet.", "needed, because 1 gate fails"]);
    assert.equal(shown.enforcement, "Anyone who can write mlflow.db can also move @champion by hand.");
  });

  it("put the candidate beside the incumbent", async () => {
    const { groups } = await page("ana");
    assert.deepEqual(
      groups.map((group) => `${group.title}: ${group.summary}`),
      ["Metrics: 4 better, 1 worse", "Signature: 2 breaking, 1 other", "Params: 3 of 9 differ", "Code and data: 2 of 2 differ"],
    );
    const rows = groups.flatMap((group) => group.rows).map((row) => `${row.name}: ${row.candidate}, ${row.incumbent}, ${row.change}`);
    for (const row of [
      "val_auc: 0.9736, 0.9623, +0.0113",
      "fit_seconds: 0.427 s, 0.256 s, +0.171 s",
      "device_age_days: double, —, callers without it fail",
      "chargebacks_90d: double, long, callers sending long fail",
      "max_depth: -1, 8, no limit",
      "Data set: transactions-2026-10: 19.0 k rows, 15.0 k rows, +26.7 %",
    ]) {
      assert.ok(rows.includes(row), `${row} is not among\n${rows.join("\n")}`);
    }
  });

  it("show each person what they can do about a request", async () => {
    value(await act("ana", "request", "The review is booked."));
    const requester = await page("ana");
    assert.equal(requester.pill.text, "Waiting for bruno");
    assert.deepEqual(buttons(requester), [
      "Approve and Apply: you made this request; the policy asks for someone else",
      "Comment",
      "Cancel Request",
    ]);
    assert.equal(requester.actLine, "You made this request; the policy asks for someone else.");
    const approver = await page("bruno");
    assert.deepEqual(approver.pill, { text: "Waiting for you", waitsForReader: true });
    assert.deepEqual(buttons(approver), ["Approve and Apply", "Reject", "Comment"]);
    assert.equal(approver.gates[0]?.advice, "ana asks all the same and gives a reason.");
    assert.deepEqual(
      [approver.actLine, approver.commentHint],
      ["Moves @champion to v13 at once.", "needed to reject, and to approve while a gate fails"],
    );
    const nobody = await page("");
    assert.ok(nobody.acts.every((item) => !item.enabled));
  });

  it("tell the approver when the incumbent moved, and write nothing on the old facts", async () => {
    value(await act("ana", "request", "The review is booked."));
    const { seen } = await page("bruno");
    await sample.registry.setAlias("fraud-scorer", "champion", "11", signal);
    const outcome = value(await act("bruno", "approve", "fine", seen));
    assert.deepEqual([outcome.done, outcome.page.state], [false, "requested"]);
    assert.match(outcome.message, /^Nothing was written\. prod has changed since you looked: the incumbent is now v11, no longer v12\./);
    assert.deepEqual(outcome.page.banner, [
      "prod has changed since ana asked: the incumbent is now v11, no longer v12.",
      "v11 came there without a promotion.",
      "val_auc still passes: better by 0.012 now, better by 0.0113 then.",
    ]);
    assert.equal(outcome.page.formerIncumbent?.version, "12");
    const { by, incumbent, gates } = outcome.page.asRequested ?? assert.fail("the request keeps what ana saw");
    assert.deepEqual([by, incumbent, gates[0]?.subject, gates[0]?.state], ["ana", "12", "bias_review", "fail"]);
    assert.equal(text(outcome.page), "Moves @champion from v11 to v13. When ana asked it was from v12.");
    assert.deepEqual(outcome.page.gates.find((gate) => gate.subject === "val_auc")?.was, {
      state: "pass",
      incumbent: "v12 0.9623",
      margin: "better by 0.0113",
    });
    assert.equal(outcome.page.actLine, "Your decision counts for v11 → v13.");
    assert.equal(value(await act("bruno", "approve", "fine")).page.state, "applied");
  });

  it("show an applied promotion as the registry then has it", async () => {
    value(await act("ana", "request", "The review is booked."));
    const outcome = value(await act("bruno", "approve", "fine"));
    assert.equal(outcome.message, "Approved fraud-scorer v13 → prod and moved @champion from v12 to v13.");
    assert.equal(text(outcome.page), "Moved @champion from v12 to v13.");
    assert.deepEqual(
      outcome.page.steps.map((step) => `${step.title}, ${step.note}`),
      ["Requested, by ana", "Approved 1 of 1, by bruno", "Applied, by bruno"],
    );
    const times = ["request", "apply"].map((type) => outcome.page.events.find((event) => event.type === type)?.at);
    assert.deepEqual(
      outcome.page.steps.flatMap(({ at }) => at ?? []),
      times,
    );
    assert.deepEqual(
      outcome.page.events.map((event) => event.type),
      ["apply", "approve", "request"],
    );
  });

  it("are requested with one click only when all gates pass", async () => {
    const opened = value(await quickRequest(v13, as("ana"), signal));
    assert.deepEqual(opened, { made: false, target: { ...v13, to: "prod" } });
    value(await setTag({ ...v13, key: "bias_review", value: "done" }, as("ana"), signal));
    const made = value(await quickRequest(v13, as("ana"), signal));
    assert.equal(made.made && made.applied, false);
    assert.equal(made.made && made.message, "Requested fraud-scorer v13 → prod.");
    assert.equal(value(await quickRequest(v13, as("ana"), signal)).made, false);
    const forged = await setTag({ ...v13, key: "slipway.promotion.x", value: "" }, as("ana"), signal);
    assert.equal(forged.ok, false);
  });

  for (const [who, how] of [
    ["bruno", "reject"],
    ["ana", "cancel"],
  ] as const)
    it(`say after a ${how} what would have moved`, async () => {
      value(await act("ana", "request", "The review is booked."));
      const { page: shown } = value(await act(who, how, "no review yet"));
      assert.equal(text(shown), "Would have moved @champion from v12 to v13. @challenger stays on v13.");
    });

  it("stand in the inbox of those who can do something", async () => {
    value(await act("ana", "request", "The review is booked."));
    await sample.registry.setVersionTag("fraud-scorer", "12", "slipway.promotion.nonsense", "{", signal);
    const bruno = value(await inbox(as("bruno"), signal));
    assert.deepEqual(
      bruno.waiting.map((item) => `${item.version} ${item.gateSummary}`),
      ["13 1 gate fails"],
    );
    assert.equal(bruno.broken.length, 1);
    const ana = value(await inbox(as("ana"), signal));
    assert.deepEqual([ana.waiting.length, ana.mine.length], [0, 1]);
    value(await act("bruno", "reject", "no review yet"));
    const after = value(await inbox(as("ana"), signal));
    assert.deepEqual(
      after.recent.map((item) => `${item.state} ${item.closedBy}`),
      ["rejected bruno@example.com"],
    );
  });

  it("are only shown where the registry may not be written", async () => {
    value(await act("ana", "request", "The review is booked."));
    const capabilities = async () => ({ ...(await sample.registry.capabilities(signal)), writable: false });
    const registry = { ...sample.registry, capabilities };
    const bruno = { ...as("bruno"), registry, ...(await writability(registry, signal)) };
    const shown = value(await promotionPage(v13, bruno, signal));
    const why = "you may not write to mlflow.db";
    assert.deepEqual(buttons(shown), [`Approve and Apply: ${why}`, `Reject: ${why}`, `Comment: ${why}`]);
    assert.deepEqual([shown.actLine, shown.gates.some(({ action }) => action !== undefined)], ["You may not write to mlflow.db.", false]);
    const { waiting, recent } = value(await inbox(bruno, signal));
    assert.deepEqual([waiting.length, recent[0]?.version], [0, "13"]);
    const listed = value(await versions({ model: "fraud-scorer" }, bruno, signal)).rows;
    assert.ok(listed.length > 0 && listed.every(({ nextEnvironment, effect }) => (nextEnvironment ?? effect) === undefined));
    const asked = value(await quickRequest({ model: "fraud-scorer", version: "11", to: "staging" }, bruno, signal));
    assert.equal(asked.made, false);
    assert.deepEqual(await writability(sample.registry, signal), {});
  });

  it("stand in the inbox behind any number of models and newer versions", async () => {
    value(await act("ana", "request", "The review is booked."));
    const sql = `
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
        INSERT INTO registered_models (name, workspace) SELECT 'a' || i, 'default' FROM n;
      WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 170)
        INSERT INTO model_versions (name, version, current_stage, workspace) SELECT 'fraud-scorer', i, 'None', 'default' FROM n;`;
    const database = new DatabaseSync(sample.store);
    database.exec(sql);
    database.close();
    assert.equal(value(await inbox(as("bruno"), signal)).waiting.length, 1);
  });

  it("wait for who can decide, however many there are: of the oldest the gates are not checked", async () => {
    value(await act("ana", "request", "The review is booked."));
    const [tag] = (await sample.registry.version("fraud-scorer", "13", signal)).tags.filter(({ key }) => key.endsWith(".request"));
    const database = new DatabaseSync(sample.store);
    const copy = database.prepare(`INSERT INTO model_version_tags (key, value, name, version, workspace)
      SELECT replace(key, ?, ?), replace(value, ?, ?), name, version, workspace FROM model_version_tags WHERE key = ?`);
    const id = tag?.key.split(".").at(-2) ?? "";
    for (let n = 1; n <= 120; n++) {
      const earlier = `0${String(n).padStart(25, "0")}`;
      copy.run(id, earlier, id, earlier, tag?.key ?? "");
    }
    database.close();
    const of = async (name: string) => value(await inbox(as(name), signal));
    const { waiting } = await of("bruno");
    assert.equal(waiting.length, 121);
    assert.deepEqual([waiting[0]?.gateSummary, waiting[120]?.gateSummary], ["1 gate fails", "gates are checked when it is opened"]);
    const ana = await of("ana");
    assert.deepEqual([ana.waiting.length, ana.mine.length], [0, 121]);
  });

  it("are explained where there is no policy", async () => {
    const { policy: _, ...context } = as("ana");
    assert.equal(value(await inbox(context, signal)).hasPolicy, false);
    const missing = await promotionPage(v13, context, signal);
    assert.equal(!missing.ok && missing.problem.message, "Promotions follow a policy in slipway.yaml.");
    const broken = await promotionPage(v13, { ...context, policyProblem: "slipway.yaml, line 3: prod is there twice." }, signal);
    assert.equal(!broken.ok && broken.problem.message, "slipway.yaml, line 3: prod is there twice.");
  });

  it("give models their ladder and versions their next step", async () => {
    await sample.registry.setAlias("churn-ranker", "challenger", "5", signal);
    const { rows } = value(await models({}, as("ana"), signal));
    assert.deepEqual(
      rows.map((row) => [row.name, ...row.environments.map((item) => `${item.name} v${item.version} ${item.marker}`)]),
      [
        ["churn-ranker", "prod v3 @champion", "staging v5 @challenger"],
        ["fraud-scorer", "prod v12 @champion", "staging v13 @challenger"],
      ],
    );
    const listed = value(await versions({ model: "fraud-scorer" }, as("ana"), signal)).rows;
    assert.deepEqual(
      listed.slice(0, 3).map((row) => `v${row.version} ${row.metric?.value} ${row.nextEnvironment} ${row.incumbent?.version}`),
      ["v13 0.97359 prod 12", "v12 0.96227 undefined undefined", "v11 0.96158 staging 13"],
    );
  });
});

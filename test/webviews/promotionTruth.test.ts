import assert from "node:assert/strict";
import { dataChanged, openPolicyLine } from "#protocol/views/panel.ts";
import { type PromotionPage, promotionPageRequest } from "#protocol/views/promotion.ts";
import { anyChange, type ChangeSet, noChange } from "#registry/model/changes.ts";
import { accessibilityProblems } from "./accessibility.ts";
import { box, focused, PromotionDriver, texts } from "./promotionDriver.ts";
import { promotionHost } from "./promotionFixture.ts";
import type { ThemeName } from "./themes.ts";

const moved = ["prod has changed since you looked: the incumbent is now v11, no longer v12."];

describe("A Promotion page that must not mislead", () => {
  const driver = new PromotionDriver();

  /** The page as bruno sees it, which becomes another one under his hands. */
  async function changing(draft = "Agreed with chen.") {
    const fixture = promotionHost(driver.sample.review, { after: driver.sample.applied, state: { draft } });
    const page = await driver.start(fixture);
    return {
      page,
      async become(next: PromotionPage): Promise<void> {
        fixture[promotionPageRequest.method] = () => ({ ok: true, value: next });
        await driver.open.push(dataChanged.method, anyChange);
        await page.locator(".changed-note").waitFor();
      },
    };
  }

  it("takes no press on what the reader has not seen: the first one leads there, a double click is one press", async () => {
    const { page, become } = await changing();
    await become({ ...driver.sample.changed, changed: moved });
    const approve = page.getByRole("button", { name: "Approve and Apply" });
    await approve.dblclick();
    await focused(page, ".changed-note");
    assert.deepEqual(driver.acts(), []);
    assert.match((await texts(page, ".changed-note"))[0] ?? "", /What you decide on has changed\. prod has changed since you looked/);
    assert.equal(await box(page).inputValue(), "Agreed with chen.");
    await page.waitForTimeout(800);
    await approve.click();
    await page.locator(".pill", { hasText: "Applied" }).waitFor();
    assert.deepEqual(
      driver.acts().map(({ act, seen }) => [act, seen]),
      [["approve", driver.sample.changed.seen]],
    );
  });

  it("takes the next press once the reader says that it was seen", async () => {
    const { page, become } = await changing();
    await become({ ...driver.sample.changed, changed: moved });
    await page.getByRole("button", { name: "I have seen it" }).click();
    await focused(page, "#comment");
    assert.equal(await page.locator(".changed-note").count(), 0);
    await page.getByRole("button", { name: "Approve and Apply" }).click();
    await page.locator(".pill", { hasText: "Applied" }).waitFor();
    assert.equal(driver.acts()[0]?.seen, driver.sample.changed.seen);
  });

  it("takes no press where somebody else decided first: another button stands there now", async () => {
    const { page, become } = await changing();
    await become({ ...driver.sample.rejected });
    await page.locator("[data-act]").first().click();
    await focused(page, ".changed-note");
    assert.deepEqual(driver.acts(), []);
    assert.match((await texts(page, ".changed-note"))[0] ?? "", /It is now: Rejected by bruno\./);
  });

  it("does not speak of a decision where nothing is left to decide on", async () => {
    const { page, become } = await changing();
    await become({ ...driver.sample.applied });
    assert.match((await texts(page, ".changed-note"))[0] ?? "", /^\s*This has changed since you looked\. It is now: Applied\./);
  });

  it("says nothing where only the time of reading is another", async () => {
    const fixture = promotionHost(driver.sample.review);
    const page = await driver.start(fixture);
    fixture[promotionPageRequest.method] = () => ({
      ok: true,
      value: { ...driver.sample.review, asOf: driver.sample.review.asOf + 60_000 },
    });
    await driver.open.push(dataChanged.method, anyChange);
    await page.getByText("02:14").first().waitFor();
    assert.equal(await page.locator(".changed-note").count(), 0);
    assert.deepEqual(
      driver.reads().map((question) => (question as { seen?: string }).seen),
      [undefined, driver.sample.review.seen],
    );
  });

  it("is read again for its model and for the runs that are compared, and for nothing else", async () => {
    await driver.start(promotionHost(driver.sample.review));
    const { model, runId, incumbent } = driver.sample.review;
    const cases: readonly (readonly [changes: Partial<ChangeSet>, reads: number])[] = [
      [{ experiments: ["1"], runs: ["of somebody else"], models: ["another"] }, 0],
      [{ models: ["another", model] }, 1],
      [{ experiments: ["1"], runs: [runId] }, 1],
      [{ experiments: ["1"], runs: [incumbent?.runId ?? "none"] }, 1],
      [anyChange, 1],
    ];
    for (const [changes, reads] of cases) {
      const before = driver.reads().length;
      await driver.open.push(dataChanged.method, { ...noChange, ...changes });
      await driver.open.settled();
      assert.equal(driver.reads().length - before, reads, JSON.stringify(changes));
    }
  });

  it("goes from anywhere to the comment box and back with one key, and with the first Tab", async () => {
    const page = await driver.start(promotionHost(driver.sample.review));
    await page.locator("h1").focus();
    await page.keyboard.press("Alt+c");
    await focused(page, "#comment");
    await page.keyboard.press("Alt+c");
    await focused(page, '[data-section="gates"] .section-toggle');
    await page.locator(".skip-link").focus();
    await page.keyboard.press("Enter");
    await focused(page, "#comment");
  });

  it("keeps the last good policy on the screen, with the cause and the way to it, and every act off", async () => {
    const policyProblem = "Line 7 of slipway.yaml: `gate` is not a key of the policy.";
    const acts = driver.sample.review.acts.map((act) => ({ ...act, enabled: false, why: "slipway.yaml has to be corrected first" }));
    const page = await driver.start(promotionHost({ ...driver.sample.review, policyProblem, acts }));
    assert.match((await texts(page, ".policy-problem"))[0] ?? "", /Line 7 of slipway\.yaml.*Nothing can be decided/s);
    await page.getByRole("button", { name: "Open slipway.yaml" }).click();
    assert.deepEqual(driver.sent(openPolicyLine.method), [{ line: 6 }]);
    assert.equal((await texts(page, ".gate-row")).length, 5);
    await page.getByRole("button", { name: "Approve and Apply" }).click({ force: true });
    assert.deepEqual(driver.acts(), []);
  });

  it("says which policy counts, which event was made on another, and what a newer Slipway wrote", async () => {
    const { review } = driver.sample;
    const policyDoubt = "Made on a policy that was not committed.";
    const shown = {
      ...review,
      policyNote: "slipway.yaml here differs from main: 2 gates. Promotions follow main.",
      newer: ["slipway.promotion.X.pause: an event “pause” of a newer Slipway. It is kept and has no effect here."],
      events: review.events.map((event, at) => (at === 0 ? { ...event, policyDoubt } : event)),
    };
    const page = await driver.start(promotionHost(shown));
    assert.match((await texts(page, ".policy-note"))[0] ?? "", /differs from main: 2 gates/);
    assert.match((await texts(page, ".event"))[0] ?? "", /Made on a policy that was not committed/);
    assert.match((await texts(page, ".rail"))[0] ?? "", /an event “pause” of a newer Slipway/);
  });

  it("shows characters that turn a name around as what they are, and sends the name itself", async () => {
    const { draft } = driver.sample;
    const model = "fraud\u202eevil";
    const tag = "bias\u202ereview";
    const gates = draft.gates.map((gate) => (gate.action ? { ...gate, subject: tag, action: { ...gate.action, key: tag } } : gate));
    const page = await driver.start(promotionHost({ ...draft, model, gates }));
    assert.match((await texts(page, "h1"))[0] ?? "", /^fraud\\u202eevil v13/);
    assert.doesNotMatch((await texts(page, "main")).join(), /\u202e/);
    await page.getByRole("button", { name: "Set tag…" }).click();
    assert.deepEqual(
      driver.open.asked.filter(({ method }) => method === "promotion/setTag").map(({ params }) => params),
      [{ key: tag }],
    );
    await box(page).fill("Why not.");
    await page.getByRole("button", { name: "Request" }).click();
    assert.equal(driver.acts()[0]?.target.model, model);
  });

  it("does not promise an approver where the policy asks nobody", async () => {
    const { draft } = driver.sample;
    const page = await driver.start(promotionHost({ ...draft, steps: draft.steps.filter(({ title }) => !title.startsWith("Approved")) }));
    assert.match((await texts(page, ".events"))[0] ?? "", /The record keeps the reason/);
  });

  const wide = ["−0.00286123", "1.2346e301", "123456789.12", "−1.23e−12"];
  for (const width of [700, 1440]) {
    it(`cuts no number, and lines the differences up, at ${width} px`, async () => {
      const { review } = driver.sample;
      const groups = review.groups.map((group) => ({
        ...group,
        rows: group.rows.map((row, at) => ({
          ...row,
          candidate: wide[at % 4] ?? "",
          incumbent: wide[(at + 1) % 4] ?? "",
          change: `+${wide[(at + 2) % 4]}`.replace("+−", "−"),
        })),
      }));
      const gates = review.gates.map((gate, at) => ({ ...gate, observed: wide[at % 4] ?? "", incumbent: wide[(at + 1) % 4] ?? "" }));
      const page = await driver.start(promotionHost({ ...review, groups, gates }), "light", width);
      const cut = await page
        .locator("td.candidate-col, td.incumbent-col, .delta")
        .evaluateAll((cells) =>
          (cells as { scrollWidth: number; clientWidth: number; textContent: string }[])
            .filter((cell) => cell.scrollWidth > cell.clientWidth && cell.clientWidth > 0)
            .map((cell) => cell.textContent),
        );
      assert.deepEqual(cut, []);
      const edges = await page
        .locator(".delta")
        .evaluateAll((deltas) => [
          ...new Set(
            (deltas as { getBoundingClientRect(): { right: number } }[]).map((delta) => Math.round(delta.getBoundingClientRect().right)),
          ),
        ]);
      assert.equal(edges.length, 1, `right edges of the differences: ${edges.join(", ")}`);
    });
  }

  it("has its three buttons in one row beside the box at 1,440 px", async () => {
    const page = await driver.start(promotionHost(driver.sample.review), "light", 1440);
    const tops = await page
      .locator("[data-act]")
      .evaluateAll((buttons) => [
        ...new Set(
          (buttons as { getBoundingClientRect(): { top: number } }[]).map((button) => Math.round(button.getBoundingClientRect().top)),
        ),
      ]);
    assert.equal(tops.length, 1);
  });

  for (const theme of ["dark", "light", "hc-dark", "hc-light"] as const satisfies readonly ThemeName[]) {
    it(`has nothing for axe to find in ${theme}`, async () => {
      const { draft, review, changed, applied, rejected } = driver.sample;
      const problem = { ...review, policyProblem: "Line 7 of slipway.yaml: it is not a policy." };
      for (const shown of [draft, review, changed, applied, rejected, problem]) {
        const page = await driver.start(promotionHost(shown), theme);
        assert.deepEqual(await accessibilityProblems(page), []);
      }
    });
  }
});

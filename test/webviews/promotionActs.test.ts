import assert from "node:assert/strict";
import { dataChanged } from "#protocol/views/panel.ts";
import {
  type PromotionPage,
  promotionActRequest,
  promotionFocus,
  promotionOpenCompare,
  promotionPageRequest,
  promotionSetTag,
} from "#protocol/views/promotion.ts";
import { anyChange } from "#registry/model/changes.ts";
import { box, focused, gate, PromotionDriver, problem, texts } from "./promotionDriver.ts";
import { promotionHost } from "./promotionFixture.ts";

describe("Acts on the Promotion page", () => {
  const driver = new PromotionDriver();

  it("asks for the missing reason, then requests with Ctrl+Enter, once, and shows the registry's answer", async () => {
    const page = await driver.start(promotionHost(driver.sample.draft, { after: driver.sample.requested }));
    await page.getByRole("button", { name: "Request" }).click();
    await page.getByText("Say why it may go without bias_review.").waitFor();
    await focused(page, "#comment");
    assert.equal(await box(page).getAttribute("aria-invalid"), "true");
    await page.locator("h1").focus();
    await page.getByRole("button", { name: "Request" }).click();
    await focused(page, "#comment");
    await page.keyboard.type("The review is booked.");
    assert.equal(await box(page).getAttribute("aria-invalid"), "false");
    assert.equal(driver.lastState()?.draft, "The review is booked.");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Waiting for bruno").first().waitFor();
    await focused(page, "h1");
    const { target, act, comment, seen, promotionId } = driver.acts()[0] ?? assert.fail("nothing was requested");
    assert.deepEqual(target, { model: "fraud-scorer", version: "13", to: "prod" });
    assert.deepEqual([act, comment, seen, promotionId], ["request", "The review is booked.", driver.sample.draft.seen, undefined]);
    assert.equal(await box(page).inputValue(), "");
    assert.equal(driver.lastState()?.draft, "");
    await page
      .locator("[role=status].screen-reader-only")
      .getByText(/^Done: .* Waiting for bruno$/)
      .waitFor();
  });

  it("starts in the box and says why, where it was opened in place of an act; once, and again when it is told so", async () => {
    const why = "Nothing was written yet: bias_review fails. Say why it may go all the same.";
    const page = await driver.start(promotionHost(driver.sample.review, { state: { focus: { on: "comment", why } } }));
    await focused(page, "#comment");
    await page.getByRole("alert").getByText(why).waitFor();
    await page.keyboard.type("Booked.");
    await page.getByText(why).waitFor({ state: "detached" });
    assert.equal(driver.lastState()?.focus, undefined);
    await page.locator("h1").focus();
    await driver.open.push(promotionFocus.method, { on: "comment", why });
    await focused(page, "#comment");
    await page.getByText(why).waitFor();
    assert.equal(await box(page).inputValue(), "Booked.");
  });

  it("sends one act however often the button and the keys are pressed", async () => {
    const fixture = promotionHost(driver.sample.allPass, { after: driver.sample.requested });
    const answer = fixture[promotionActRequest.method];
    const held = gate();
    fixture[promotionActRequest.method] = async (params) => {
      await held.opened;
      return answer?.(params);
    };
    const page = await driver.start(fixture);
    await page.getByRole("button", { name: "Request" }).dblclick();
    await box(page).press("Control+Enter");
    assert.equal(await page.getByRole("button", { name: "Request" }).getAttribute("aria-disabled"), "true");
    // The registry changed because of the act: the page is told so before the act's own answer.
    await driver.open.push(dataChanged.method, anyChange);
    held.open();
    await page.getByText("Waiting for bruno").first().waitFor();
    await focused(page, "h1");
    assert.equal(driver.acts().length, 1);
    assert.equal(await page.locator(".codicon-loading").count(), 0);
  });

  it("has the approver decide by a press on a button, never by a key in the box", async () => {
    const page = await driver.start(promotionHost(driver.sample.review, { after: driver.sample.applied }));
    assert.equal((await texts(page, ".pill"))[0]?.trim(), "Waiting for you");
    assert.equal(await page.locator("[data-act]:not([secondary])").count(), 0, "no main button while a gate fails");
    assert.match((await texts(page, ".events"))[0] ?? "", /^ana requested again.*bruno rejected.*ana requested/s);
    await page.getByRole("button", { name: "Show reason" }).click();
    await focused(page, ".event-request");
    await box(page).fill("Agreed with chen.");
    await box(page).press("Control+Enter");
    await page.getByRole("button", { name: "Approve and Apply" }).click();
    await page.locator(".pill", { hasText: "Applied" }).waitFor();
    assert.deepEqual(
      driver.acts().map(({ act, comment, promotionId }) => [act, comment, promotionId]),
      [["approve", "Agreed with chen.", driver.sample.review.promotionId]],
    );
  });

  it("keeps the text and goes to the banner when the facts changed under a decision", async () => {
    const fixture = promotionHost(driver.sample.review);
    fixture[promotionActRequest.method] = () => ({
      ok: true,
      value: { done: false, page: driver.sample.changed, message: "Nothing was written." },
    });
    const page = await driver.start(fixture);
    await box(page).fill("Fine by me.");
    await page.getByRole("button", { name: "Approve and Apply" }).click();
    await focused(page, ".banner");
    assert.match((await texts(page, ".banner"))[0] ?? "", /prod has changed since ana asked: the incumbent is now v11, no longer v12\./);
    assert.equal(await box(page).inputValue(), "Fine by me.");
    assert.match((await texts(page, ".gate-row"))[1] ?? "", /changed since the request.*v12 0\.9623.*was better by 0\.0113/s);
    assert.equal((await texts(page, "#act-line"))[0], "Your decision counts for v11 → v13.");
  });

  it("compares the incumbents, and shows the gates as the requester saw them, until they are switched back", async () => {
    const page = await driver.start(promotionHost(driver.sample.changed));
    await page.getByRole("button", { name: "Compare v11 with v12" }).click();
    const { incumbent, formerIncumbent } = driver.sample.changed;
    assert.deepEqual(driver.open.sent.filter(({ method }) => method === promotionOpenCompare.method).at(-1)?.params, {
      runIds: [formerIncumbent?.runId, incumbent?.runId],
    });
    const rows = async () => (await texts(page, ".gate-row")).find((row) => row.includes("val_auc")) ?? "";
    assert.match(await rows(), /changed since the request/);
    await page.getByRole("button", { name: "Show what ana saw" }).click();
    await page.getByText(/what ana saw/).waitFor();
    assert.match(await rows(), /0\.9623.*better by 0\.0113/s);
    assert.doesNotMatch(await rows(), /changed since|v12 0\.9623/);
    assert.match((await texts(page, ".gates-table thead"))[0] ?? "", /v12 in prod/);
    await page.getByRole("button", { name: "Show now" }).click();
    assert.match(await rows(), /changed since the request/);
  });

  it("does not take the focus from a writer when the facts change by themselves", async () => {
    const fixture = promotionHost(driver.sample.review);
    const page = await driver.start(fixture);
    await box(page).focus();
    await page.keyboard.type("I think");
    fixture[promotionPageRequest.method] = () => ({ ok: true, value: driver.sample.changed });
    await driver.open.push(dataChanged.method, anyChange);
    await page.locator(".banner[role=alert]").waitFor();
    await page.keyboard.type(" so");
    assert.equal(await box(page).inputValue(), "I think so");
  });

  it("says why a button cannot be pressed, and lets nobody act without a name", async () => {
    let page = await driver.start(promotionHost(driver.sample.requested));
    const approve = page.getByRole("button", { name: "Approve and Apply" });
    assert.equal(await approve.getAttribute("aria-disabled"), "true");
    assert.equal(await approve.getAttribute("title"), "you made this request; the policy asks for someone else");
    await approve.click({ force: true });
    page = await driver.start(promotionHost(driver.sample.nobody));
    await page.getByText("Git knows no user.email here").waitFor();
    await box(page).fill("Let me.");
    await box(page).press("Control+Enter");
    assert.deepEqual(driver.acts(), []);
  });

  it("sets the tag that a gate misses, checks again, and does not lose the focus with the link", async () => {
    const fixture = promotionHost(driver.sample.draft);
    fixture[promotionSetTag.method] = () => {
      fixture[promotionPageRequest.method] = () => ({ ok: true, value: driver.sample.allPass });
      return true;
    };
    const page = await driver.start(fixture);
    await page.getByRole("button", { name: "Set tag…" }).click();
    await page.getByText("5 pass", { exact: true }).waitFor();
    await focused(page, "h1");
    assert.deepEqual(driver.open.asked.find(({ method }) => method === promotionSetTag.method)?.params, { key: "bias_review" });
    assert.equal(await page.getByRole("button", { name: "Set tag…" }).count(), 0);
    assert.equal(await page.locator('[data-act="request"][secondary]').count(), 0, "Request is the main button now");
  });

  it("offers the environments where the next one is not clear, and asks for none before its gates are checked", async () => {
    const unclear: PromotionPage = { ...driver.sample.allPass, choices: ["prod", "staging"] };
    const fixture = promotionHost(unclear);
    const held = gate();
    const page = await driver.start(fixture);
    fixture[promotionPageRequest.method] = async ({ to }: { to: string }) => {
      await held.opened;
      return to === "staging" ? { ok: true, value: { ...unclear, to } } : { ok: false, problem };
    };
    const choice = page.getByRole("combobox", { name: "Environment" });
    await choice.selectOption("staging");
    await page.getByRole("button", { name: "Request" }).click({ force: true });
    await box(page).press("Control+Enter");
    held.open();
    await page.getByText("v12 in staging").first().waitFor();
    assert.equal(await choice.inputValue(), "staging");
    assert.deepEqual(driver.acts(), []);
    assert.deepEqual(driver.reads().at(-1), { model: "fraud-scorer", version: "13", to: "staging" });
    await choice.selectOption("prod");
    await page.getByText("mlflow.db is locked.").waitFor();
    assert.equal(await choice.inputValue(), "staging", "the choice stays with the page that is shown");
  });

  it("keeps the text when an act fails, and goes to the reason", async () => {
    const fixture = promotionHost(driver.sample.review);
    fixture[promotionActRequest.method] = () => ({ ok: false, problem });
    const page = await driver.start(fixture);
    await box(page).fill("Agreed.");
    await page.getByRole("button", { name: "Approve and Apply" }).click();
    await focused(page, ".notice");
    assert.equal(await box(page).inputValue(), "Agreed.");
    assert.equal(await page.getByRole("button", { name: "Approve and Apply" }).getAttribute("aria-disabled"), "false");
  });
});

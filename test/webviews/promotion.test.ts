import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { copyText, dataChanged, openCodeDiff, openLog, openPolicyLine } from "#protocol/views/panel.ts";
import { promotionOpenCompare, promotionPageRequest } from "#protocol/views/promotion.ts";
import { anyChange } from "#registry/model/changes.ts";
import { box, focused, hostile, PromotionDriver, problem, texts } from "./promotionDriver.ts";
import { promotionHost } from "./promotionFixture.ts";

describe("Promotion page", () => {
  const driver = new PromotionDriver();

  it("says first what would move and which gate fails", async () => {
    const page = await driver.start(promotionHost(driver.sample.draft));
    assert.match((await texts(page, "h1"))[0] ?? "", /^fraud-scorer v13 →.* prod$/s);
    assert.equal((await texts(page, ".pill"))[0]?.trim(), "Not requested yet");
    assert.equal((await texts(page, ".consequence"))[0], "Moves @champion from v12 to v13. @challenger stays on v13.");
    assert.match((await texts(page, "[data-section=gates] .section-summary"))[0] ?? "", /1 fails.*4 pass/s);
    assert.match((await texts(page, ".gate-row"))[0] ?? "", /^\s*Fail\s+Tag bias_review present.*not set\s+done.*slipway\.yaml:36/s);
    assert.match((await texts(page, ".steps"))[0] ?? "", /Requested\s+waits for you.*Approved 0 of 1\s+asks bruno.*Applied/s);
    assert.deepEqual(await texts(page, "h2"), ["Gates", "Candidate against incumbent", "Conversation and history"]);
    assert.match((await texts(page, '[data-group="Metrics"]'))[0] ?? "", /val_auc gate\s+0\.9736\s+0\.9623\s+\+0\.0113 ▲ better/);
    await focused(page, "#comment");
  });

  it("shows what is over: applied and rejected", async () => {
    let page = await driver.start(promotionHost(driver.sample.applied));
    assert.equal((await texts(page, ".consequence"))[0], "Moved @champion from v12 to v13.");
    assert.deepEqual(await texts(page, ".step-done .step-title"), ["Requested", "Approved 1 of 1", "Applied"]);
    const [step, event] = [await texts(page, ".step time"), await texts(page, ".rail time")];
    assert.equal(step.at(-1), event[0], "an act is as long ago in the steps as in the conversation");
    assert.match((await page.locator(".step time").last().getAttribute("title")) ?? "", /\d:\d\d/);
    page = await driver.start(promotionHost(driver.sample.rejected));
    assert.match((await texts(page, ".pill"))[0] ?? "", /Rejected/);
    assert.match((await texts(page, ".events"))[0] ?? "", /bruno rejected.*No bias review yet/s);
  });

  it("is used with the keyboard alone, in reading order, and remembers what is folded", async () => {
    const page = await driver.start(promotionHost(driver.sample.review));
    await page.locator("h1").focus();
    const order: string[] = [];
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press("Tab");
      const part = await page.evaluate<string>(
        `(() => { const at = document.activeElement; return ["page-head", "section", "rail", "enforcement", "comment", "acts"].find((name) => at?.closest("." + name) && name !== "section") ?? at?.closest("[data-section]")?.dataset.section ?? "out"; })()`,
      );
      if (part === "out") break;
      if (order.at(-1) !== part) order.push(part);
    }
    assert.deepEqual(order, ["page-head", "gates", "differences", "enforcement", "comment", "acts"]);
    await page.locator("h1").focus();
    await page.keyboard.press("Control+ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".gates-table").waitFor({ state: "detached" });
    assert.deepEqual(driver.lastState()?.folded, ["gates"]);
    await page.getByRole("button", { name: "Params" }).press("Space");
    await page.getByText("learning_rate").waitFor({ state: "detached" });
    assert.deepEqual(driver.lastState()?.folded, ["gates", "group-Params"]);
  });

  it("opens as it was left", async () => {
    const page = await driver.start(promotionHost(driver.sample.draft, { state: { draft: "Half a reas", folded: ["differences"] } }));
    assert.equal(await box(page).inputValue(), "Half a reas");
    assert.equal(await page.locator(".difference-table").count(), 0);
  });

  it("leads to the policy, the runs, the code, the breaking changes and the way to lock it", async () => {
    const page = await driver.start(
      promotionHost({ ...driver.sample.draft, policyFile: "slipway.yaml" }, { state: { folded: ["group-Signature"] } }),
    );
    await page.getByRole("button", { name: "slipway.yaml:36" }).click();
    await page.getByRole("button", { name: "gbm-031" }).click();
    await page.getByRole("button", { name: "Open diff" }).click();
    await page.getByRole("button", { name: "Copy as Markdown" }).click();
    await page.getByRole("button", { name: "2 breaking" }).click();
    await focused(page, '[data-group="Signature"] .section-toggle');
    await page.getByText("callers without it fail").waitFor();
    assert.deepEqual(driver.sent(openPolicyLine.method), [{ line: 35 }]);
    assert.deepEqual(driver.sent(promotionOpenCompare.method), [
      { runIds: [driver.sample.draft.incumbent?.runId, driver.sample.draft.runId] },
    ]);
    assert.deepEqual(driver.sent(openCodeDiff.method), [{ left: driver.sample.draft.code?.left, right: driver.sample.draft.code?.right }]);
    assert.match((driver.sent(copyText.method)[0] as { text: string }).text, /\| val\\_auc \| 0\.9736 \| 0\.9623 \| \+0\.0113 better \|/);
    assert.match((await page.getByRole("link", { name: "How to lock it" }).getAttribute("href")) ?? "", /docs\/promotion-format\.md#/);
  });

  it("shows equal rows on demand", async () => {
    const page = await driver.start(promotionHost(driver.sample.draft));
    const rows = page.locator('[data-group="Params"] tr');
    const before = await rows.count();
    await page.locator('[data-group="Params"]').getByRole("button", { name: "Show all" }).click();
    await page.locator('[data-group="Params"]').getByRole("button", { name: "Show fewer" }).waitFor();
    assert.equal(await rows.count(), before + 6);
  });

  it("says what failed and what to do, and keeps what it had", async () => {
    const fixture = promotionHost(driver.sample.review);
    const works = fixture[promotionPageRequest.method];
    const fails = () => ({ ok: false, problem });
    fixture[promotionPageRequest.method] = fails;
    const page = await driver.start(fixture, "dark", 1280, ".state-failed");
    await page.getByText("Close the program that writes to it.").waitFor();
    await page.getByRole("button", { name: "Show log" }).click();
    assert.deepEqual(driver.sent(openLog.method), [null]);
    fixture[promotionPageRequest.method] = (params) => works?.(params);
    await page.getByRole("button", { name: "Retry" }).click();
    await page.locator(".gate-row").first().waitFor();
    fixture[promotionPageRequest.method] = fails;
    await driver.open.push(dataChanged.method, anyChange);
    await page.getByText(/mlflow\.db is locked.*This is as of/s).waitFor();
    assert.equal(await page.locator(".gate-row").count(), 5);
    fixture[promotionPageRequest.method] = (params) => works?.(params);
    await page.getByRole("button", { name: "Retry" }).click();
    await page.locator(".notice").waitFor({ state: "detached" });
    await focused(page, "h1");
  });

  it("scrolls in one place, also in a low window at 200 %", async () => {
    const page = await driver.start(promotionHost(driver.sample.draft));
    for (const width of [1280, 640]) {
      await page.setViewportSize({ width, height: 450 });
      await page.locator(".page-scroll").evaluate((part) => part.scrollTo(0, 1e6));
      assert.equal(await page.evaluate("document.documentElement.scrollHeight - innerHeight"), 0, `${width} px`);
    }
  });

  it("shows hostile names as text", async () => {
    const { review } = driver.sample;
    const [gate, ...gates] = review.gates;
    const [group, ...groups] = review.groups;
    const [event, ...events] = review.events;
    assert.ok(gate && group && event);
    const page = await driver.start(
      promotionHost({
        ...review,
        model: hostile,
        runName: hostile,
        me: hostile,
        banner: [hostile],
        broken: [hostile],
        gates: [{ ...gate, subject: hostile, rule: `Tag {} ${hostile}`, observed: "x".repeat(100_000), advice: hostile }, ...gates],
        groups: [{ ...group, rows: [{ name: hostile, candidate: hostile, incumbent: "y".repeat(100_000), change: hostile }] }, ...groups],
        events: [{ ...event, by: hostile, comment: `${hostile}${"z".repeat(4000)}` }, ...events],
      }),
    );
    assert.ok((await texts(page, "h1"))[0]?.includes(hostile));
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await sideways(page), 0);
  });

  for (const width of [1280, 900, 700, 480, 340]) {
    it(`fits into ${width} px and keeps the buttons in the window`, async () => {
      for (const shown of [driver.sample.review, driver.sample.changed, driver.sample.draft]) {
        const page = await driver.start(promotionHost(shown), "light", width);
        assert.equal(await sideways(page), 0, "nothing scrolls sideways");
        const bar = await page.locator(".action-bar").boundingBox();
        assert.ok(bar && Math.round(bar.y + bar.height) === 1000, "the action bar stands at the bottom");
        assert.equal(
          (await page.getByText("Bias review is booked").count()) > 1,
          shown !== driver.sample.draft,
          "the reason stands in the rail and under the gate",
        );
      }
    });
  }

  it("has a name near its numbers in a window of any width, and the buttons where the conversation begins", async () => {
    const page = await driver.start(promotionHost(driver.sample.review), "dark", 2560);
    const table = await page.locator(".difference-table").boundingBox();
    assert.ok(table && table.width <= 1200, `${table?.width} px`);
    const [rail, buttons] = [
      await page.locator(".rail").boundingBox(),
      await page.getByRole("button", { name: "Approve and Apply" }).boundingBox(),
    ];
    assert.equal(Math.round(rail?.x ?? 0), Math.round(buttons?.x ?? 1));
    assert.ok((rail?.width ?? 0) <= 560);
  });

  for (const theme of ["dark", "hc-light"] as const) {
    it(`beside the side bar of a small window every rule has a line's room and no value touches another, in ${theme}`, async () => {
      const page = await driver.start(promotionHost(driver.sample.review), theme, 340);
      const boxes = (selector: string) =>
        page.evaluate<{ left: number; right: number; height: number }[]>(
          `[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => one.getBoundingClientRect().toJSON())`,
        );
      for (const text of await boxes(".gate-rule, .difference-name")) assert.ok(text.height <= 3 * 22 + 8, JSON.stringify(text));
      for (const row of [".gate-row", ".difference-group"]) {
        const [candidates, incumbents] = [await boxes(`${row} .candidate-col`), await boxes(`${row} .incumbent-col`)];
        assert.ok(candidates.length > 2 && candidates.length === incumbents.length);
        for (const [i, candidate] of candidates.entries()) assert.ok((incumbents[i]?.left ?? 0) >= candidate.right, `${row} ${i}`);
        assert.equal(new Set(candidates.map(({ right }) => Math.round(right))).size, 1, "values stand under each other");
      }
    });
  }

  /** How many px the page, or anything that scrolls in it, is wider than its window. */
  function sideways(page: Page): Promise<number> {
    return page.evaluate<number>(
      `Math.max(...[document.documentElement, document.querySelector(".page-scroll"), ...document.querySelectorAll(".main-column, .rail, .action-bar")].map((part) => part.scrollWidth - part.clientWidth))`,
    );
  }
});

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { newCompareState, stateChanged } from "#protocol/views/compare.ts";
import { copyText } from "#protocol/views/panel.ts";
import { accessibilityProblems } from "./accessibility.ts";
import { compareData, compareHost, ids } from "./compareFixture.ts";
import type { OpenPanel } from "./harness.ts";
import { SuitePages } from "./suitePages.ts";

describe("Curves of the Compare page", () => {
  const pages = new SuitePages("compare");
  let open: OpenPanel;

  const start = async (rest: Partial<ReturnType<typeof newCompareState>> = {}) => {
    open = await pages.show(compareHost(compareData, { ...newCompareState(ids), ...rest }));
    await open.page.locator("slipway-curve-chart").nth(3).waitFor();
    return open.page;
  };
  const chart = (page: Page, metric: string) => page.locator(`slipway-metric-curves[data-metric="${metric}"]`);
  const choose = async (page: Page, menu: string, item: string) => {
    await page.getByRole("button", { name: menu }).click();
    await page.getByRole("menuitemradio", { name: item, exact: true }).click();
  };
  const range = async (page: Page) => {
    const texts = await page.locator(".zoomed .muted").allInnerTexts();
    return [...texts.join().matchAll(/\d+/g)].map(Number);
  };
  const state = () => {
    const told = open.sent.findLast(({ method }) => method === stateChanged.method);
    assert.ok(told);
    return (told.params as { state: object }).state;
  };

  it("moves the part that is seen, by Ctrl and an arrow and by a drag with Shift, and stops at the end", async () => {
    const page = await start();
    const first = page.locator("slipway-curve-chart").first();
    await first.focus();
    await page.keyboard.press("+");
    const [from = 0, to = 0] = await range(page);
    await page.keyboard.press("Control+ArrowRight");
    const [moved = 0, movedTo = 0] = await range(page);
    assert.ok(moved > from && movedTo > to && Math.abs(movedTo - moved - (to - from)) <= 2, `${from}-${to}, ${moved}-${movedTo}`);
    for (let count = 0; count < 9; count++) await page.keyboard.press("Control+ArrowRight");
    const end = await range(page);
    await page.keyboard.press("Control+ArrowRight");
    assert.deepEqual(await range(page), end);
    const box = await first.locator(".u-over").boundingBox();
    assert.ok(box);
    await page.keyboard.down("Shift");
    await page.mouse.move(box.x + 100, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + 100 + box.width / 2, box.y + 50, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    const [dragged = 0, draggedTo = 0] = await range(page);
    assert.ok(dragged < (end[0] ?? 0) && Math.abs(draggedTo - dragged - (to - from)) <= 2, "what is seen goes with the pointer");
  });

  it("draws a metric over another one, reads it out there, and copies it so", async () => {
    const page = await start();
    await choose(page, "x axis", "val_logloss");
    await chart(page, "val_auc").getByText("over val_logloss").waitFor();
    assert.equal(await chart(page, "val_logloss").count(), 0, "a metric over itself says nothing");
    await chart(page, "val_auc").locator("slipway-curve-chart").focus();
    await page.keyboard.press("ArrowRight");
    await page
      .locator("[role=status].screen-reader-only")
      .getByText(/^0\.\d+: gbm-\d+ 0\.\d+/)
      .waitFor();
    await page.getByRole("button", { name: "Copy curves as Markdown" }).click();
    const copied = open.sent.find(({ method }) => method === copyText.method)?.params as { text: string };
    assert.match(copied.text, /\| Metric \| Run \| val\\_logloss \| Value \|/);
    assert.deepEqual({ ...state(), xMetric: "val_logloss", xAxis: "metric" }, state());
  });

  it("shows one chart large, small again, and says where the axis leaves values out", async () => {
    const page = await start();
    const small = await chart(page, "val_auc").boundingBox();
    await page.getByRole("button", { name: "Show val_auc large" }).click();
    await page.getByRole("button", { name: "Show val_auc small" }).waitFor();
    const large = await chart(page, "val_auc").boundingBox();
    assert.ok(large && small && large.width > 1.9 * small.width && large.height > 1.9 * small.height);
    await page.getByText("Clip outliers").click();
    await chart(page, "val_auc").getByText("axis of the middle 90 % of values").waitFor();
    assert.deepEqual({ ...state(), clipOutliers: true, largeChart: "val_auc" }, state());
    assert.deepEqual(await accessibilityProblems(page), []);
    await page.getByRole("button", { name: "Show val_auc small" }).click();
    await page.getByRole("button", { name: "Show val_auc large" }).waitFor();
  });
});

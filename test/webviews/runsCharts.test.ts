import assert from "node:assert/strict";
import { curvesRequest } from "#protocol/views/compare.ts";
import { dataChanged } from "#protocol/views/panel.ts";
import { type RunsState, runsStateChanged } from "#protocol/views/runs.ts";
import { noChange } from "#registry/model/changes.ts";
import type { OpenPanel } from "./harness.ts";
import { runsHost, sweepStore } from "./runsFixture.ts";
import { SuitePages } from "./suitePages.ts";

describe("Charts above the Runs page", () => {
  const pages = new SuitePages("runs");
  let open: OpenPanel;
  let store: ReturnType<typeof sweepStore>;

  before(() => {
    store = sweepStore({ runs: 41 });
  });
  after(() => {
    store?.close();
  });

  const start = async (state: Partial<RunsState> = {}, width = 1280) => {
    open = await pages.show(runsHost(store.registry, state), "dark", { width, height: 800 });
    await open.page.locator(".row .cell-text, .hidden-note").first().waitFor();
    return open.page;
  };
  const asked = () =>
    open.asked.filter(({ method }) => method === curvesRequest.method).map(({ params }) => params as { runIds: string[]; metric: string });

  it("draw the metrics that are known to be better one way, of the first runs in colour and the others in grey", async () => {
    const page = await start();
    await page.getByText("the first 10 in colour, 31 others in grey").waitFor();
    await page.locator(".strip .u-over").nth(3).waitFor();
    const metrics = await page.locator(".strip-chart").evaluateAll((all) => all.map((each) => (each as unknown as Marked).dataset.metric));
    assert.deepEqual(metrics, ["train_auc", "val_auc", "val_logloss", "val_recall_at_1pct"]);
    assert.deepEqual(new Set(asked().map(({ metric }) => metric)), new Set(metrics), "nothing is read that is not drawn");
  });

  it("say how many are drawn how, of one run as of many", async () => {
    for (const [filter, expected] of [
      ["attributes.run_id = 'run00000007'", "1 run in colour"],
      ["attributes.run_id IN ('run00000007', 'run00000009')", "all 2 in colour"],
    ] as const) {
      const page = await start({ filter });
      await page.locator(".strip-summary").getByText(expected, { exact: true }).waitFor();
    }
    await open.page.locator(".row").first().click();
    await open.page.getByText("1 selected in colour, 1 other in grey", { exact: true }).waitFor();
  });

  it("draw the chosen runs in colour, wherever they stand", async () => {
    const page = await start();
    await page.locator(".row").nth(2).click();
    await page
      .locator(".row")
      .nth(4)
      .click({ modifiers: ["Control"] });
    await page.getByText("2 selected in colour, 39 others in grey").waitFor();
    await page.locator(".strip .u-over").nth(3).waitFor();
    // The crosshair names those in colour, in all charts at once.
    const chart = page.locator(".strip slipway-curve-chart").first();
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    const box = page.locator(".strip .chart-box:not(.chart-box-short):not([hidden])");
    await box.waitFor();
    assert.deepEqual((await box.locator(".chart-box-name").allInnerTexts()).toSorted(), ["gbm-037", "gbm-039"]);
    assert.equal(await page.locator(".strip .chart-box:not([hidden])").count(), 4);
  });

  it("are read again when a run has changed, and not at all while they are folded", async () => {
    const page = await start();
    await page.locator(".strip .u-over").nth(3).waitFor();
    const before = asked().length;
    await open.push(dataChanged.method, { ...noChange, experiments: ["1"], runs: ["run00000041"] });
    await page.waitForFunction("true");
    for (let left = 100; left > 0 && asked().length < before + 4; left--) await page.waitForTimeout(30);
    assert.equal(asked().length, before + 4);
    await page.getByRole("button", { name: "Charts", exact: true }).last().click();
    await page.locator(".strip").waitFor({ state: "detached" });
    const state = open.sent.findLast(({ method }) => method === runsStateChanged.method)?.params as RunsState;
    assert.equal(state.charts.isFolded, true);
    const folded = await start({ charts: state.charts });
    await folded.locator(".row").nth(2).click();
    assert.deepEqual(asked(), []);
  });

  it("say that there is no run to draw where none passes the filter", async () => {
    const page = await start({ filter: "metrics.val_auc > 2" });
    await page.locator(".strip-empty").nth(3).getByText("No run to draw.").waitFor();
    assert.equal(await page.getByText("Reading…").count(), 0);
    assert.deepEqual(asked(), []);
  });

  it("have room above for the topmost number of an axis", async () => {
    const page = await start();
    await page.locator(".strip .u-over").nth(3).waitFor();
    const [title, plot] = [
      await page.locator(".strip-title").first().boundingBox(),
      await page.locator(".strip .u-over").first().boundingBox(),
    ];
    assert.ok(title && plot && title.height <= 18 && plot.y - title.y - title.height >= 9);
  });

  it("are two where there is no room for four", async () => {
    const page = await start({}, 700);
    await page.locator(".strip .u-over").nth(1).waitFor();
    assert.equal(await page.locator(".strip-chart").count(), 2);
  });
});

/** An element as far as this test looks at it: the tests have no types of a browser. */
interface Marked {
  readonly dataset: { readonly metric?: string };
}

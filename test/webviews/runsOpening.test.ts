import assert from "node:assert/strict";
import { runsCatalogRequest } from "#protocol/views/runs.ts";
import { accessibilityProblems } from "./accessibility.ts";
import type { Fixture } from "./harness.ts";
import { runsHost, sweepStore } from "./runsFixture.ts";
import { SuitePages } from "./suitePages.ts";

describe("Runs page while its runs are read", () => {
  const pages = new SuitePages("runs");
  let store: ReturnType<typeof sweepStore>;
  before(() => {
    store = sweepStore({ runs: 12 });
  });
  after(() => store?.close());

  /** A host that says what there is when the test says so. */
  const slow = () => {
    const read = Promise.withResolvers<void>();
    const host = runsHost(store.registry);
    const answer = host[runsCatalogRequest.method] ?? assert.fail();
    const late: Fixture = { ...host, [runsCatalogRequest.method]: (params) => read.promise.then(() => answer(params)) };
    return { host: late, finish: () => read.resolve() };
  };

  it("has its tools at once, and keeps what is typed meanwhile, and the focus", async () => {
    const { host, finish } = slow();
    const open = await pages.show(host);
    const { page } = open;
    await page.getByText("Reading the runs…").waitFor();
    const filter = page.locator("slipway-filter-box input");
    await page.keyboard.press("Control+f");
    await page.keyboard.insertText("metrics.val_auc > 0.9");
    assert.deepEqual(await accessibilityProblems(page), []);
    finish();
    await page.locator(".row .cell-text").first().waitFor();
    assert.equal(await page.getByText("Reading the runs…").count(), 0);
    assert.equal(await filter.inputValue(), "metrics.val_auc > 0.9");
    assert.ok(await filter.evaluate((field) => field === field.ownerDocument.activeElement));
    await page.keyboard.press("Enter");
    await page.getByText(/ of 12 runs/).waitFor();
    assert.deepEqual(open.troubles, []);
  });

  it("filters by what was entered before the runs were there", async () => {
    const { host, finish } = slow();
    const { page } = await pages.show(host);
    await page.locator("slipway-filter-box input").waitFor();
    await page.keyboard.press("Control+f");
    await page.keyboard.insertText("attributes.run_id = 'run00000005'");
    await page.keyboard.press("Enter");
    finish();
    await page.getByText("1 of 12 runs").waitFor();
    assert.deepEqual(await page.locator(".row .run-name").allInnerTexts(), ["gbm-005"]);
  });
});

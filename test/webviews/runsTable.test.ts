import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import {
  type RunsState,
  runsCompare,
  runsSetBaseline,
  runsStateChanged,
  runsWindowRequest,
  type WindowParams,
} from "#protocol/views/runs.ts";
import { accessibilityProblems } from "./accessibility.ts";
import type { OpenPanel } from "./harness.ts";
import { runsHost, sweepStore } from "./runsFixture.ts";
import { SuitePages } from "./suitePages.ts";
import type { ThemeName } from "./themes.ts";
import { untilTrue } from "./untilTrue.ts";

describe("The Runs page's groups, children, pinned runs and menus", () => {
  const pages = new SuitePages("runs");
  let open: OpenPanel;
  let store: ReturnType<typeof sweepStore>;
  let nested: ReturnType<typeof sweepStore>;

  before(() => {
    store = sweepStore({ runs: 41 });
    nested = sweepStore({ runs: 24, nested: true });
  });
  after(() => {
    store?.close();
    nested?.close();
  });

  const start = async (from = store, state: Partial<RunsState> = {}, theme: ThemeName = "dark", baseline?: string) => {
    open = await pages.show(runsHost(from.registry, state, baseline), theme, { width: 1280, height: 800 });
    await open.page.locator(".row .cell-text").first().waitFor();
    return open.page;
  };
  const state = () => open.sent.findLast(({ method }) => method === runsStateChanged.method)?.params as RunsState;
  const names = (page: Page) => page.locator(".row:not(.in-band) .run-name").allInnerTexts();
  const item = (page: Page, name: string | RegExp) => page.getByRole("menuitem", { name }).or(page.getByRole("menuitemcheckbox", { name }));
  const headMenu = async (page: Page, column: string) => {
    await page.locator(`.head-cell[data-column="${column}"] button`).focus();
    await page.keyboard.press("Alt+ArrowDown");
    await page.getByRole("menu").waitFor();
  };

  it("reads of a thousand columns those near the screen, and what it has scrolled to", async () => {
    const wide = sweepStore({ runs: 12, moreMetrics: 1000 });
    const columns = ["metric:val_auc", ...Array.from({ length: 1000 }, (_, at) => `metric:layer_${at}/grad_norm`)] as RunsState["columns"];
    try {
      const page = await start(wide, { ...(columns ? { columns } : {}), frozen: ["metric:val_auc"] });
      const cell = (key: string) => page.locator(`.row[aria-rowindex="2"] [data-column="metric:${key}"].cell-text`);
      await cell("layer_0/grad_norm").waitFor();
      await page.evaluate("document.querySelector('.grid').scrollTo(1e6, 0)");
      await cell("layer_999/grad_norm").waitFor();
      assert.match((await cell("val_auc").textContent()) ?? "", /^0\.9\d+$/, "a frozen one is there wherever the table is");
      await page.evaluate("document.querySelector('.grid').scrollTo(document.querySelector('.grid').scrollWidth / 2, 0)");
      await cell("layer_500/grad_norm").waitFor();
      const asked = open.asked.flatMap(({ method, params }) =>
        method === runsWindowRequest.method ? [(params as WindowParams).columns] : [],
      );
      assert.ok(asked.length >= 3 && asked.every(({ length }) => length < 200), asked.map(({ length }) => length).join());
      assert.ok(((await page.evaluate("document.querySelectorAll('*').length")) as number) < 2500);
    } finally {
      wide.close();
    }
  });

  it("groups runs by a param: how many, mean and deviation; opens a group by keyboard, and chooses all of its runs at once", async () => {
    const page = await start();
    await page.getByRole("button", { name: /^Group by/ }).click();
    await item(page, "booster").click();
    await page.locator(".group-row").nth(1).waitFor();
    assert.deepEqual(await names(page), ["dart", "gbdt"]);
    assert.match(await textOf(page.locator(".group-row [data-column='metric:val_auc']").first()), /^(★\s*)?0\.92\d+ ± 0\.00\d+$/);
    const count = Number(await textOf(page.locator(".group-row .member-count").first()));
    await page.locator(".grid").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await page.locator('.row[aria-level="2"]').first().waitFor();
    assert.equal((await names(page)).indexOf("gbdt"), count + 1);
    await page.locator(".group-row .run-name").first().click();
    await page.getByText(`${count} selected`, { exact: true }).waitFor();
    await page.getByRole("button", { name: "Compare" }).click();
    const compared = open.sent.findLast(({ method }) => method === runsCompare.method)?.params as { ids: string[] };
    assert.equal(compared.ids.length, count);
    assert.deepEqual(state().groupBy, ["param:booster"]);
  });

  it("shows child runs beneath their parents, one that does not pass the filter in grey, and all for themselves where that is wanted", async () => {
    const page = await start(nested, { filter: "attributes.run_id = 'run00000008'" });
    assert.deepEqual(await names(page), ["gbm-007", "gbm-008"]);
    assert.deepEqual(await page.locator(".row.aside .run-name").allInnerTexts(), ["gbm-007"]);
    assert.equal(await page.locator(".row.aside .cell.none").count(), 0, "what it has is shown");
    await page.getByText("1 of 24 runs").waitFor();
    await page.getByRole("button", { name: /^Group by/ }).click();
    await item(page, /^Flat/).click();
    await page.locator(".row.aside").waitFor({ state: "detached" });
    assert.deepEqual(await names(page), ["gbm-008"]);
  });

  it("keeps the baseline and pinned runs in view, whatever the filter says, and shows how far others are from it", async () => {
    const page = await start(store, { filter: "attributes.run_id = 'run00000030'", pinned: ["run00000007"] }, "dark", "run00000019");
    await page.locator(".band .run-name").nth(1).waitFor();
    assert.deepEqual(await page.locator(".band-title").allInnerTexts(), ["Baseline", "Pinned"]);
    assert.deepEqual(await page.locator(".band .run-name").allInnerTexts(), ["gbm-019", "gbm-007"]);
    const cell = (row: string) => page.locator(`${row} [data-column="metric:val_auc"]`).first();
    const [base, value] = [await textOf(cell(".band .row")), await textOf(cell(".row:not(.in-band)"))];
    await page.getByRole("button", { name: "Δ" }).click();
    await page.locator('.row:not(.in-band) [data-column="metric:val_auc"]', { hasText: /[+−]0/ }).waitFor();
    const delta = Number((await textOf(cell(".row:not(.in-band)"))).replace("−", "-"));
    assert.equal(delta.toFixed(4), (Number(value) - Number(base)).toFixed(4));
    assert.equal(await textOf(cell(".band .row")), base, "the baseline's own values stay");
  });

  it("chooses a run that stays in view as any other, one that the filter hides too", async () => {
    const page = await start(store, { filter: "metrics.val_auc > 0.92", pinned: ["run00000035"] }, "dark", "run00000019");
    const [base, pinned] = [page.locator(".in-band").first(), page.locator(".in-band").nth(1)];
    await pinned.click();
    await page.getByText("1 selected", { exact: true }).waitFor();
    await page.locator(".chosen").getByText("gbm-035").waitFor();
    assert.equal(await pinned.getAttribute("aria-selected"), "true");
    await page.getByRole("button", { name: "Set as baseline" }).click();
    assert.deepEqual(open.sent.find(({ method }) => method === runsSetBaseline.method)?.params, { id: "run00000035" });
    await base.click({ modifiers: ["Control"] });
    await page.getByText("2 selected", { exact: true }).waitFor();
    await base.click({ modifiers: ["Shift"] });
    await page.getByText("1 selected", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Open", exact: true }).click();
    assert.deepEqual(open.sent.find(({ method }) => method === runsCompare.method)?.params, { ids: ["run00000035"], names: ["gbm-035"] });
  });

  it("sorts and marks by the value that is chosen of a metric, and says which in its head", async () => {
    const page = await start();
    await headMenu(page, "metric:val_logloss");
    await item(page, "Greatest value").click();
    await page.locator(".head-value", { hasText: "max" }).waitFor();
    // Every curve begins far above its last value.
    await page
      .locator('.row [data-column="metric:val_logloss"]', { hasText: /0\.2|0\.19/ })
      .first()
      .waitFor();
    assert.deepEqual(state().values, { val_logloss: "max" });
    await headMenu(page, "metric:val_logloss");
    await item(page, /^Higher is better/).click();
    assert.deepEqual(state().directions, { val_logloss: "higher" });
  });

  it("moves, widens, freezes and hides a column by keyboard and by mouse", async () => {
    const page = await start();
    const order = () => page.locator(".head-cell").evaluateAll((all) => all.map((each) => (each as unknown as Head).dataset.column));
    const before = await order();
    await page.locator('.head-cell[data-column="metric:train_auc"] button').focus();
    await page.keyboard.press("Alt+ArrowRight");
    assert.equal((await order()).indexOf("metric:train_auc"), before.indexOf("metric:train_auc") + 1);
    const width = async () => (await page.locator('.head-cell[data-column="metric:val_auc"]').boundingBox())?.width ?? 0;
    const [narrow, edge] = [await width(), await page.locator('.head-cell[data-column="metric:val_auc"] .edge').boundingBox()];
    assert.ok(edge);
    await page.mouse.move(edge.x + 3, edge.y + 8);
    await page.mouse.down();
    await page.mouse.move(edge.x + 63, edge.y + 8, { steps: 3 });
    await page.mouse.up();
    assert.equal(await width(), narrow + 60);
    await headMenu(page, "metric:val_auc");
    await item(page, /^Freeze/).click();
    await page.locator(".frozen-heads .head-cell").waitFor();
    await headMenu(page, "metric:val_auc");
    await item(page, "Hide").click();
    await page.locator('.head-cell[data-column="metric:val_auc"]').waitFor({ state: "detached" });
    assert.equal(state().columns?.includes("metric:val_auc"), false);
  });

  it("narrows by a cell, by switches, and takes a run as baseline or keeps it in view from its menu", async () => {
    const page = await start();
    await page.locator('.row [data-column="param:booster"]', { hasText: "dart" }).first().click({ button: "right" });
    await item(page, "Filter: booster = dart").click();
    await page.getByText(/runs hidden by the filter/).waitFor();
    assert.equal(await page.getByRole("combobox", { name: "Filter runs" }).inputValue(), "params.booster = 'dart'");
    await page.getByRole("button", { name: "Failed" }).click();
    await untilTrue(page, "document.querySelectorAll('.row').length < 8");
    assert.equal(await page.locator(".row").count(), await page.locator(".row .status-failed, .row .status-killed").count());
    await page.getByRole("button", { name: "Clear filter" }).first().click();
    await page.getByText("41 runs", { exact: true }).waitFor();
    await page.locator(".grid").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+F10");
    await item(page, "Keep in view").click();
    assert.deepEqual(state().pinned, ["run00000040"]);
    await page.keyboard.press("Shift+F10");
    await item(page, "Set as baseline").click();
    assert.deepEqual(open.sent.findLast(({ method }) => method === runsSetBaseline.method)?.params, { id: "run00000040" });
  });

  it("shows at a run's name that it is chosen, where the theme fills nothing", async () => {
    const page = await start(store, {}, "hc-dark");
    const name = page.locator(".row .frozen").nth(1);
    const box = await name.boundingBox();
    assert.ok(box);
    const picture = () => page.screenshot({ clip: box });
    const before = await picture();
    await page.locator(".row .run-name").nth(1).click();
    await page.locator("slipway-filter-box input").focus();
    await page.mouse.move(600, 700);
    await page.locator(".row.selected").nth(0).waitFor();
    assert.equal(await page.locator(".row.selected").count(), 1);
    assert.ok(!before.equals(await picture()));
  });

  it("shows which item of a menu is meant, where the theme fills nothing", async () => {
    const page = await start(store, {}, "hc-dark");
    await headMenu(page, "metric:val_auc");
    const other = page.locator(".menu-item").nth(2);
    const box = await other.boundingBox();
    assert.ok(box);
    const before = await page.screenshot({ clip: box });
    await other.hover();
    assert.ok(!before.equals(await page.screenshot({ clip: box })));
  });

  it("lets nothing shine through the head of the names while columns scroll under it", async () => {
    for (const theme of ["light", "hc-dark"] as const) {
      const page = await start(store, {}, theme);
      const head = await page.locator(".frozen-heads").boundingBox();
      assert.ok(head);
      const picture = () => page.screenshot({ clip: { ...head, width: head.width - 8, height: head.height - 2 } });
      const before = await picture();
      await page.evaluate("document.querySelector('.grid').scrollTo(230, 0)");
      await page.locator(".scrolled-sideways").waitFor();
      await open.settled();
      assert.ok(before.equals(await picture()), theme);
    }
  });

  for (const theme of ["dark", "light", "hc-dark", "hc-light"] as const) {
    it(`is accessible in ${theme}`, async () => {
      const grouped = await start(store, { groupBy: ["param:booster"], turned: ['group:["dart"]'] }, theme, "run00000019");
      await grouped.locator(".band .row").waitFor();
      assert.deepEqual(await accessibilityProblems(grouped), []);
      const page = await start(nested, { pinned: ["run00000003"], frozen: ["metric:val_auc"], showsDelta: true }, theme, "run00000007");
      await page.locator(".band .row").nth(1).waitFor();
      await headMenu(page, "metric:val_logloss");
      assert.deepEqual(await accessibilityProblems(page), []);
    });
  }

  it("says of a number all that was logged and how far it is from the baseline's, and of a run which params tell it from others", async () => {
    const page = await start(store, { columns: ["metric:val_auc", "param:num_leaves"] }, "dark", "run00000007");
    const { metrics, ids } = await store.registry.runsById({ ids: ["run00000007", "run00000033"] }, new AbortController().signal);
    const values = metrics.find(({ key }) => key === "val_auc")?.values ?? [];
    const row = page.locator('.row[data-run="run00000033"]');
    const title = (await row.locator("[data-column='metric:val_auc']").getAttribute("title")) ?? "";
    const [full, delta] = title.replace(" · best", "").split(" · ");
    assert.deepEqual([ids.length, Number(full)], [2, values[1]]);
    assert.match(delta ?? "", /^[+−]0\.\d+ to gbm-007$/);
    assert.match((await row.locator(".name-cell").getAttribute("title")) ?? "", /gbm-033\nnum_leaves \d+/);
  });

  it("opens a run, and compares it with the baseline or with what is chosen, from the row under the pointer", async () => {
    const page = await start(store, {}, "dark", "run00000007");
    const row = page.locator('.row[data-run="run00000033"]');
    await row.hover();
    await row.getByRole("button", { name: "Compare with the baseline gbm-007" }).click();
    await page.locator('.row[data-run="run00000034"]').click();
    await row.hover();
    await row.getByRole("button", { name: "Compare with gbm-034" }).click();
    await row.getByRole("button", { name: "Open gbm-033" }).click();
    const compared = open.sent
      .filter(({ method }) => method === runsCompare.method)
      .map(({ params }) => (params as { names: string[] }).names);
    assert.deepEqual(compared, [["gbm-007", "gbm-033"], ["gbm-034", "gbm-033"], ["gbm-033"]]);
  });

  it("shows the name of a running run whole, and how far it is where there is room for both", async () => {
    const box = (of: string, side: string) => `document.querySelector('.row[data-run=run00000024] ${of}').${side}`;
    await untilTrue(await start(nested), `${box(".run-name", "scrollWidth")} <= ${box(".run-name", "clientWidth")}`);
    await untilTrue(await start(nested, { isFlat: true }), `${box(".progress", "clientWidth")} >= 40`);
  });

  it("keeps the name of a group of columns beside the names of runs while its columns are scrolled", async () => {
    const page = await start();
    await page.locator(".row").first().hover();
    await page.mouse.wheel(150, 0);
    await untilTrue(page, "document.querySelector('.group').getBoundingClientRect().left < 150");
    await untilTrue(page, "document.querySelector('.group-toggle').getBoundingClientRect().left >= 200");
  });
});

async function textOf(locator: Locator): Promise<string> {
  return (await locator.allInnerTexts()).join();
}

/** An element as far as this test looks at it: the tests have no types of a browser. */
interface Head {
  readonly dataset: { readonly column?: string };
}

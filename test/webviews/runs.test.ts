import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { copyText, dataChanged } from "#protocol/views/panel.ts";
import { type RunsState, runsCompare, runsSetBaseline, runsStateChanged, runsWindowRequest } from "#protocol/views/runs.ts";
import { noChange } from "#registry/model/changes.ts";
import { eventually } from "../eventually.ts";
import { accessibilityProblems } from "./accessibility.ts";
import type { OpenPanel } from "./harness.ts";
import { runsHost, sweepStore } from "./runsFixture.ts";
import { SuitePages } from "./suitePages.ts";
import type { ThemeName } from "./themes.ts";

const { signal } = new AbortController();

describe("Runs page", () => {
  const pages = new SuitePages("runs");
  let open: OpenPanel;
  let store: ReturnType<typeof sweepStore>;
  let big: ReturnType<typeof sweepStore>;

  before(() => {
    store = sweepStore({ runs: 41 });
    big = sweepStore({ runs: 2000, moreMetrics: 5, hostile: true });
  });
  after(() => {
    store?.close();
    big?.close();
  });

  const start = async (from = store, state: Partial<RunsState> = {}, theme: ThemeName = "dark", width = 1280, baseline?: string) => {
    open = await pages.show(runsHost(from.registry, state, baseline), theme, { width, height: 800 });
    await open.page.locator(".row .cell-text").first().waitFor();
    return open.page;
  };
  const names = (page: Page) => page.locator(".row .run-name").allInnerTexts();
  /** The texts of a column's cells on the screen, row by row. */
  const column = async (page: Page, title: string) => {
    const head = page.locator(".head-cell").filter({ hasText: title }).first();
    const id = await head.getAttribute("data-column");
    return page.locator(`.row .cell[data-column="${id}"]`).allInnerTexts();
  };
  const sent = (method: string) => open.sent.filter((message) => message.method === method).map(({ params }) => params);
  const state = () => sent(runsStateChanged.method).at(-1) as RunsState;
  const head = (page: Page, name: string) => page.locator(".head-cell, .name-head").filter({ hasText: name }).first();

  it("shows every run, newest first, with the values that the registry has", async () => {
    const page = await start();
    assert.equal((await names(page))[0], "gbm-041");
    await page.getByText("41 runs").waitFor();
    const { names: inStore, metrics } = await store.registry.runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 100 }, signal);
    const auc = metrics.find(({ key }) => key === "val_auc");
    const shown = await column(page, "val_auc");
    assert.ok(shown.length >= 30);
    for (const [at, text] of shown.entries()) assert.equal(Number(text.replace("★", "")), auc?.values[at], inStore[at]);
    assert.equal(await page.locator('.row[aria-rowindex="2"] [aria-label^="running"]').count(), 1);
  });

  it("sorts by a head, the better end first, and by a second one with Shift", async () => {
    const page = await start();
    await head(page, "val_auc").getByRole("button").click();
    await page.locator('[aria-sort="descending"]').waitFor();
    const values = (await column(page, "val_auc")).map((text) => Number(text.replace("★", "")));
    assert.deepEqual(
      values,
      values.toSorted((a, b) => b - a),
    );
    await head(page, "num_leaves")
      .getByRole("button")
      .click({ modifiers: ["Shift"] });
    await page.locator('[aria-sort="ascending"]').waitFor();
    assert.deepEqual(state().sort, [
      { column: "metric:val_auc", descending: true },
      { column: "param:num_leaves", descending: false },
    ]);
    assert.equal(await page.locator(".head-cell .sort-rank").count(), 2);
  });

  it("marks the best of the finished runs that pass the filter", async () => {
    const page = await start(store, { sort: [{ column: "metric:val_auc", descending: true }] });
    const best = page.locator(".cell.best").filter({ hasText: /0\.9/ }).first();
    await best.waitFor();
    const row = best.locator("xpath=..");
    assert.equal(await row.locator(".status").count(), 0, "it has finished");
    assert.match((await best.getAttribute("title")) ?? "", /· best$/);
  });

  it("filters in MLflow's language and more, and says how many are hidden", async () => {
    const page = await start();
    const box = page.getByRole("combobox", { name: "Filter runs" });
    await page.keyboard.press("Control+f");
    await page.keyboard.type("params.booster = 'dart' OR NOT metrics.val_auc > 0.92");
    await page.keyboard.press("Enter");
    await page.getByText(/runs? hidden by the filter/).waitFor();
    const expected = await store.registry.runs(
      { experimentIds: ["1"], filter: "params.booster = 'dart' OR NOT metrics.val_auc > 0.92", orderBy: [], limit: 100 },
      signal,
    );
    await page.locator(".filter-count", { hasText: `${expected.ids.length} of 41 runs` }).waitFor();
    assert.deepEqual((await names(page)).slice(0, expected.names.length), expected.names.slice(0, (await names(page)).length));
    await box.fill("metrics.val_auc >> 0.9");
    await box.press("Enter");
    await page.getByText(/>> cannot be used with metrics\.val_auc/).waitFor();
    assert.equal(await page.locator("slipway-filter-box .squiggle").textContent(), ">>", "in the field itself");
    assert.equal(await page.locator(".squiggle").count(), 1);
    assert.equal(await box.getAttribute("aria-invalid"), "true");
    assert.match((await page.locator(`#${await box.getAttribute("aria-describedby")}`).textContent()) ?? "", /cannot be used/);
    await box.pressSequentially("5");
    assert.equal(await page.locator("slipway-filter-box .squiggle").count(), 0, "another filter than the one that was judged");
    assert.equal(await page.locator(".field-problem .squiggle").textContent(), ">>");
    await box.press("Backspace");
    assert.equal(await page.locator("slipway-filter-box .squiggle").textContent(), ">>");
    await box.fill("  metrics.val_auc > 0.9 AND (");
    await box.press("Enter");
    await page.getByText(/found the end/).waitFor();
    assert.equal(await page.locator("slipway-filter-box .squiggle").textContent(), "\u00a0", "the end is shown where something is missing");
    await box.fill("  metrics.val_auc > 0.9 AND metric.val_auc ! 2");
    await box.press("Enter");
    await page.getByText(/! cannot be used/).waitFor();
    assert.equal(await page.locator("slipway-filter-box .squiggle").textContent(), "!");
    assert.ok((await names(page)).length > 0, "the rows of the last good filter stay");
    await page.getByRole("button", { name: "Clear filter" }).first().click();
    await page.getByText("41 runs").waitFor();
    assert.equal(await page.locator(".field-problem").count(), 0);
  });

  it("completes names, comparisons and values, and brings back a filter that was used", async () => {
    const page = await start();
    const box = page.getByRole("combobox", { name: "Filter runs" });
    const option = (name: string) => page.getByRole("option", { name, exact: true });
    await box.focus();
    await page.keyboard.press("Control+ ");
    await option("metrics.val_auc").waitFor();
    assert.equal(await box.getAttribute("aria-activedescendant"), "filter-entry-0");
    await page.keyboard.type("boos");
    await option("params.booster").waitFor();
    assert.deepEqual(await accessibilityProblems(page), []);
    await page.keyboard.press("Tab");
    await page.keyboard.type("= ");
    await option("dart").waitFor();
    await page.keyboard.type("da");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.equal(await box.inputValue(), "params.booster = 'dart' ");
    await page.keyboard.press("Enter");
    await page.getByText(/of 41 runs/).waitFor();
    assert.deepEqual(state().history, ["params.booster = 'dart'"], "kept over a reload");
    assert.equal(await page.locator(".field-paint").textContent(), await box.inputValue());
    assert.deepEqual(await page.locator(".token-name, .token-string").allTextContents(), ["params.booster", "'dart'"]);
    await page.getByRole("button", { name: "Clear filter" }).first().click();
    await box.focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    assert.equal((await box.inputValue()).trim(), "params.booster = 'dart'");
    await page.keyboard.press("Escape");
    assert.equal(await box.inputValue(), "", "as it was applied last");
  });

  it("says of a running run how far it is, and since when it has been silent", async () => {
    const page = await start();
    const running = page.locator('.row[aria-rowindex="2"]');
    assert.equal(await running.locator(".progress").textContent(), "step 598");
    // The fixture's clock stands long before the run began.
    await running.getByRole("img", { name: /^running · step 598 · last value/ }).waitFor();
  });

  it("chooses as a list does, compares what is chosen with the baseline first, and copies it", async () => {
    const page = await start(store, {}, "dark", 1280, "run00000038");
    const row = (index: number) => page.locator(`.row[aria-rowindex="${index + 2}"]`);
    await row(1).click();
    await row(3).click({ modifiers: ["Shift"] });
    await row(6).click({ modifiers: ["Control"] });
    await page.getByText("4 selected", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    const [comparison] = sent(runsCompare.method) as { ids: string[]; names: string[] }[];
    assert.deepEqual(comparison?.ids, ["run00000038", "run00000040", "run00000039", "run00000035"]);
    assert.deepEqual(comparison?.names[0], "gbm-038");
    await page.getByTitle("Set gbm-035 as baseline").click();
    assert.deepEqual(sent(runsSetBaseline.method), [{ id: "run00000035" }]);
    await page.locator(".selection-bar .menu-button, .selection-bar slipway-menu button").first().click();
    await page.getByRole("menuitem", { name: /CSV/ }).click();
    const copied = (await eventually("the copied text", () => sent(copyText.method)[0])) as { text: string };
    const lines = copied.text.trim().split("\n");
    assert.equal(lines.length, 5);
    assert.match(lines[0] ?? "", /^run,.*val_auc/);
    assert.match(lines[1] ?? "", /^gbm-040,/);
  });

  it("is driven by the keyboard alone, far beyond the screen", async () => {
    const page = await start(big);
    await page.locator(".grid").focus();
    await page.keyboard.press("End");
    await page.locator('.row.focused[aria-rowindex="2001"]').waitFor();
    await page.keyboard.press("Shift+Home");
    await page.getByText("2,000 selected", { exact: true }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Compare", exact: true }).getAttribute("aria-disabled"), "true");
    await page.keyboard.press("Escape");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Control+ArrowDown");
    await page.keyboard.press("Space");
    await page.getByText("2 selected", { exact: true }).waitFor();
    await page.keyboard.press("Control+a");
    await page.getByText("2,000 selected", { exact: true }).waitFor();
    assert.ok((await page.locator(".row").count()) < 100, "what is not on the screen is not in the page");
  });

  it("copies runs as JSON with their numbers in full, and as code", async () => {
    const page = await start(store, { filter: "metrics.val_auc > 0.938", columns: ["metric:val_auc", "param:booster"] });
    const copy = async (name: string) => {
      const before = sent(copyText.method).length;
      await page.getByRole("button", { name: "Copy the runs shown as", exact: true }).click();
      await page.getByRole("menuitem", { name }).click();
      return ((await eventually("the copied text", () => sent(copyText.method)[before])) as { text: string }).text;
    };
    const runs = JSON.parse(await copy("Copy as JSON")) as { run_id: string; metrics: { val_auc: number }; params: { booster: string } }[];
    const inStore = await store.registry.runs({ experimentIds: ["1"], filter: "metrics.val_auc > 0.938", orderBy: [], limit: 9 }, signal);
    assert.deepEqual(
      runs.map(({ run_id, metrics }) => [run_id, metrics.val_auc]),
      inStore.ids.map((id, row) => [id, inStore.metrics.find(({ key }) => key === "val_auc")?.values[row]]),
    );
    assert.match(await copy("Copy as Code"), /mlflow\.search_runs\(\n.*\n {4}filter_string="metrics\.val_auc > 0\.938",/);
  });

  it("shows the columns that are chosen, found by name or expression, and keeps the choice", async () => {
    const page = await start(big);
    await page.getByRole("button", { name: /^Columns/ }).click();
    await page.getByRole("textbox", { name: "Search columns" }).fill("/^layer_[12]/");
    assert.equal(await page.locator(".picker-entry").count(), 2);
    await page.getByRole("button", { name: "Show all 2" }).click();
    await page.keyboard.press("Escape");
    await head(page, "layer_2/grad_norm").waitFor();
    assert.ok(state().columns?.includes("metric:layer_1/grad_norm"));
    await page.getByRole("button", { name: /Metrics/ }).click();
    assert.deepEqual(state().folded, ["metric"]);
    assert.equal(await head(page, "layer_2/grad_norm").count(), 0);
  });

  it("leaves out columns that say the same of all runs, and brings them back", async () => {
    const page = await start(store, { columns: ["metric:val_auc", "param:objective", "param:booster"] });
    await head(page, "objective").waitFor();
    await page.getByRole("button", { name: /^Columns/ }).click();
    await page.getByRole("checkbox", { name: "Hide those equal in all runs" }).check();
    await head(page, "objective").waitFor({ state: "detached" });
    await page.getByRole("checkbox", { name: "train_auc" }).check();
    await page.getByRole("checkbox", { name: "Hide those equal in all runs" }).uncheck();
    await head(page, "objective").waitFor();
    assert.deepEqual(state().columns, ["metric:val_auc", "param:objective", "param:booster", "metric:train_auc"]);
  });

  it("reads again when its experiment changed, and not when another did", async () => {
    const page = await start();
    const reads = () => open.asked.filter(({ method }) => method === runsWindowRequest.method).length;
    const before = reads();
    await open.push(dataChanged.method, { ...noChange, experiments: ["2"], runs: ["x"] });
    await page.waitForTimeout(100);
    assert.equal(reads(), before);
    await open.push(dataChanged.method, { ...noChange, experiments: ["1"], runs: ["x"] });
    await eventually("a read", () => reads() > before || undefined);
  });

  it("says that there are no runs yet, and what failed with the next step", async () => {
    const empty = sweepStore({ runs: 1 });
    open = await pages.show({ ...runsHost(empty.registry), "slipway/runs/catalog": () => failure });
    await open.page.getByText("mlflow.db is gone.").waitFor();
    await open.page.getByRole("button", { name: "Retry" }).waitFor();
    open = await pages.show(runsHost(empty.registry, { experimentIds: ["0"] }));
    await open.page.locator(".row").first().waitFor();
    empty.close();
  });

  for (const theme of ["dark", "light", "hc-dark", "hc-light"] as const) {
    it(`is accessible in ${theme}`, async () => {
      const page = await start(store, { filter: "metrics.val_auc > 0.92" }, theme, 1100);
      await page.locator(".row").nth(2).click();
      assert.deepEqual(await accessibilityProblems(page), []);
      await page.getByRole("button", { name: /^Columns/ }).click();
      assert.deepEqual(await accessibilityProblems(page), []);
    });
  }

  it("is accessible with hostile names in 700 px", async () => {
    assert.deepEqual(await accessibilityProblems(await start(big, {}, "dark", 700)), []);
  });
});

const failure = { ok: false, problem: { kind: "unavailable", message: "mlflow.db is gone.", next: "Put it back." } };

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { curvesRequest } from "#protocol/views/compare.ts";
import { copyText } from "#protocol/views/panel.ts";
import { type RunsState, runsCompare, runsStateChanged } from "#protocol/views/runs.ts";
import { assertAccessibleFormula } from "./formulaField.ts";
import type { OpenPanel } from "./harness.ts";
import { runsHost, sweepStore } from "./runsFixture.ts";
import { SuitePages } from "./suitePages.ts";
import { type ThemeName, themes } from "./themes.ts";

const error = "= 1 - val_auc";
const id = `metric:${error}` as const;

describe("Formulas on the Runs page", () => {
  const pages = new SuitePages("runs");
  let open: OpenPanel;
  let store: ReturnType<typeof sweepStore>;

  before(() => {
    store = sweepStore({ runs: 41 });
  });
  after(() => {
    store?.close();
  });

  const start = async (state: Partial<RunsState> = {}, theme: ThemeName = "dark", width = 1280) => {
    open = await pages.show(runsHost(store.registry, state), theme, { width, height: 800 });
    await open.page.locator(".row .cell-text").first().waitFor();
    return open.page;
  };
  const state = () => open.sent.findLast(({ method }) => method === runsStateChanged.method)?.params as RunsState;
  const field = (page: Page) => page.getByRole("combobox", { name: "Formula of a column and a chart" });
  const button = (page: Page) => page.getByRole("button", { name: "Formula…" });
  const head = (page: Page, key: string) => page.locator(`.head-cell[data-column="metric:${key}"]`);
  const cells = (page: Page, key: string) => page.locator(`.row [data-column="metric:${key}"]`).allInnerTexts();
  const menuOf = async (page: Page, key: string, entry: string) => {
    await head(page, key).click({ button: "right" });
    await page.getByRole("menuitem", { name: entry }).click();
  };

  it("are typed by keyboard, and are a column that sorts and a chart", async () => {
    const page = await start();
    await button(page).press("Enter");
    await page.keyboard.type("1 - val_a");
    await page.getByRole("option", { name: "val_auc", exact: true }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await head(page, error).waitFor();
    assert.equal(await field(page).count(), 0);
    assert.equal(await page.evaluate("document.activeElement.getAttribute('aria-label')"), "Formula…");
    await page.locator(`.strip-chart[data-metric="${error}"]`).getByText("lower is better").waitFor();
    await page.locator(`.strip-chart[data-metric="${error}"] .u-over`).waitFor();
    assert.ok(open.asked.some(({ method, params }) => method === curvesRequest.method && (params as { isFormula?: true }).isFormula));
    await head(page, error).getByRole("button").press("Enter");
    await page.locator(`.head-cell[data-column="${id}"][aria-sort=ascending]`).waitFor();
    await open.settled();
    const shown = await cells(page, error);
    const numbers = shown.map((text) => Number(text.replace("★", "").trim()));
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    );
    const logged = (await cells(page, "val_auc")).map((text) => Number(text.replace("★", "").trim()));
    assert.ok(numbers.length > 10);
    for (const [at, value] of numbers.entries()) assert.ok(Math.abs(value - (1 - (logged[at] ?? 0))) < 1e-9, `${value} and ${logged[at]}`);
    assert.ok(
      shown.some((text) => text.includes("★")),
      "the least of the finished runs is marked",
    );
  });

  it("are refused with the guilty word underlined and the metric that is meant", async () => {
    const page = await start();
    await button(page).click();
    await field(page).fill("= 1 - val_acu");
    await field(page).press("Enter");
    await page.getByText("“val_acu” is no metric of these runs. Did you mean val_auc?").waitFor();
    assert.equal(await page.locator("slipway-formula-editor .squiggle").textContent(), "val_acu");
    await field(page).press("Escape");
    assert.equal(await field(page).count(), 0);
    assert.equal(
      open.sent.some(({ method }) => method === runsStateChanged.method),
      false,
    );
  });

  it("begin with a metric, are changed wherever they stand, and go with all of it", async () => {
    const page = await start({ columns: ["metric:val_auc", "metric:val_logloss"] });
    await menuOf(page, "val_auc", "Formula of it…");
    await field(page).fill(error);
    await field(page).press("Enter");
    await head(page, error).click();
    await menuOf(page, error, "Change formula…");
    await field(page).fill("= val_auc - val_logloss");
    await field(page).press("Enter");
    await head(page, "= val_auc - val_logloss").waitFor();
    const changed = "metric:= val_auc - val_logloss";
    assert.deepEqual([state().formulas, state().columns?.[0], state().sort[0]?.column], [["= val_auc - val_logloss"], changed, changed]);
    assert.equal(state().charts.metrics?.[0], "= val_auc - val_logloss");
    await page.getByRole("button", { name: "Chart of = val_auc - val_logloss" }).click();
    await page.getByRole("menuitem", { name: "Remove formula" }).click();
    await head(page, "= val_auc - val_logloss").waitFor({ state: "detached" });
    assert.ok(!JSON.stringify(state()).includes("= val"), JSON.stringify(state()));
    assert.equal(await page.locator(".strip-chart").count(), 3);
  });

  it("are in saved views and copies, and MLflow's views say that they have no place for them", async () => {
    const page = await start({ formulas: [error], columns: [id, "metric:val_auc"], sort: [{ column: id, descending: false }] });
    for (const home of ["Mine", "Shared in this folder", "In MLflow"]) {
      await page.getByRole("button", { name: /^View:/ }).click();
      await page.getByRole("menuitem", { name: "Save as…" }).click();
      await page.getByRole("textbox", { name: "Name" }).fill(`E ${home}`);
      await page.getByRole("radio", { name: home }).check();
      await page.keyboard.press("Enter");
      await page.getByText(`“E ${home}” is saved.`).waitFor();
      const isLost = home === "In MLflow";
      assert.equal(await page.getByText(`MLflow's views have no place for formulas: ${error} is not kept.`).count(), isLost ? 1 : 0);
    }
    for (const [home, there] of [
      ["Mine", 1],
      ["Shared in this folder", 1],
      ["In MLflow", 0],
    ] as const) {
      await page.getByRole("button", { name: /^View:/ }).click();
      await page.getByRole("menuitem", { name: "Show all as usual" }).click();
      await head(page, error).waitFor({ state: "detached" });
      await page.getByRole("button", { name: /^View:/ }).click();
      await page.getByRole("menuitemcheckbox", { name: `E ${home}` }).click();
      await page.getByRole("button", { name: `View: E ${home}` }).waitFor();
      await open.settled();
      assert.equal(await head(page, error).count(), there, home);
      assert.equal(state().sort.length, there);
    }
    await page.getByRole("button", { name: /^View:/ }).click();
    await page.getByRole("menuitemcheckbox", { name: "E Mine" }).click();
    await head(page, error).waitFor();
    await page.getByRole("button", { name: "Copy the runs shown as Markdown" }).click();
    await page.waitForFunction("true");
    await open.settled();
    const copied = open.sent.findLast(({ method }) => method === copyText.method)?.params as { text: string };
    assert.match(copied.text, /^\| run \| = 1 - val\\_auc \| val\\_auc \|/);
  });

  it("that came from elsewhere and come to nothing say why", async () => {
    const page = await start({ formulas: ["= 1 - val_accuracy"] });
    await page.getByText("= 1 - val_accuracy: No run has the metric val_accuracy.").waitFor();
  });

  it("are named in the filter: typed, completed, pressed in a cell, and kept where the page has no such column", async () => {
    const page = await start({ formulas: [error] });
    const box = page.getByRole("combobox", { name: "Filter runs" });
    await box.fill("val_au");
    await page.getByRole("option", { name: "metrics.`= 1 - val_auc`" }).click();
    await box.pressSequentially("< 0.07");
    await box.press("Enter");
    await page
      .getByText(/ of 41 runs/)
      .first()
      .waitFor();
    await open.settled();
    const shown = (await cells(page, error)).map((text) => Number(text.replace("★", "").trim()));
    assert.ok(shown.length > 5 && shown.length < 41 && shown.every((value) => value < 0.07), shown.join());
    assert.equal(state().filter, "metrics.`= 1 - val_auc` < 0.07");
    await page.locator(`.row [data-column="${id}"]`).nth(2).click({ button: "right" });
    await page.getByRole("menuitem", { name: new RegExp(`^Filter: ${error} ≤ `) }).click();
    await open.settled();
    assert.equal((await cells(page, error)).length, shown.filter((value) => value <= (shown[2] ?? 0)).length);
    await menuOf(page, error, "Remove formula");
    await head(page, error).waitFor({ state: "detached" });
    const logged = (await cells(page, "val_auc")).map((text) => Number(text.replace("★", "").trim()));
    assert.ok(logged.length > 0 && logged.every((value) => 1 - value <= (shown[2] ?? 0) + 1e-9), logged.join());
  });

  it("that are none have their guilty word underlined in the filter", async () => {
    const page = await start();
    const box = page.getByRole("combobox", { name: "Filter runs" });
    await box.fill("params.booster = 'dart' AND metrics.`= 1 - ln(val_auc)` < 1");
    await box.press("Enter");
    await page.getByText("“ln” is no function here").waitFor();
    assert.equal(await page.locator("slipway-filter-box .squiggle").textContent(), "ln");
  });

  it("go along to the Compare page", async () => {
    const page = await start({ formulas: [error] });
    await page.locator('.row[aria-rowindex="2"]').click();
    await page.locator('.row[aria-rowindex="4"]').click({ modifiers: ["Control"] });
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await page.waitForFunction("true");
    const told = open.sent.find(({ method }) => method === runsCompare.method)?.params as { ids: string[]; formulas: string[] } | undefined;
    assert.deepEqual([told?.ids.length, told?.formulas], [2, [error]]);
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    for (const width of [1280, 700]) {
      it(`have no accessibility problem in ${theme} at ${width} px`, async () => {
        const page = await start(
          { formulas: [error], charts: { isFolded: false, xAxis: "step", smoothing: 0, metrics: [error] } },
          theme,
          width,
        );
        await assertAccessibleFormula(page, button(page), field(page));
        assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
      });
    }
  }
});

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  type CompareState,
  curvesRequest,
  drawFormulas,
  groupCurvesRequest,
  newCompareState,
  shareComparison,
  stateChanged,
} from "#protocol/views/compare.ts";
import { copyText } from "#protocol/views/panel.ts";
import { compareData, compareHost, curvesFor, ids, unpacked } from "./compareFixture.ts";
import { seedHost } from "./compareSeeds.ts";
import { assertAccessibleFormula } from "./formulaField.ts";
import type { Fixture, OpenPanel } from "./harness.ts";
import { SuitePages } from "./suitePages.ts";
import { type ThemeName, themes } from "./themes.ts";

describe("Formulas on the Compare page", () => {
  const pages = new SuitePages("compare");
  let open: OpenPanel;

  const start = async (host: Fixture = compareHost(), theme: ThemeName = "dark", width = 1280) => {
    open = await pages.show(host, theme, { width, height: 900 });
    await open.page.locator("slipway-curve-chart").first().waitFor();
    return open.page;
  };
  const having = (...formulas: readonly string[]) => compareHost(compareData, { ...newCompareState(ids), formulas });
  const told = <T>(method: string) => open.sent.findLast((message) => message.method === method)?.params as T;
  const formulas = () => told<{ state: CompareState }>(stateChanged.method).state.formulas;
  const chart = (page: Page, key: string) => page.locator(`slipway-metric-curves[data-metric="${key}"]`);
  const field = (page: Page) => page.getByRole("combobox", { name: "Formula of a chart" });
  const button = (page: Page) => page.getByRole("button", { name: "Formula…" });
  const focused = (page: Page) => page.evaluate("document.activeElement.getAttribute('aria-label')");

  it("are typed by keyboard with the metrics' names completed, and drawn with the values that they come to", async () => {
    const page = await start();
    await button(page).press("Enter");
    await page.keyboard.type("1 - val_a");
    await page.getByRole("option", { name: "val_auc", exact: true }).waitFor();
    await page.keyboard.press("Tab");
    assert.equal((await field(page).inputValue()).trim(), "= 1 - val_auc");
    await page.keyboard.press("Enter");
    const drawn = chart(page, "= 1 - val_auc");
    await drawn.getByText("lower is better").waitFor();
    assert.equal(await field(page).count(), 0);
    assert.equal(await focused(page), "Change = 1 - val_auc");
    assert.deepEqual(formulas(), ["= 1 - val_auc"]);
    await drawn.locator("slipway-curve-chart").focus();
    await page.keyboard.press("ArrowRight");
    const first = unpacked(curvesFor(compareData, "val_auc", 240, 600)[0]?.values ?? "")[0] ?? 0;
    await page
      .locator("[role=status].screen-reader-only")
      .getByText(new RegExp(`^step 0: .*gbm-019 ${(1 - first).toFixed(3)}`))
      .waitFor();
    const asked = open.asked.map(({ method, params }) => ({ method, ...(params as { metric?: string; isFormula?: true }) }));
    assert.ok(asked.some(({ method, metric, isFormula }) => method === curvesRequest.method && isFormula && metric === "= 1 - val_auc"));
  });

  it("are refused with the guilty word underlined, until it is mended", async () => {
    const page = await start();
    await button(page).click();
    await field(page).fill("= 1 - val_akk");
    await field(page).press("Enter");
    await page.getByText("“val_akk” is no metric of these runs. Did you mean val_auc?").waitFor();
    assert.equal(await page.locator(".squiggle").textContent(), "val_akk");
    assert.equal(await field(page).getAttribute("aria-invalid"), "true");
    const described = await field(page).getAttribute("aria-describedby");
    assert.match((await page.locator(`#${described}`).textContent()) ?? "", /is no metric/);
    assert.equal(formulas(), undefined);
    await field(page).fill("= 1 - ln(val_auc)");
    await field(page).press("Enter");
    await page.getByText("“ln” is no function here").waitFor();
    assert.equal(await page.locator(".squiggle").textContent(), "ln");
    await field(page).fill("= 1 - log(val_auc)");
    assert.equal(await page.locator(".field-problem").count(), 0);
    await field(page).fill("= 1 - (val_auc");
    await page.getByRole("button", { name: "Draw" }).click();
    await page.getByText("found the end").waitFor();
    assert.equal(await page.locator(".squiggle").textContent(), "\u00a0");
    await field(page).press("Escape");
    assert.equal(await field(page).count(), 0);
    assert.equal(await focused(page), "Formula…", "the focus is where it came from");
  });

  it("begin with a metric from its chart, are changed in place, and go", async () => {
    const page = await start(having("= 1 - val_auc", "= train_auc - val_auc"));
    await page.getByRole("button", { name: "Show = 1 - val_auc large" }).click();
    await page.getByRole("button", { name: "Chart of val_logloss" }).click();
    await page.getByRole("menuitem", { name: "Formula of It…" }).click();
    assert.equal(await field(page).inputValue(), "= val_logloss");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Change = 1 - val_auc" }).click();
    await field(page).fill("1-val_logloss^2");
    await page.keyboard.press("Enter");
    await chart(page, "= 1-val_logloss^2").locator("slipway-curve-chart").waitFor();
    assert.deepEqual(formulas(), ["= 1-val_logloss^2", "= train_auc - val_auc"]);
    assert.equal(told<{ state: CompareState }>(stateChanged.method).state.largeChart, "= 1-val_logloss^2");
    await page.getByRole("button", { name: "Remove = 1-val_logloss^2" }).click();
    assert.deepEqual(formulas(), ["= train_auc - val_auc"]);
    assert.equal(await chart(page, "= 1-val_logloss^2").count(), 0);
    assert.equal(await focused(page), "Formula…");
  });

  it("are copied and shared, and stand over another metric", async () => {
    const page = await start(having("= train_auc - val_auc"));
    await page.getByRole("button", { name: "Copy curves as Markdown" }).click();
    assert.match(told<{ text: string }>(copyText.method).text, /\| = train\\_auc - val\\_auc \| gbm-019 \| 0 \| 0\.0\d/);
    await page.getByRole("button", { name: "Share" }).click();
    assert.deepEqual(told<{ formulas: string[] }>(shareComparison.method).formulas, ["= train_auc - val_auc"]);
    await page.getByRole("button", { name: "x axis" }).click();
    await page.getByRole("menuitemradio", { name: "val_auc", exact: true }).click();
    await chart(page, "= train_auc - val_auc").getByText("over val_auc").waitFor();
    await chart(page, "= train_auc - val_auc").locator("slipway-curve-chart").waitFor();
  });

  it("that another page has are drawn too, beside those that there are", async () => {
    const page = await start(having("= train_auc - val_auc"));
    await open.push(drawFormulas.method, { formulas: ["= 1 - val_auc", "= train_auc - val_auc"] });
    await chart(page, "= 1 - val_auc").locator("slipway-curve-chart").waitFor();
    assert.deepEqual(formulas(), ["= train_auc - val_auc", "= 1 - val_auc"]);
    assert.equal(await page.locator('slipway-metric-curves[data-metric^="="]').count(), 2);
  });

  it("have one curve per group", async () => {
    const page = await start(seedHost(12, { groupBy: ["param:max_depth"], formulas: ["= 1 - val_auc"] }));
    const drawn = chart(page, "= 1 - val_auc").locator("slipway-curve-chart");
    await drawn.focus();
    for (const _ of [1, 2, 3]) await page.keyboard.press("ArrowRight");
    await drawn.getByText(/± 0\.\d+, n 6, baseline/).waitFor();
    const asked = open.asked
      .filter(({ method }) => method === groupCurvesRequest.method)
      .map(({ params }) => params as { metric: string; isFormula?: true });
    assert.deepEqual(
      asked.filter(({ isFormula }) => isFormula).map(({ metric }) => metric),
      ["= 1 - val_auc"],
    );
  });

  it("say why there is nothing to draw", async () => {
    const host = having("= train_auc - val_auc", "= 1 - (");
    const answer = host[curvesRequest.method];
    const page = await start({
      ...host,
      [curvesRequest.method]: (params: { metric: string; isFormula?: true }) => {
        if (!params.isFormula) return answer?.(params as never);
        return params.metric.endsWith("(")
          ? { ok: false, problem: { kind: "invalid", message: "The formula is not valid.", next: "Mend it." } }
          : { ok: true, value: [] };
      },
    });
    await chart(page, "= train_auc - val_auc").getByText("No step at which all of train_auc, val_auc were logged.").waitFor();
    await chart(page, "= 1 - (").getByText("The formula is not valid.").waitFor();
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    for (const width of [1280, 700]) {
      it(`have no accessibility problem in ${theme} at ${width} px`, async () => {
        const page = await start(having("= 1 - val_auc"), theme, width);
        await assertAccessibleFormula(page, button(page), field(page));
        const isWide = await page.evaluate("document.querySelector('slipway-formula-editor').scrollWidth > innerWidth");
        assert.equal(isWide, false);
      });
    }
  }
});

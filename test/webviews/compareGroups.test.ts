import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { artifactTableRequest, diffArtifacts } from "#protocol/views/artifacts.ts";
import { groupCurvesRequest, type newCompareState, shareComparison, stateChanged } from "#protocol/views/compare.ts";
import { copyText } from "#protocol/views/panel.ts";
import { spreadOf } from "#registry/model/spread.ts";
import { accessibilityProblems } from "./accessibility.ts";
import { seedData, seedHost } from "./compareSeeds.ts";
import type { Fixture, OpenPanel } from "./harness.ts";
import { SuitePages } from "./suitePages.ts";
import { type ThemeName, themes } from "./themes.ts";

describe("Groups on the Compare page", () => {
  const pages = new SuitePages("compare");
  let open: OpenPanel;

  const start = async (host: Fixture, theme: ThemeName = "dark", width = 1440) => {
    open = await pages.show(host, theme, { width, height: 900 });
    await open.page.locator(".metrics-table").waitFor();
    return open.page;
  };
  const texts = (page: Page, selector: string) => page.locator(selector).allInnerTexts();
  const told = <T>(method: string) => open.sent.filter((message) => message.method === method).at(-1)?.params as T | undefined;
  const lastState = () => told<{ state: ReturnType<typeof newCompareState> }>(stateChanged.method)?.state;

  it("are chosen by keyboard, kept, shared, and given up again", async () => {
    const page = await start(seedHost(12, {}));
    await page.getByRole("button", { name: "Group runs by" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText("12 runs in 3 groups").waitFor();
    assert.deepEqual(await texts(page, ".chip-name"), ["max_depth 6", "max_depth 8", "max_depth (not set)"]);
    assert.deepEqual(await texts(page, ".chip-version"), ["6 runs", "5 runs", "1 run"]);
    assert.deepEqual(lastState()?.groupBy, ["param:max_depth"]);
    await page.getByRole("button", { name: "Share" }).click();
    assert.deepEqual(told<{ groupBy: string[] }>(shareComparison.method)?.groupBy, ["param:max_depth"]);
    await page.getByRole("button", { name: "Group runs by" }).press("ArrowDown");
    await page
      .getByRole("menuitemradio", { name: "Every run by itself" })
      .or(page.getByRole("menuitemcheckbox", { name: "Every run by itself" }))
      .click();
    await page.locator(".chip").nth(11).waitFor();
    assert.deepEqual(lastState()?.groupBy, []);
  });

  it("have every number that pandas would say of their runs", async () => {
    const page = await start(seedHost(12));
    const data = seedData(12);
    const values = data.metrics.find(({ key }) => key === "val_auc")?.last.map(Number) ?? [];
    const spread = spreadOf([1, 3, 5, 7, 9].map((run) => values[run] ?? 0));
    const cell = page.locator('tr[data-row="val_auc"] td').nth(1);
    assert.match((await cell.allInnerTexts()).join(), /★ 0\.771\s*\+0\.010\s*▲ better\s*± 0\.0019\s*p < 0\.001\s*n 5 · 0\.768–0\.773/);
    const title = (await cell.getAttribute("title")) ?? "";
    assert.ok(title.includes(`standard deviation: ${Number(spread?.std.toPrecision(12))}`), title);
    assert.match(title, /Welch's t-test, two-sided: t [\d.]+, [\d.]+ degrees of freedom, p [\d.e-]+, n 5 and 6/);
    const alone = page.locator('tr[data-row="val_auc"] td').nth(2);
    assert.match((await alone.allInnerTexts()).join(), /n 1$/);
    assert.match((await alone.getAttribute("title")) ?? "", /Not tested: a group has fewer than 3 values/);
    await page.getByText("5 tests, not corrected").waitFor();
    await page.getByRole("button", { name: "Copy metrics as Markdown" }).click();
    const copied = told<{ text: string }>(copyText.method)?.text ?? "";
    assert.ok(copied.includes(String(spread?.mean)) && copied.includes(String(spread?.std)), "a copy has them in full");
  });

  it("warn where runs of a group are no repeats", async () => {
    const page = await start(seedHost(12, { groupBy: ["tag:team"] }));
    await page.getByText("Runs of a group also differ in max_depth: they are not mere repeats.").waitFor();
  });

  it("are drawn as mean and band, with how many runs are in it at the crosshair", async () => {
    const asked: number[][] = [];
    const host = seedHost(12);
    const answer = host[groupCurvesRequest.method];
    const page = await start({
      ...host,
      [groupCurvesRequest.method]: (params: { groups: readonly (readonly string[])[] }) => {
        asked.push(params.groups.map((ids) => ids.length));
        return answer?.(params as never);
      },
    });
    const chart = page.locator('slipway-metric-curves[data-metric="val_auc"]');
    await chart.locator("slipway-curve-chart").focus();
    for (const _ of [1, 2, 3]) await page.keyboard.press("ArrowRight");
    await chart.locator(".chart-box-row").first().waitFor();
    const rows = await chart.locator(".chart-box-row").allInnerTexts();
    assert.match(rows.join("\n"), /max_depth 8\s*0\.\d+\s*± 0\.\d+, n 5, \+0\.\d+/);
    assert.match(rows.join("\n"), /max_depth 6\s*0\.\d+\s*± 0\.\d+, n 6, baseline/);
    await page.getByRole("button", { name: "Band about the mean" }).click();
    await page.getByRole("menuitemradio", { name: "min–max" }).click();
    assert.equal(lastState()?.band, "range");
    await chart.locator("slipway-curve-chart").press("ArrowRight");
    await chart.getByText(/0\.\d+–0\.\d+, n 5/).waitFor();
    assert.deepEqual(asked[0], [6, 5, 1]);
    assert.ok(asked.length <= 5, "another band is not read again");
  });

  it("are drawn over another metric and over time, with what stands for a run between its points said beneath", async () => {
    const page = await start(seedHost(12));
    const choose = async (item: string) => {
      await page.getByRole("button", { name: "x axis" }).click();
      await page.getByRole("menuitemradio", { name: item, exact: true }).click();
    };
    const chart = page.locator('slipway-metric-curves[data-metric="val_auc"]');
    await choose("val_logloss");
    await chart.getByText("over val_logloss").waitFor();
    await page.getByText("what lies on the line between its neighbouring points").waitFor();
    await chart.locator("slipway-curve-chart").focus();
    for (const _ of [1, 2, 3]) await page.keyboard.press("ArrowRight");
    await page
      .locator("[role=status].screen-reader-only")
      .getByText(/^0\.\d+: max_depth .+ 0\.\d+, .*n \d/)
      .waitFor();
    assert.deepEqual([lastState()?.xAxis, lastState()?.xMetric], ["metric", "val_logloss"]);
    assert.equal(await page.locator('slipway-metric-curves[data-metric="val_logloss"]').count(), 0, "a metric over itself says nothing");
    await page.getByRole("button", { name: "Copy curves as Markdown" }).click();
    assert.match(told<{ text: string }>(copyText.method)?.text ?? "", /\| Metric \| Group \| val\\_logloss \| n \| Mean /);
    await choose("time");
    await page.getByText("Runs that did not run at one time are never in one mean.").waitFor();
    await chart.locator("slipway-curve-chart").focus();
    await page.keyboard.press("ArrowRight");
    await chart.getByText(/n 1 of 6/).waitFor();
    await choose("relative time");
    await chart.locator("slipway-curve-chart").waitFor();
    assert.deepEqual([lastState()?.xAxis, lastState()?.xMetric], ["relative", undefined]);
  });

  it("change the baseline, hide, go, and unfold to their runs", async () => {
    const page = await start(seedHost(12));
    await page.locator(".chip-main").nth(1).click();
    await page.locator(".chip-cell:first-child").getByText("max_depth 8").waitFor();
    await page.getByRole("button", { name: "Hide max_depth 6" }).click();
    await page.getByRole("button", { name: "Show max_depth 6" }).waitFor();
    assert.equal(await page.locator('tr[data-row="val_auc"] td').count(), 2);
    await page.getByRole("button", { name: "Remove max_depth (not set)" }).click();
    await page.getByText("11 runs in 2 groups").waitFor();
    await page.getByRole("button", { name: "Show the runs of max_depth 8 side by side" }).click();
    await page.locator('tr[data-row="val_auc"] td').nth(4).waitFor();
    assert.equal(await page.locator('tr[data-row="val_auc"] td').count(), 5);
    assert.equal(lastState()?.hidden.length, 6);
  });

  it("show more than a hundred runs as few columns", async () => {
    const page = await start(seedHost(400));
    await page.getByText("400 runs in 3 groups").waitFor();
    assert.deepEqual(await texts(page, ".chip-version"), ["200 runs", "199 runs", "1 run"]);
  });

  it("show the artifacts of the best run of each, by the metric that is chosen", async () => {
    const page = await start(seedHost(12));
    await page.getByRole("button", { name: "Artifacts", exact: true }).click();
    const members = page.locator(".artifact-members td");
    await members.nth(2).waitFor();
    const values =
      seedData(12)
        .metrics.find(({ key }) => key === "val_auc")
        ?.last.map(Number) ?? [];
    const best = (runs: readonly number[]) => runs.reduce((most, run) => ((values[run] ?? 0) > (values[most] ?? 0) ? run : most));
    const [six, eight] = [best([0, 2, 4, 6, 8, 10]), best([1, 3, 5, 7, 9])];
    await open.settled();
    const shown = await members.allInnerTexts();
    for (const [at, run] of [six, eight, 11].entries()) assert.match(shown[at] ?? "", new RegExp(`^gbm-${run + 10}\\s+val_auc 0\\.\\d+`));
    const asked = open.asked.findLast(({ method }) => method === artifactTableRequest.method)?.params as { runIds: string[] };
    assert.deepEqual(
      asked.runIds.map((id) => Number(id.slice(-3))),
      [six, eight, 11],
      "the files of no other run are listed",
    );
    await page.getByText("of one run of each group · ").waitFor();
    const json = page.locator('tr[data-artifact="thresholds.json"]');
    await json.scrollIntoViewIfNeeded();
    await json.getByRole("button", { name: "Open diff" }).first().click();
    const diffed = told<{ left: { name: string }; right: { name: string } }>(diffArtifacts.method);
    assert.deepEqual([diffed?.left.name, diffed?.right.name], [`gbm-${six + 10}`, `gbm-${eight + 10}`]);
    await page.getByRole("button", { name: "Copy artifacts as Markdown" }).click();
    assert.match(told<{ text: string }>(copyText.method)?.text ?? "", new RegExp(`\\| Path \\| max\\\\_depth 6: gbm-${six + 10} \\|`));
    await page.getByRole("button", { name: "Run of each group" }).click();
    await page.getByRole("menuitemradio", { name: "First run" }).click();
    await members.first().getByText("gbm-10").waitFor();
    assert.equal(lastState()?.artifacts?.of, "first");
    assert.deepEqual(await accessibilityProblems(page), []);
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    for (const width of [1440, 700]) {
      it(`have no accessibility problem, and cut no number, in ${theme} at ${width} px`, async () => {
        const page = await start(seedHost(12), theme, width);
        await page.locator("slipway-curve-chart").first().waitFor();
        assert.deepEqual(await accessibilityProblems(page), []);
        const cut = await page.evaluate(
          "[...document.querySelectorAll('.group-cell, .group-cell > *, tbody .metric-value, tbody .metric-delta')].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)",
        );
        assert.deepEqual(cut, []);
      });
    }
  }
});

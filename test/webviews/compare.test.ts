import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { addRuns, compareDataRequest, curvesRequest, newCompareState, shareComparison, stateChanged } from "#protocol/views/compare.ts";
import { modelsOfRunsRequest } from "#protocol/views/compareModels.ts";
import { copyText, dataChanged, openCodeDiff } from "#protocol/views/panel.ts";
import { anyChange, type ChangeSet, noChange } from "#registry/model/changes.ts";
import { compareData, compareHost, curvesFor, ids } from "./compareFixture.ts";
import type { OpenPanel } from "./harness.ts";
import { SuitePages } from "./suitePages.ts";
import { untilTrue } from "./untilTrue.ts";

const hostile = "<img src=x onerror=alert(1)>";

describe("Compare page", () => {
  const pages = new SuitePages("compare");
  let open: OpenPanel;

  const texts = (page: Page, selector: string) => page.locator(selector).allInnerTexts();
  const row = (page: Page, name: string) => page.locator(`tr[data-row="${name}"]`);
  const lastState = () =>
    open.sent.filter(({ method }) => method === stateChanged.method).at(-1)?.params as
      | { state: ReturnType<typeof newCompareState>; title: string }
      | undefined;
  const start = async (...args: Parameters<typeof compareHost>) => {
    open = await pages.show(compareHost(...args));
    await open.page.locator(".chip").first().waitFor();
    return open.page;
  };

  it("says first which run is better, then what changed, by how much, and when", async () => {
    const page = await start();
    assert.deepEqual(await texts(page, ".chip-name"), ["gbm-019", "gbm-031", "gbm-027", "gbm-012"]);
    assert.match((await texts(page, ".chip-tally"))[1] ?? "", /4 better.*1 worse.*3 best/s);
    assert.deepEqual(await texts(page, "h2"), ["What changed", "Metrics", "Curves", "Relation", "Artifacts"]);
    assert.match((await texts(page, 'tr[data-row="learning_rate"]'))[0] ?? "", /0\.03\s*× 3/);
    assert.match((await texts(page, 'tr[data-row="val_auc"]'))[0] ?? "", /gate.*higher.*★ 0\.941\s*\+0\.007\s*▲ better/s);
    await page.locator("slipway-curve-chart").nth(3).waitFor();
    assert.equal(lastState()?.title, "Compare: gbm-031, gbm-027, +2");
  });

  it("shows equal rows on demand, with their count", async () => {
    const page = await start();
    await page.getByText("13 equal rows hidden").waitFor();
    await page.getByText("Differences only").click();
    await row(page, "boosting").waitFor();
    await page.getByText("13 equal rows shown").waitFor();
    assert.equal(lastState()?.state.showEqual, true);
  });

  it("is used with the keyboard alone: baseline, order, removal, folding", async () => {
    const page = await start();
    await page.locator(`[data-run="${ids[1]}"] .chip-main`).focus();
    await page.keyboard.press("Alt+ArrowRight");
    await page.locator(`.chip-cell:nth-child(3)[data-run="${ids[1]}"]`).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(`.chip-cell:nth-child(1)[data-run="${ids[1]}"]`).getByText("Baseline").waitFor();
    await page.keyboard.press("Delete");
    await page.locator(`[data-run="${ids[1]}"]`).waitFor({ state: "detached" });
    await page.keyboard.press("Control+ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".changes-table").waitFor({ state: "detached" });
    assert.deepEqual(lastState()?.state.folded, ["relation", "artifacts", "changes"]);
    assert.deepEqual(lastState()?.state.runIds, [ids[0], ids[2], ids[3]]);
  });

  it("hides a run everywhere and shows it again", async () => {
    const page = await start();
    await page.getByRole("button", { name: "Hide gbm-012" }).click();
    await page.getByRole("button", { name: "Show gbm-012" }).waitFor();
    assert.equal(await page.locator(".metrics-table tbody tr").first().locator("td").count(), 3);
    await page.getByRole("button", { name: "Show gbm-012" }).click();
    await page.locator(".metrics-table tbody tr").first().locator("td").nth(3).waitFor();
  });

  it("changes direction and value of a metric", async () => {
    const page = await start();
    await row(page, "train_auc").locator(".direction").click();
    await row(page, "train_auc").getByText("▼ worse").first().waitFor();
    await row(page, "train_auc").getByRole("button", { name: "Value of train_auc last" }).press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await row(page, "train_auc").getByRole("button", { name: "Value of train_auc min" }).waitFor();
    assert.deepEqual(lastState()?.state.valueOf, { train_auc: "min" });
  });

  it("moves one crosshair over all charts with the arrow keys, reads it out, and zooms by a drag", async () => {
    const page = await start();
    const chart = page.locator("slipway-curve-chart").first();
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await page
      .locator("[role=status].screen-reader-only")
      .getByText(/^step 25: gbm-\d+ 0\.\d+/)
      .waitFor();
    assert.deepEqual(new Set(await texts(page, ".chart-place")), new Set(["step 25"]));
    const box = await chart.locator(".u-over").boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 100, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 60, { steps: 4 });
    await page.mouse.up();
    // A zoom asks for more points of the part that is seen.
    const points = () =>
      open.asked.filter(({ method }) => method === curvesRequest.method).map(({ params }) => (params as { maxPoints: number }).maxPoints);
    await untilTrue(page, `document.querySelector("slipway-curve-chart").group.window !== undefined`);
    assert.ok(Math.max(...points()) > Math.min(...points()));
    await page.mouse.dblclick(box.x + 150, box.y + 50);
    await untilTrue(page, `document.querySelector("slipway-curve-chart").group.window === undefined`);
  });

  it("copies what is shown, and opens the code diff", async () => {
    const page = await start();
    await page.getByRole("button", { name: "Copy metrics as Markdown" }).click();
    await row(page, "commit").getByRole("button", { name: "Open diff" }).first().click();
    const copied = open.sent.find(({ method }) => method === copyText.method)?.params as { text: string; what: string };
    assert.equal(copied.what, "metrics as Markdown");
    assert.match(copied.text, /\| val\\_auc \| higher \| last \| 0\.934 \| 0\.9412 \| \+0\.007 \|/);
    const diff = open.sent.find(({ method }) => method === openCodeDiff.method)?.params;
    assert.deepEqual(diff, { left: compareData.runs[0]?.commit, right: compareData.runs[1]?.commit });
  });

  it("tells what differs between the models that the runs became, and nothing of runs without one", async () => {
    const page = await start();
    await row(page, "lightgbm").getByText("4.6.0").waitFor();
    assert.match((await texts(page, 'tr[data-row="inputs"]'))[0] ?? "", /2 columns.*3 columns\s*\+device_age_days.*no model version/s);
    assert.match((await texts(page, 'tr[data-row="size"]'))[0] ?? "", /3\.40 MB.*5\.10 MB\s*\+50\.0 %/s);
    assert.equal(await row(page, "python").count(), 0, "equal rows are hidden");
    await page.getByRole("button", { name: "What changed", exact: true }).click();
    const asked = open.asked.filter(({ method }) => method === modelsOfRunsRequest.method);
    assert.deepEqual(
      asked.map(({ params }) => params),
      [{ runIds: ids }],
    );
  });

  it("takes the value of a metric where another one was best", async () => {
    const host = compareHost();
    host[compareDataRequest.method] = ({
      atBest = [],
    }: {
      atBest?: readonly { metric: string; of: string; better: "higher" | "lower" }[];
    }) => ({
      ok: true,
      value: {
        ...compareData,
        metrics: compareData.metrics.map((metric) => {
          const own = atBest.filter((each) => each.metric === metric.key);
          const told = own.map(({ of, better }) => ({ of, better, values: [0.12, 0.115, 0.114, null], steps: [40, 50, 60, null] }));
          return own.length === 0 ? metric : { ...metric, atBest: told };
        }),
      },
    });
    open = await pages.show(host);
    const { page } = open;
    await row(page, "val_logloss").getByRole("button", { name: "Value of val_logloss last" }).click();
    await page.getByRole("menuitemradio", { name: "at best val_auc" }).click();
    await row(page, "val_logloss").getByText("0.115", { exact: true }).waitFor();
    assert.match((await row(page, "val_logloss").locator("td").nth(1).getAttribute("title")) ?? "", /at best val_auc: 0\.115\n.*\nstep 50/);
    const question = open.asked.filter(({ method }) => method === compareDataRequest.method).at(-1);
    assert.match(JSON.stringify(question), /"atBest":\[\{"metric":"val_logloss","of":"val_auc","better":"higher"\}\]/);
  });

  it("shares the runs in their order", async () => {
    const page = await start();
    await page.getByRole("button", { name: "Share: copy an address that opens this comparison" }).click();
    assert.deepEqual(open.sent.find(({ method }) => method === shareComparison.method)?.params, { runIds: ids });
  });

  it("opens as it was left, takes further runs, and reads again when the registry changed", async () => {
    const page = await start(compareData, { ...newCompareState(ids.slice(0, 2)), folded: ["curves"], valueOf: { val_auc: "max" } });
    assert.equal(await page.locator(".chip").count(), 2);
    assert.equal(await page.locator(".curves").count(), 0);
    await row(page, "val_auc").getByRole("button", { name: "Value of val_auc max" }).waitFor();
    await open.push(addRuns.method, { runIds: [ids[2], ids[0], "gone"] });
    await page.locator(".chip").nth(2).waitFor();
    await page.getByText("is not in the registry any more").waitFor();
    const reads = () => open.asked.filter(({ method }) => method === compareDataRequest.method).length;
    const before = reads();
    await open.push(dataChanged.method, anyChange);
    await open.settled();
    assert.equal(reads(), before + 1);
  });

  it("reads nothing again for runs that it does not show, and for each that it does", async () => {
    await start(compareData, newCompareState(ids.slice(0, 2)));
    const reads = () => open.asked.filter(({ method }) => method === compareDataRequest.method).length;
    const cases: readonly (readonly [changes: Partial<ChangeSet>, reads: number])[] = [
      [{ experiments: ["1"], runs: ["of somebody else"] }, 0],
      [{ experiments: ["1"], runs: ["of somebody else", ids[1] ?? ""] }, 1],
      // Versions and aliases stand beside the names of the runs.
      [{ models: ["fraud-scorer"] }, 1],
      [{}, 0],
    ];
    for (const [changes, expected] of cases) {
      const before = reads();
      await open.push(dataChanged.method, { ...noChange, ...changes });
      await open.settled();
      assert.equal(reads() - before, expected, JSON.stringify(changes));
    }
  });

  it("asks for least and greatest values that were not read when one is chosen, and for no others", async () => {
    const none = compareData.runs.map(() => null);
    const unread = compareData.metrics.map((metric) => ({ ...metric, min: none, max: none, rangesUnread: true as const }));
    const read = (asked: readonly string[]) => ({
      ...compareData,
      metrics: compareData.metrics.map((metric, at) => (asked.includes(metric.key) ? metric : (unread[at] ?? metric))),
    });
    const host = compareHost();
    host[compareDataRequest.method] = ({ ranges }: { ranges: readonly string[] }) => ({ ok: true, value: read(ranges) });
    open = await pages.show(host);
    const { page } = open;
    await row(page, "val_auc").getByRole("button", { name: "Value of val_auc last" }).click();
    await page.getByRole("menuitemradio", { name: "max", exact: true }).click();
    await row(page, "val_auc").getByText("0.943").first().waitFor();
    const asked = open.asked
      .filter(({ method }) => method === compareDataRequest.method)
      .map(({ params }) => (params as { ranges: unknown }).ranges);
    assert.deepEqual(asked, [[], ["val_auc"]]);
  });

  it("shows hostile names as text", async () => {
    const [first, ...runs] = compareData.runs;
    assert.ok(first);
    const [metric, ...metrics] = compareData.metrics;
    assert.ok(metric);
    const page = await start({
      ...compareData,
      experiment: hostile,
      runs: [{ ...first, name: hostile }, ...runs],
      params: [
        { key: hostile, values: [hostile, "x".repeat(5_000_000), null, ""] },
        { key: "__proto__", values: ["1", "2", "3", "4"] },
      ],
      metrics: [
        { ...metric, key: hostile, points: 2 },
        { ...metric, key: "__proto__", last: ["NaN", "Infinity", "-Infinity", null] },
        ...metrics,
      ],
    });
    await page.getByRole("row", { name: "__proto__" }).first().waitFor();
    assert.equal((await texts(page, ".chip-name"))[0], hostile);
    assert.equal(await page.locator("img").count(), 0);
  });

  it("says what failed and what to do, and keeps what it had", async () => {
    const fixture = compareHost();
    const problem = { kind: "unavailable", message: "mlflow.db is locked.", next: "Close the program that writes to it." };
    let fails = true;
    for (const { method } of [compareDataRequest, curvesRequest]) {
      const read = fixture[method];
      fixture[method] = (params) => (fails ? { ok: false, problem } : read?.(params));
    }
    open = await pages.show(fixture);
    const { page } = open;
    await page.getByText("Close the program that writes to it.").waitFor();
    fails = false;
    await page.getByRole("button", { name: "Retry" }).click();
    await page.locator(".chip").first().waitFor();
    await page.locator("slipway-curve-chart").nth(3).waitFor();
    const askedFor = () => open.asked.filter(({ method }) => method === curvesRequest.method).length;
    const before = askedFor();
    fails = true;
    await open.push(dataChanged.method, anyChange);
    await page.getByText(/mlflow\.db is locked.*As of/s).waitFor();
    assert.equal(await page.locator(".chip").count(), 4);
    while (askedFor() < before + 4) await page.waitForTimeout(50);
    await page.waitForTimeout(200);
    assert.equal(await page.locator("slipway-curve-chart").count(), 4, "the curves stay too");
  });

  it("draws runs without metrics, params or commits", async () => {
    const bare = { ...compareData, code: [], params: [], tags: [], metrics: [] };
    const page = await start({ ...bare, runs: compareData.runs.map((run) => ({ ...run, commit: "", versionLabel: "", datasets: [] })) });
    await page.getByText("None of these runs logged a metric.").waitFor();
    await page.getByText("No params, tags, data sets or commits were logged.").waitFor();
  });

  it("draws constant, empty and broken curves on every axis", async () => {
    const fixture = compareHost();
    const [curve] = curvesFor(compareData, "val_auc", 1, 1);
    fixture[curvesRequest.method] = ({ metric }: { metric: string }) => {
      if (metric === "val_logloss")
        return { ok: false, problem: { kind: "unavailable", message: "The server is down.", next: "Start it." } };
      return { ok: true, value: metric === "val_auc" ? [curve] : [] };
    };
    open = await pages.show(fixture);
    const { page } = open;
    await page.getByText("The server is down.").waitFor();
    for (const axis of ["relative time", "time"]) {
      await page.getByRole("button", { name: "x axis" }).click();
      await page.getByRole("menuitemradio", { name: axis, exact: true }).click();
      await page.locator("slipway-curve-chart canvas").first().waitFor();
    }
    await page.getByText("Log scale").click();
    await page.locator("slipway-curve-chart canvas").first().waitFor();
  });
});

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { addRuns, type CompareState, newCompareState, stateChanged } from "#protocol/views/compare.ts";
import { explainRequest, openRunsFiltered, type RelationData, relationRequest } from "#protocol/views/compareRelation.ts";
import { copyText, dataChanged } from "#protocol/views/panel.ts";
import { noChange } from "#registry/model/changes.ts";
import { eventually } from "../eventually.ts";
import { accessibilityProblems } from "./accessibility.ts";
import { compareData, compareHost, ids } from "./compareFixture.ts";
import { stressHost } from "./compareStress.ts";
import type { Fixture, OpenPanel } from "./harness.ts";
import { SuitePages } from "./suitePages.ts";
import type { ThemeName } from "./themes.ts";
import { untilTrue } from "./untilTrue.ts";

/** The little of the DOM that is looked at: tests are checked without the browser's types. */
interface Boxed {
  getBoundingClientRect(): { readonly left: number; readonly right: number };
}

const opened = { ...newCompareState(ids), folded: [] };

/** Relation: what a person does with axes, brushes and points, by mouse and by keyboard, and what it says. */
describe("Relation on the Compare page", () => {
  const pages = new SuitePages("compare");
  let open: OpenPanel;

  const start = async (host: Fixture = compareHost(compareData, opened), width = 1280, theme: ThemeName = "dark") => {
    open = await pages.show(host, theme, { width, height: 1400 });
    await open.page.locator("slipway-parallel-plot .axis-handle").first().waitFor();
    return open.page;
  };
  const axis = (page: Page, id: string) => page.locator(`.axis-handle[data-axis="${id}"]`);
  const state = () =>
    (open.sent.findLast(({ method }) => method === stateChanged.method)?.params as { state: CompareState } | undefined)?.state;
  const asked = (method: string) => open.asked.filter((question) => question.method === method);
  const drag = async (page: Page, id: string, from: number, to: number) => {
    await axis(page, id).scrollIntoViewIfNeeded();
    const box = await axis(page, id).boundingBox();
    assert.ok(box);
    const [x, y] = [box.x + box.width / 2, (share: number) => box.y + 6 + (1 - share) * (box.height - 12)];
    await page.mouse.move(x, y(from));
    await page.mouse.down();
    await page.mouse.move(x, y(to), { steps: 4 });
    await page.mouse.up();
  };
  const said = (page: Page, text: RegExp) => page.locator("[role=status].screen-reader-only").getByText(text).waitFor();

  it("reads nothing while it is folded, and as many columns as it draws when it opens", async () => {
    open = await pages.show(compareHost());
    await open.page.locator(".metrics-table").waitFor();
    assert.deepEqual([...asked(relationRequest.method), ...asked(explainRequest.method)], []);
    await open.page.getByRole("button", { name: "Relation" }).press("Enter");
    await axis(open.page, "metric:val_auc").waitFor();
    const [question] = asked(relationRequest.method);
    assert.ok(question);
    const { axes } = question.params as { axes: string[] };
    assert.deepEqual(axes.slice(0, 4), ["param:learning_rate", "param:num_leaves", "param:max_depth", "param:feature_fraction"]);
    assert.equal(axes.length, 6);
    await open.page.getByText("4 compared in colour, 37 others in grey").waitFor();
  });

  it("does not count others in grey where there are none", async () => {
    const host = compareHost();
    const read = host[relationRequest.method] ?? assert.fail();
    host[relationRequest.method] = async (question: never) => {
      const { ok, value } = (await read(question)) as { ok: true; value: RelationData };
      const own = value.compared;
      const axes = value.axes.map((each) => ({ ...each, values: each.values.slice(0, own) }));
      return { ok, value: { ...value, ids: value.ids.slice(0, own), names: value.names.slice(0, own), axes } };
    };
    open = await pages.show(host);
    await open.page.getByRole("button", { name: "Relation" }).press("Enter");
    await open.page.locator("[data-section=relation] .section-summary").getByText("4 compared in colour", { exact: true }).waitFor();
  });

  it("brushes by a drag, lists who is inside, and opens them as a filter", async () => {
    const page = await start();
    await drag(page, "metric:val_auc", 0.7, 1);
    const chip = page.locator(".brush-chip");
    await chip.waitFor();
    const brush = state()?.relation?.brushes["metric:val_auc"];
    assert.ok(brush?.from !== undefined && brush.to !== undefined && brush.from < brush.to);
    const rows = await page.locator("tr[data-related]").count();
    assert.match((await page.locator(".relation-line").allInnerTexts()).join(), new RegExp(`${rows} of 41 runs`));
    assert.ok(rows > 0 && rows < 41);
    await page.getByRole("button", { name: "Open as filter in Runs" }).click();
    const filter = `metrics.val_auc >= ${brush.from} AND metrics.val_auc <= ${brush.to}`;
    const told = open.sent.find(({ method }) => method === openRunsFiltered.method);
    assert.deepEqual(told?.params, { experimentId: "1", name: "fraud/gbm-sweep", filter });
    // The middle of the brush moves it, a press beside it takes it away.
    await drag(page, "metric:val_auc", 0.85, 0.75);
    const moved = state()?.relation?.brushes["metric:val_auc"];
    assert.ok((moved?.from ?? 1) < brush.from);
    await drag(page, "metric:val_auc", 0.2, 0.2);
    await chip.waitFor({ state: "detached" });
  });

  it("brushes with the keyboard alone, reads values out, and clears", async () => {
    const page = await start();
    await axis(page, "param:num_leaves").focus();
    await page.keyboard.press("ArrowUp");
    await said(page, /^num_leaves 63, \d+ runs$/);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Space");
    await page.locator(".brush-chip", { hasText: "num_leaves" }).waitFor();
    const runs = await page.locator("tr[data-related]").allInnerTexts();
    assert.ok(runs.length > 0 && runs.every((text) => text.split("\t")[2] === "127"), runs.join("\n"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".relation-line").getByText("41 of 41 runs").waitFor();
    await page.keyboard.press("Delete");
    await page.locator(".brush-chip").waitFor({ state: "detached" });
    assert.equal(await page.evaluate("document.activeElement.dataset.axis"), "param:num_leaves", "the focus stays");
  });

  it("moves, flips, scales, takes away and adds axes, and keeps that", async () => {
    const page = await start();
    await axis(page, "param:num_leaves").focus();
    await page.keyboard.press("Alt+ArrowLeft");
    assert.deepEqual(state()?.relation?.axes?.slice(0, 2), ["param:num_leaves", "param:learning_rate"]);
    // The keyboard goes along with its axis.
    await page.keyboard.press("Alt+ArrowRight");
    await page.keyboard.press("Alt+ArrowRight");
    await eventually("an axis two places on", () => state()?.relation?.axes?.indexOf("param:num_leaves") === 2 || undefined);
    await untilTrue(page, "document.activeElement.dataset.axis === 'param:num_leaves'");
    await page.keyboard.press("Alt+ArrowLeft");
    await page.keyboard.press("Alt+ArrowLeft");
    const item = async (name: string, entry: string) => {
      await page.getByRole("button", { name: `Axis ${name}` }).click();
      await page.getByRole("menuitem", { name: entry }).click();
    };
    await item("learning_rate", "Use Linear Scale");
    await item("val_auc", "Flip");
    await item("max_depth", "Remove Axis");
    const { axes = [], flipped = [], log } = state()?.relation ?? {};
    assert.deepEqual([axes.length, flipped, log], [5, ["metric:val_auc"], { "param:learning_rate": false }]);
    await page.locator(".axis-head", { hasText: "val_auc" }).getByText("flipped").waitFor();
    await page.getByRole("button", { name: "Axes" }).click();
    await page.getByRole("menuitemcheckbox", { name: "data_version" }).click();
    await axis(page, "param:data_version").waitFor();
  });

  it("names the points of the scatter, marks the front where both directions are known, and sizes the points", async () => {
    const page = await start();
    const scatter = page.locator("slipway-scatter-plot");
    await page.locator(".pareto-front").waitFor();
    assert.match(
      (await scatter.getAttribute("aria-label")) ?? "",
      /^val_auc over fit_seconds, \d+ runs\. Pareto front: gbm-.*, and 5 more\./,
    );
    await scatter.focus();
    await page.keyboard.press("ArrowRight");
    await said(page, /: val_auc 0\.\d+, fit_seconds −?\d+/);
    await page.locator(".scatter-box").waitFor();
    await page.getByRole("button", { name: "x axis of the scatter" }).click();
    await page.getByRole("menuitemradio", { name: "learning_rate" }).click();
    await page.locator(".pareto-front").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Size of the points" }).click();
    await page.getByRole("menuitemradio", { name: "fit_seconds" }).click();
    assert.deepEqual([state()?.relation?.x, state()?.relation?.size], ["param:learning_rate", "metric:fit_seconds"]);
  });

  it("says what goes with a metric by a named method, of how many runs, and that it is no cause", async () => {
    const page = await start();
    const part = page.locator(".explained");
    await part.getByText("Not a cause").waitFor();
    assert.match((await part.allInnerTexts()).join(), /Spearman's rank correlation.*Kruskal-Wallis.*permutation test, Bonferroni/s);
    assert.ok((await part.locator("tr[data-factor]").count()) > 0);
    assert.match((await part.locator("tbody tr").allInnerTexts())[0] ?? "", /\d+ %.*\t\d+\t.*(\d|chance)/s);
    const starts: number[] = await page.evaluate(
      "[...document.querySelectorAll('.explained-table meter')].map((bar) => Math.round(bar.getBoundingClientRect().left))",
    );
    assert.ok(starts.length > 1 && new Set(starts).size === 1, `bars begin at ${starts}`);
    await page.getByRole("button", { name: "Metric to explain" }).click();
    await page.getByRole("menuitemradio", { name: "fit_seconds" }).click();
    await part.locator("caption", { hasText: "fit_seconds" }).waitFor({ state: "attached" });
    assert.match(JSON.stringify(asked(explainRequest.method).at(-1)), /"metric":"fit_seconds"/);
  });

  it("is a table too, from which a run joins the comparison, and copies with full numbers", async () => {
    const page = await start();
    await page.locator("summary", { hasText: "All runs as a table" }).click();
    await page.locator('tr[data-related="other-3"]').getByRole("button", { name: "Compare too: gbm-103" }).click();
    assert.equal(state()?.runIds.at(-1), "other-3");
    await page.getByRole("button", { name: "Copy relation as Markdown" }).click();
    const copied = open.sent.find(({ method }) => method === copyText.method);
    assert.ok(copied);
    const { text } = copied.params as { text: string };
    assert.equal(text.trim().split("\n").length, 43, "the head, the line under it, and every run");
    assert.match(text, /\| gbm-031 \| yes \| 0\.03 \| 127 \|/);
  });

  it("reads again when a run of the experiment changed, and not for others", async () => {
    await start();
    const before = asked(relationRequest.method).length;
    await open.push(dataChanged.method, { ...noChange, experiments: ["9"], runs: ["else"] });
    await open.settled();
    assert.equal(asked(relationRequest.method).length, before);
    await open.push(dataChanged.method, { ...noChange, experiments: ["1"], runs: ["other-1"] });
    await open.page.waitForFunction("true");
    for (let tries = 0; tries < 50 && asked(relationRequest.method).length === before; tries++) await open.page.waitForTimeout(20);
    assert.equal(asked(relationRequest.method).length, before + 1);
  });

  it("says what failed, and keeps the other sections", async () => {
    const host = compareHost(compareData, opened);
    host[relationRequest.method] = () => ({
      ok: false,
      problem: { kind: "unavailable", message: "The server is down.", next: "Start it." },
    });
    open = await pages.show(host);
    await open.page.getByText("The server is down. Start it.").waitFor();
    await open.page.locator(".metrics-table").waitFor();
    await open.push(addRuns.method, { runIds: [] });
  });

  it("keeps long names and values within the page, at every width", async () => {
    const page = await start(stressHost(2, false, { folded: [] }));
    await page.locator("tr[data-factor=a_param_whose_name_goes_on_and_on]").waitFor();
    for (const width of [1280, 700, 640]) {
      await page.setViewportSize({ width, height: 1400 });
      // The page follows its width a frame later.
      await untilTrue(page, "document.documentElement.scrollWidth <= innerWidth");
      const cut = page.locator(".axis-head .menu-button").evaluateAll((all) => {
        const edges = all.map((each) => (each as unknown as Boxed).getBoundingClientRect());
        return edges.filter(({ left }, at) => left < (edges[at - 1]?.right ?? 0)).length;
      });
      assert.equal(await cut, 0, `no head of an axis reaches into the next at ${width} px`);
    }
  });

  for (const theme of ["dark", "light", "hc-dark", "hc-light"] as const) {
    it(`is accessible in ${theme}, brushed`, async () => {
      const page = await start(compareHost(compareData, opened), 1280, theme);
      await drag(page, "metric:val_auc", 0.5, 1);
      await page.locator(".explained-table").waitFor();
      assert.deepEqual(await accessibilityProblems(page), []);
    });
  }

  it("is accessible with hostile names in 700 px", async () => {
    await start(stressHost(12, true, { folded: [] }), 700);
    assert.deepEqual(await accessibilityProblems(open.page), []);
  });
});

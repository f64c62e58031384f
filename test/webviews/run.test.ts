import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { pressEdit } from "#protocol/runEdits.ts";
import { artifactFolderRequest } from "#protocol/views/artifacts.ts";
import { curvesRequest } from "#protocol/views/compare.ts";
import { copyText, dataChanged, openWebAddress, openWorkspaceFile } from "#protocol/views/panel.ts";
import {
  openRunPage,
  openVersionPage,
  type RunPageData,
  type RunPageState,
  runPageChanged,
  runPagePressed,
  runPageRequest,
} from "#protocol/views/run.ts";
import { accessibilityProblems } from "./accessibility.ts";
import { datasetsOfEveryKind, withDatasets } from "./datasetFixture.ts";
import { runHost } from "./runFixture.ts";
import { sweepStore, withoutEdits } from "./runsFixture.ts";
import { SuitePages } from "./suitePages.ts";
import { type ThemeName, themes } from "./themes.ts";

const { signal } = new AbortController();
const [second, running, third] = ["run00000002", "run00000041", "run00000003"];

describe("the page of a run in a browser", () => {
  const pages = new SuitePages("run");
  let store: ReturnType<typeof sweepStore>;
  let wide: ReturnType<typeof sweepStore>;

  before(async () => {
    store = sweepStore({ runs: 41, nested: true });
    wide = sweepStore({ runs: 3, moreMetrics: 12_000, hostile: true });
    await store.registry.setRunTag(second, "mlflow.note.content", "Leaf size was **too small**.\n- see run 7", signal);
    await store.registry.setRunTag(second, "mlflow.source.git.commit", "8f2c1ab0c1d2e3f4", signal);
  });
  after(() => {
    store.close();
    wide.close();
  });

  interface Start {
    readonly run?: string;
    readonly state?: Partial<RunPageState>;
    readonly theme?: ThemeName;
    readonly width?: number;
    readonly from?: ReturnType<typeof sweepStore>;
    readonly baseline?: string;
  }
  const start = async ({ run = second, state = {}, theme = "dark", width = 1280, from = store, baseline }: Start = {}): Promise<Page> => {
    const { page } = await pages.show(runHost(from.registry, run, state, baseline), theme, { width, height: 900 });
    await page.locator(".run-title").waitFor();
    return page;
  };
  const sent = (method: string) => pages.open.sent.filter((message) => message.method === method).map(({ params }) => params);
  const cells = (page: Page, metric: string) => page.locator(`tr[data-metric="${metric}"] td`).allInnerTexts();

  it("offers no edits where the registry takes none", async () => {
    const page = await start({ from: { ...store, registry: withoutEdits(store.registry) } });
    await page.getByRole("button", { name: "Compare with…" }).waitFor();
    for (const name of ["Rename…", "Tag…", "Note…", "Edit…"]) assert.equal(await page.getByRole("button", { name }).count(), 0, name);
    await page.getByRole("button", { name: "More acts" }).click();
    await page.getByText("Copy runs:/ URI").waitFor();
    assert.equal(await page.getByText("Delete").count(), 0);
  });

  it("offers the run command where a project made the run, and nowhere else", async () => {
    const page = await start();
    await page.getByRole("button", { name: "More acts" }).click();
    assert.equal(await page.getByText("Copy Run Command").count(), 0);
    const host = runHost(store.registry, second);
    const usual = host[runPageRequest.method] as (params: unknown) => Promise<{ value: RunPageData }>;
    host[runPageRequest.method] = async (params: never) => {
      const { value } = await usual(params);
      return { ok: true, value: { ...value, source: { ...value.source, isProject: true } } };
    };
    const { page: other } = await pages.show(host, "light", { width: 700, height: 900 });
    await other.getByRole("button", { name: "More acts" }).click();
    assert.ok(((await other.getByRole("menu", { name: "More acts" }).boundingBox())?.x ?? -1) >= 0, "nothing of it is beyond the edge");
    await other.getByText("Copy Run Command").click();
    assert.deepEqual(
      sent(runPagePressed.method).map((params) => (params as { act: string }).act),
      ["copyCommand"],
    );
  });

  it("shows each metric's last, least and greatest value as the registry has them", async () => {
    const page = await start();
    await page.locator('tr[data-metric="val_auc"] svg').waitFor();
    const { values } =
      (await store.registry.history({ runIds: [second], metrics: ["val_auc"], maxPoints: 100 }, signal))[0] ?? assert.fail();
    const [last, least, most] = (await cells(page, "val_auc")).map(Number);
    const near = (shown: number | undefined, value: number) =>
      assert.ok(Math.abs((shown ?? Number.NaN) - value) < 1e-4, `${shown} is not ${value}`);
    near(last, values.at(-1) ?? Number.NaN);
    near(least, Math.min(...values));
    near(most, Math.max(...values));
  });

  it("says the unit that a metric's name states", async () => {
    const page = await start();
    assert.match((await cells(page, "fit_seconds"))[0] ?? "", /^\d+ s$/);
  });

  it("gives a param's value the room that its name leaves, in rows as high as those of metrics", async () => {
    const page = await start();
    const box = async (selector: string) => (await page.locator(selector).first().boundingBox()) ?? assert.fail(selector);
    const [table, value, row] = [await box(".run-texts"), await box(".run-value"), await box(".run-texts tbody tr")];
    assert.ok(value.width > table.width / 2, `${value.width} of ${table.width} px`);
    assert.equal(Math.round(row.height), 22);
  });

  it("shows a curve large by keyboard, and folds it again", async () => {
    const page = await start();
    const button = page.getByRole("button", { name: "Show the curve of val_auc" });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.locator("slipway-curve-chart canvas").first().waitFor();
    await page.getByRole("button", { name: "Fold the curve of val_auc" }).press("Enter");
    await page.locator("slipway-curve-chart").waitFor({ state: "detached" });
    assert.equal((sent(runPageChanged.method).at(-1) as { state: RunPageState }).state.metric, undefined);
  });

  it("searches metrics, params and tags at once", async () => {
    const page = await start();
    await page.getByRole("searchbox").fill("leaves");
    await page.getByText("No metric matches the search.").waitFor();
    await page.getByRole("rowheader", { name: "num_leaves" }).waitFor();
    assert.equal(await page.getByRole("rowheader", { name: "booster" }).count(), 0);
    await page.getByText("1 of 6").waitFor();
  });

  it("leads to its version, its parent and its children, and says what is pressed", async () => {
    const page = await start({ baseline: "run00000007" });
    await page.getByRole("button", { name: "fraud-scorer v13" }).click();
    assert.deepEqual(sent(openVersionPage.method), [{ model: "fraud-scorer", version: "13" }]);
    await page.getByRole("button", { name: "gbm-001" }).click();
    assert.deepEqual(sent(openRunPage.method), [{ id: "run00000001", name: "gbm-001" }]);
    await page.getByRole("button", { name: "Compare with baseline" }).click();
    await page.getByRole("button", { name: "Diff with workspace" }).click();
    const acts = sent(runPagePressed.method).map((params) => (params as { act: string }).act);
    assert.deepEqual(acts, ["compareWithBaseline", "diffCode"]);
    await page.getByRole("button", { name: "Rename…" }).click();
    assert.deepEqual(sent(pressEdit.method), [{ act: "rename", runs: [{ id: second, name: "gbm-002" }] }]);
    await page.getByRole("button", { name: "Copy run id" }).click();
    assert.deepEqual(sent(copyText.method), [{ text: second, what: "run id" }]);
  });

  it("shows its note as it was written, and its artifacts", async () => {
    const page = await start();
    assert.equal(await page.locator(".run-note").textContent(), "Leaf size was **too small**.\n- see run 7");
    await page.getByRole("button", { name: "Show rendered" }).click();
    const [pressed] = sent(runPagePressed.method) as { readonly act: string; readonly run: { readonly id: string } }[];
    assert.deepEqual([pressed?.act, pressed?.run.id], ["showNote", second]);
    await page.getByRole("treeitem", { name: /thresholds\.json/ }).click();
    await page.locator("slipway-artifact-preview").getByText("0.402").waitFor();
  });

  it("follows the registry: a new name, a deletion with the way back", async () => {
    const page = await start({ run: third });
    await store.registry.setRunTag(third, "mlflow.runName", "renamed", signal);
    await pages.open.push(dataChanged.method, { experiments: ["1"], runs: [third], models: [] });
    await page.getByRole("heading", { name: "renamed" }).waitFor();
    assert.match((sent(runPageChanged.method).at(-1) as { title: string }).title, /^Run: renamed$/);
    await store.registry.deleteRun(third, signal);
    await pages.open.push(dataChanged.method, { experiments: ["1"], runs: [third], models: [] });
    await page.getByRole("button", { name: "Restore" }).click();
    assert.deepEqual(sent(pressEdit.method), [{ act: "restore", runs: [{ id: third, name: "renamed" }] }]);
    await store.registry.restoreRun(third, signal);
  });

  it("keeps the last good data where the registry is gone, and says so where there never was any", async () => {
    const host = runHost(store.registry, second);
    const problem = { kind: "unavailable", message: "mlflow.db cannot be reached.", next: "Look whether it is there." };
    const { page } = await pages.show(host, "dark", { width: 1280, height: 900 });
    await page.locator(".run-title").waitFor();
    const [file, curve] = [page.getByRole("treeitem", { name: /thresholds\.json/ }), page.locator("slipway-sparkline svg").first()];
    for (const drawn of [file, curve]) await drawn.waitFor();
    for (const { method } of [runPageRequest, curvesRequest, artifactFolderRequest]) host[method] = () => ({ ok: false, problem });
    await pages.open.push(dataChanged.method, { experiments: "all", runs: "all", models: "all" });
    await page.getByText("mlflow.db cannot be reached. Look whether it is there.").waitFor();
    assert.equal(await page.getByRole("heading", { name: "gbm-002" }).count(), 1);
    await pages.open.settled();
    for (const drawn of [file, curve]) assert.equal(await drawn.isVisible(), true);
    const { page: empty } = await pages.show(host, "dark", { width: 1280, height: 900 });
    await empty.getByRole("button", { name: "Retry" }).waitFor();
    assert.equal(await empty.locator(".run-title").count(), 0);
  });

  it("reads the histories on the screen of 12,000 metrics, and shows more rows when asked", async () => {
    const page = await start({ run: third, from: wide });
    await page.getByText("12,005").waitFor();
    assert.equal(await page.locator("tr[data-metric]").count(), 100);
    await page.waitForTimeout(500);
    const asked = pages.open.asked.filter(({ method }) => method === curvesRequest.method).length;
    assert.ok(asked > 0 && asked < 60, `${asked} histories were asked for`);
    await page.getByRole("button", { name: "Show more: 11,905 are left" }).click();
    await page.locator("tr[data-metric]").nth(199).waitFor();
    assert.equal(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), true);
  });

  it("shows a running run's progress and offers no baseline that there is not", async () => {
    const page = await start({ run: running });
    await page.getByText("running").first().waitFor();
    await page.getByText(/step 598, last value/).waitFor();
    assert.equal(await page.getByRole("button", { name: "Compare with baseline" }).count(), 0);
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`is accessible in ${theme}, wide and narrow`, async () => {
      for (const width of [700, 1440]) {
        const page = await start({ theme, width, state: { metric: "val_auc", artifact: "thresholds.json" }, baseline: "run00000007" });
        await page.locator("slipway-curve-chart canvas").first().waitFor();
        await page.locator("slipway-artifact-preview").getByText("0.402").waitFor();
        assert.deepEqual(await accessibilityProblems(page), []);
        assert.equal(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), true);
      }
    });
  }

  describe("says of its data sets", () => {
    const startWith = async (theme: ThemeName = "dark", width = 1280) => {
      const host = runHost(withDatasets(store.registry, datasetsOfEveryKind), second);
      const { page } = await pages.show(host, theme, { width, height: 900 });
      await page.locator("tr[data-dataset]").first().waitFor();
      return page;
    };
    const of = (page: Page, name: string) => page.locator(`tr[data-dataset="${name}"]`);

    it("where they came from, with a link where that can be opened", async () => {
      const page = await startWith();
      await page.getByRole("button", { name: "Open file" }).click();
      await page.getByRole("button", { name: "Open in browser" }).first().click();
      await page.getByRole("button", { name: "Open in browser" }).nth(1).click();
      assert.deepEqual(sent(openWorkspaceFile.method), [{ path: "data/holdout.csv" }]);
      assert.deepEqual(sent(openWebAddress.method), [
        { url: "https://huggingface.co/datasets/glue" },
        { url: "https://example.com/d.csv" },
      ]);
      assert.match((await of(page, "transactions").allInnerTexts()).join(), /from Delta table \/lake\/tx, version 3/);
      assert.match((await of(page, "glue").allInnerTexts()).join(), /from Hugging Face glue, mrpc, train, revision abc/);
      assert.equal(await page.getByRole("button", { name: /Open (file|in browser)/ }).count(), 3, "no link to a script, a table, a bucket");
      assert.equal(await page.getByText("secret").count(), 0);
    });

    it("which columns they have, folded where there are many", async () => {
      const page = await startWith();
      assert.deepEqual(await of(page, "transactions").locator("tbody tr").allInnerTexts(), ["amount\tdouble", "hour\tlong"]);
      const holdout = of(page, "holdout");
      assert.equal(await holdout.getByText("feature_7").isVisible(), false);
      await holdout.getByText("30 columns").press("Enter");
      await holdout.getByText("feature_7").waitFor();
      assert.equal(await of(page, "script").locator("details").count(), 0, "what cannot be read is not told");
    });

    for (const theme of Object.keys(themes) as ThemeName[]) {
      it(`without an accessibility problem in ${theme}`, async () => {
        for (const width of [1440, 700]) assert.deepEqual(await accessibilityProblems(await startWith(theme, width)), []);
      });
    }
  });
});

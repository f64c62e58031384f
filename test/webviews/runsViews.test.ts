import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type RunsState, runsStateChanged } from "#protocol/views/runs.ts";
import { accessibilityProblems } from "./accessibility.ts";
import type { OpenPanel } from "./harness.ts";
import { runsHost, sweepStore, withoutEdits } from "./runsFixture.ts";
import { SuitePages } from "./suitePages.ts";

const { signal } = new AbortController();

describe("Saved views of the Runs page", () => {
  const pages = new SuitePages("runs");
  let open: OpenPanel;
  let store: ReturnType<typeof sweepStore>;

  before(() => {
    store = sweepStore({ runs: 20 });
  });
  after(() => {
    store?.close();
  });

  const start = async (state: Partial<RunsState> = {}) => {
    open = await pages.show(runsHost(store.registry, state), "dark", { width: 1280, height: 800 });
    await open.page.locator(".row .cell-text").first().waitFor();
    return open.page;
  };
  const openList = async (page: Page) => {
    await page.getByRole("button", { name: /^View:/ }).click();
    await page.getByRole("menu", { name: "Views" }).waitFor();
  };
  const saveAs = async (page: Page, name: string, home: string) => {
    await openList(page);
    await page.getByRole("menuitem", { name: "Save as…" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill(name);
    await page.getByRole("radio", { name: home }).check();
    await page.keyboard.press("Enter");
    await page.getByText(`“${name}” is saved.`).waitFor();
  };
  const state = () => open.sent.findLast(({ method }) => method === runsStateChanged.method)?.params as RunsState;

  for (const home of ["Mine", "Shared in this folder", "In MLflow"]) {
    it(`are kept where the person wants and bring back what was shown: ${home}`, async () => {
      const page = await start({
        filter: "metrics.val_auc > 0.92",
        sort: [{ column: "metric:val_auc", descending: true }],
        columns: ["metric:val_auc", "param:booster"],
      });
      await saveAs(page, `Best ${home}`, home);
      await openList(page);
      await page.getByRole("menuitem", { name: "Show all as usual" }).click();
      await page.getByText("20 runs", { exact: true }).waitFor();
      await openList(page);
      assert.deepEqual(await accessibilityProblems(page), []);
      await page.getByRole("menuitemcheckbox", { name: `Best ${home}` }).click();
      await page.getByText(/of 20 runs/).waitFor();
      assert.equal(await page.getByRole("combobox", { name: "Filter runs" }).inputValue(), "metrics.val_auc > 0.92");
      assert.deepEqual(
        [state().sort, state().columns],
        [[{ column: "metric:val_auc", descending: true }], ["metric:val_auc", "param:booster"]],
      );
      assert.equal(state().shownView?.name, `Best ${home}`);
    });
  }

  it("say what MLflow has no place for, are saved over, and refuse a name that is taken there", async () => {
    const page = await start({ filter: "metrics.val_auc > 0.92 OR status = 'RUNNING'" });
    await saveAs(page, "Running", "In MLflow");
    await page.getByText(/MLflow cannot open the filter/).waitFor();
    const { tags } = await store.registry.experiment("1", signal);
    const count = tags.length;
    await page.getByRole("button", { name: "Failed" }).click();
    await openList(page);
    await page.getByRole("menuitem", { name: "Save “Running”" }).click();
    await page.getByText(/The switches beside the filter are not kept/).waitFor();
    assert.equal((await store.registry.experiment("1", signal)).tags.length, count);
    await openList(page);
    await page.getByRole("menuitem", { name: "Save as…" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("RUNNING ");
    await page.getByRole("radio", { name: "In MLflow" }).check();
    assert.deepEqual(await accessibilityProblems(page), []);
    await page.getByRole("button", { name: "Save View" }).click();
    await page.getByText(/MLflow has a view “Running” already/).waitFor();
  });

  it("of this workspace are deleted", async () => {
    const page = await start();
    await saveAs(page, "Gone", "Mine");
    await openList(page);
    await page.getByRole("menuitem", { name: "Delete “Gone”" }).click();
    await page.getByRole("button", { name: "View: none" }).waitFor();
    await openList(page);
    assert.equal(await page.getByRole("menuitemcheckbox", { name: "Gone" }).count(), 0);
  });

  it("of several experiments together have no place in MLflow", async () => {
    const page = (await pages.show(runsHost(store.registry, { experimentIds: ["1", "2"], name: "fraud/gbm-sweep, churn/weekly" }))).page;
    await page.locator(".row .cell-text").first().waitFor();
    await page.locator(".heads").getByText("Experiment").waitFor();
    await page.getByRole("button", { name: /^View:/ }).click();
    await page.getByRole("menuitem", { name: "Save as…" }).click();
    assert.deepEqual(await page.locator(".view-saver .picker-switch").allInnerTexts(), ["Mine", "Shared in this folder"]);
    await page.locator(".view-name").fill("both");
    await page.getByRole("button", { name: "Save View" }).click();
    await page.getByText("“both” is saved.").waitFor();
  });

  it("are listed, and not kept, where the registry may not be written", async () => {
    let page = await start();
    await saveAs(page, "Theirs", "In MLflow");
    page = (await pages.show(runsHost(withoutEdits(store.registry), {}))).page;
    await page.locator(".row .cell-text").first().waitFor();
    await openList(page);
    await page.getByRole("menuitemcheckbox", { name: "Theirs" }).click();
    await page.getByRole("button", { name: "View: Theirs" }).waitFor();
    await openList(page);
    assert.equal(await page.getByRole("menuitem", { name: "Save “Theirs”" }).count(), 0);
    await page.getByRole("menuitem", { name: "Save as…" }).click();
    assert.deepEqual(await page.locator(".view-saver .picker-switch").allInnerTexts(), ["Mine", "Shared in this folder"]);
    assert.equal(await page.getByRole("radio", { name: "Mine" }).isChecked(), true);
  });
});

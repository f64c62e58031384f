import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { dataChanged } from "#protocol/views/panel.ts";
import { cellConditionsRequest, type RunsState, runsStateChanged } from "#protocol/views/runs.ts";
import { noChange } from "#registry/model/changes.ts";
import { LoadedRuns } from "#server/runs/loadedRuns.ts";
import type { OpenPanel } from "./harness.ts";
import { runsHost, sweepStore } from "./runsFixture.ts";
import { SuitePages } from "./suitePages.ts";
import { untilTrue } from "./untilTrue.ts";

/** An element as far as this test looks at it: the tests have no types of a browser. */
interface Head {
  readonly dataset: { readonly column?: string };
}

describe("What one is at on the Runs page", () => {
  const pages = new SuitePages("runs");
  let store: ReturnType<typeof sweepStore>;
  let loaded: LoadedRuns;
  let open: OpenPanel;

  beforeEach(() => {
    store = sweepStore({ runs: 200 });
    loaded = new LoadedRuns();
  });
  afterEach(() => store?.close());

  const start = async (slow?: Promise<void>, state: Partial<RunsState> = {}) => {
    const host = runsHost(store.registry, state, undefined, loaded);
    const answer = host[cellConditionsRequest.method];
    if (slow !== undefined) host[cellConditionsRequest.method] = (params) => slow.then(() => answer?.(params));
    open = await pages.show(host, "dark", { width: 1280, height: 800 });
    await open.page.locator(".row .cell-text").first().waitFor();
    return open.page;
  };
  const elsewhere = async (sql: string, ...runs: readonly string[]) => {
    const database = new DatabaseSync(join(store.folder, "mlflow.db"));
    database.exec(sql);
    database.close();
    const changes = { ...noChange, experiments: ["1"], runs };
    loaded.changed(changes);
    await open.push(dataChanged.method, changes);
    await open.settled();
  };
  const newRun = (id: string) => `INSERT INTO runs VALUES ('${id}', '${id}', 'ana', 'FINISHED', 1999000000000, NULL, 'active', '', 1)`;
  const focused = "document.activeElement.closest('[data-column]')?.dataset.column ?? document.activeElement.className";

  it("stays where it is, and the same run, when a new one comes above it", async () => {
    const page = await start();
    await page.evaluate("document.querySelector('.grid').scrollTo(0, 60 * 22)");
    await open.settled();
    const row = page.locator('.row[data-run="run00000130"]');
    await row.locator(".run-name").click();
    const before = (await row.boundingBox())?.y;
    await elsewhere(newRun("late1"), "late1");
    assert.equal((await row.boundingBox())?.y, before);
    assert.match((await row.getAttribute("class")) ?? "", /\bfocused\b/);
    await page.keyboard.press("ArrowDown");
    await page.locator('.row.selected[data-run="run00000129"]').waitFor();
  });

  it("shows a new run at once where the table is at its top", async () => {
    const page = await start();
    await elsewhere(newRun("late1"), "late1");
    assert.equal(await page.locator(".row .run-name").first().textContent(), "late1");
  });

  it("has nothing chosen that somebody else has deleted, though it stays in view", async () => {
    const page = await start(undefined, { pinned: ["run00000197"] });
    await page.locator('.row:not(.in-band)[data-run="run00000198"]').click();
    await page.locator('.row:not(.in-band)[data-run="run00000195"]').click({ modifiers: ["Shift"] });
    await page.getByText("4 selected", { exact: true }).waitFor();
    const gone = ["run00000196", "run00000197"];
    await elsewhere(`UPDATE runs SET lifecycle_stage = 'deleted' WHERE run_uuid IN ('${gone.join("','")}')`, ...gone);
    await page.getByText("2 selected", { exact: true }).waitFor();
  });

  it("gets no menu that comes when one has gone on to something else", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const page = await start(promise);
    await page.locator('.row [data-column="param:booster"]').first().click({ button: "right" });
    await page.locator("slipway-filter-box input").click();
    await page.keyboard.type("metrics.val_auc > 0.9");
    resolve();
    await open.settled();
    assert.equal(await page.locator("[role=menu]").count(), 0);
    assert.equal(await page.locator("slipway-filter-box input").inputValue(), "metrics.val_auc > 0.9");
  });

  it("keeps the keyboard at a column that is moved, and gives it to the next one where one is hidden", async () => {
    const page = await start();
    const order = () =>
      (open.sent.findLast(({ method }) => method === runsStateChanged.method)?.params as RunsState | undefined)?.columns ?? [];
    const [first = "", , , next] = await page
      .locator(".head-cell")
      .evaluateAll((all) => all.map((each) => (each as unknown as Head).dataset.column));
    await page.locator(`.head-cell[data-column="${first}"] button`).focus();
    await page.keyboard.press("Alt+ArrowRight");
    await page.keyboard.press("Alt+ArrowRight");
    await open.settled();
    assert.deepEqual(order().slice(2, 4), [first, next]);
    assert.equal(await page.evaluate(focused), first);
    await page.keyboard.press("Alt+ArrowDown");
    await page.getByRole("menuitem", { name: "Hide" }).press("Enter");
    await untilTrue(page, `(${focused}) === ${JSON.stringify(next)}`);
  });
});

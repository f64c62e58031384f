import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { editRunsRequest, type NamedRun, pressEdit, type RunAct } from "#protocol/runEdits.ts";
import { dataChanged } from "#protocol/views/panel.ts";
import { type RunsState, runsChosen, runsLeft, runsStateChanged } from "#protocol/views/runs.ts";
import type { ChangeSet } from "#registry/model/changes.ts";
import { editRuns } from "#server/runs/editRuns.ts";
import { LoadedRuns } from "#server/runs/loadedRuns.ts";
import { accessibilityProblems } from "./accessibility.ts";
import type { OpenPanel } from "./harness.ts";
import { runsHost, sweepStore, withoutEdits } from "./runsFixture.ts";
import { SuitePages } from "./suitePages.ts";

const { signal } = new AbortController();
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe("Runs page: edits", () => {
  const pages = new SuitePages("runs");
  let open: OpenPanel;
  let loaded: LoadedRuns;
  let store: ReturnType<typeof sweepStore>;

  beforeEach(() => {
    store = sweepStore({ runs: 12 });
  });
  afterEach(() => store.close());

  const start = async (state: Partial<RunsState> = {}, registry = store.registry) => {
    loaded = new LoadedRuns();
    open = await pages.show(runsHost(registry, state, undefined, loaded), "dark", { width: 1280, height: 800 });
    await open.page.locator(".grid").waitFor();
    return open.page;
  };
  const pressed = () =>
    open.sent
      .filter(({ method }) => method === pressEdit.method)
      .map(({ params }) => params as { readonly act: RunAct; readonly runs: readonly NamedRun[] })
      .map(({ act, runs }) => `${act} ${runs.map(({ name }) => name).join(" ")}`);
  const names = (page: Page) => page.locator(".row .run-name").allInnerTexts();
  const row = (page: Page, name: string) => page.locator(".row").filter({ hasText: name });
  /** What the window does with a press: the server writes, and all pages are told. */
  const write = async (field: Parameters<typeof editRuns>[0]["field"], runId: string, value: string) => {
    const told: ChangeSet[] = [];
    const answer = await editRuns(
      { field, writes: [{ runId, value }] },
      { registry: store.registry, log, wrote: (changes) => told.push(changes) },
      signal,
    );
    assert.ok(answer.ok, editRunsRequest.method);
    for (const changes of told) {
      loaded.changed(changes);
      await open.push(dataChanged.method, changes);
    }
  };
  const id = (run: number) => `run${String(run).padStart(8, "0")}`;

  it("are not offered where the registry takes none: in no bar, no menu, by no key", async () => {
    const page = await start({}, withoutEdits(store.registry));
    await row(page, "gbm-012").click();
    await page.getByText("1 selected", { exact: true }).waitFor();
    assert.equal(await page.locator(".edit-button").count(), 0);
    await page.keyboard.press("F2");
    await page.keyboard.press("Delete");
    await row(page, "gbm-012").click({ button: "right" });
    await page.getByText("Keep in view").waitFor();
    for (const name of ["Rename…", "Tag…", "Note…", "Delete"]) assert.equal(await page.getByText(name, { exact: true }).count(), 0, name);
    assert.deepEqual(pressed(), []);
  });

  it("are pressed in the bar for all chosen runs, and in the menu of a row for it, or for the chosen ones among which it is", async () => {
    const page = await start();
    await row(page, "gbm-012").click();
    await row(page, "gbm-010").click({ modifiers: ["Control"] });
    for (const name of [
      "Set a tag of the chosen runs",
      "Write the note of the chosen runs",
      "Rename the chosen runs",
      "Delete the chosen runs; they can be restored",
    ])
      await page.getByRole("button", { name }).click();
    assert.deepEqual(
      pressed(),
      ["tag", "note", "rename", "delete"].map((act) => `${act} gbm-012 gbm-010`),
    );
    await row(page, "gbm-005").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Rename…", exact: true }).click();
    await row(page, "gbm-010").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Remove tag… (2 runs)" }).click();
    assert.deepEqual(pressed().slice(4), ["rename gbm-005", "removeTag gbm-012 gbm-010"]);
    assert.deepEqual(await accessibilityProblems(page), []);
  });

  it("are pressed with F2 and Delete, and the window knows what is chosen", async () => {
    const page = await start();
    await row(page, "gbm-012").click();
    await page.locator(".grid").focus();
    await page.keyboard.press("Shift+ArrowDown");
    await page.getByText("2 selected", { exact: true }).waitFor();
    await page.keyboard.press("Delete");
    await page.keyboard.press("Escape");
    await page.keyboard.press("F2");
    assert.deepEqual(pressed(), ["delete gbm-012 gbm-011", "rename gbm-011"]);
    const chosen = open.sent
      .filter(({ method }) => method === runsChosen.method)
      .map(({ params }) => (params as { runs: NamedRun[] }).runs.length);
    assert.deepEqual([chosen.at(-1), Math.max(...chosen)], [0, 2]);
  });

  it("are shown where the run stands, with what is chosen as it was", async () => {
    const page = await start({ columns: ["metric:val_auc", "tag:verdict"] });
    await row(page, "gbm-008").click();
    const before = await names(page);
    await write({ kind: "tag", key: "mlflow.runName" }, id(8), "the best one");
    await row(page, "the best one").waitFor();
    assert.deepEqual(
      await names(page),
      before.map((name) => (name === "gbm-008" ? "the best one" : name)),
    );
    assert.equal(await row(page, "the best one").getAttribute("aria-selected"), "true");
    await write({ kind: "tag", key: "verdict" }, id(8), "keep");
    await page.locator(".row [data-column='tag:verdict']").filter({ hasText: "keep" }).waitFor();
  });

  it("delete takes a run out of the table and of what is chosen; among the deleted ones it is restored", async () => {
    const page = await start();
    await row(page, "gbm-012").click();
    await row(page, "gbm-011").click({ modifiers: ["Control"] });
    await write({ kind: "lifecycle" }, id(12), "deleted");
    await open.push(runsLeft.method, { ids: [id(12)] });
    await page.getByText("1 selected", { exact: true }).waitFor();
    await page.getByText("11 runs").waitFor();
    assert.ok(!(await names(page)).includes("gbm-012"));

    await page.getByRole("button", { name: "Deleted", exact: true }).click();
    await row(page, "gbm-012").waitFor();
    assert.deepEqual(await names(page), ["gbm-012"]);
    await page.getByText("1 deleted run", { exact: true }).waitFor();
    assert.equal(
      (open.sent.findLast(({ method }) => method === runsStateChanged.method)?.params as RunsState | undefined)?.isDeleted,
      true,
    );
    await row(page, "gbm-012").click();
    await page.getByRole("button", { name: "Restore the chosen runs" }).click();
    assert.deepEqual(pressed(), ["restore gbm-012"]);
    await write({ kind: "lifecycle" }, id(12), "active");
    await open.push(runsLeft.method, { ids: [id(12)] });
    await page.getByText("No deleted runs.").waitFor();
    await page.getByRole("button", { name: "Show active runs" }).click();
    await row(page, "gbm-012").waitFor();
  });

  it("delete the last run, and the deleted ones are one press away; what comes back is drawn", async () => {
    const page = await start();
    for (let run = 1; run <= 12; run++) await write({ kind: "lifecycle" }, id(run), "deleted");
    await page.getByRole("button", { name: "Show deleted runs" }).click();
    await row(page, "gbm-012").waitFor();
    for (let run = 1; run <= 12; run++) await write({ kind: "lifecycle" }, id(run), "active");
    await page.getByRole("button", { name: "Show active runs" }).click();
    await row(page, "gbm-012").waitFor();
  });
});

import assert from "node:assert/strict";
import type { Frame } from "playwright-core";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { makeDemoProject, reader } from "../../scripts/demo/project.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { withWindow } from "./withWindow.ts";

const { signal } = new AbortController();

describe("edits of runs, in the real editor", () => {
  let window: EditorWindow;
  let folder: string;
  const evidence = process.env["SLIPWAY_EVIDENCE"];

  withWindow(
    async (scratch) => {
      folder = await makeDemoProject(scratch);
      return { folder, person: reader };
    },
    async (opened) => {
      window = opened;
      await window.showSlipway();
    },
  );

  const row = (page: Frame, at: number) => page.locator(`.row[aria-rowindex="${at + 2}"]`);
  const nameOf = async (page: Frame, at: number) => (await row(page, at).locator(".run-name").textContent()) ?? "";
  const named = (page: Frame, name: string) => page.locator(".row").filter({ hasText: name });
  const type = async (text: string) => {
    const input = window.page.locator(".quick-input-widget input[type=text]").first();
    await input.waitFor();
    await input.fill(text);
    await window.page.keyboard.press("Enter");
  };
  const said = async (what: RegExp, press?: string) => {
    const notification = await window.notification(what);
    // The last one that is answered closes their list, which would lie over the bar.
    if (press !== undefined) await notification.getByRole("button", { name: press }).click();
    else await window.run("Notifications: Hide Notifications");
  };
  /** In a window with a side bar the switches are entries of a menu. */
  const turnDeleted = async (page: Frame) => {
    await page.locator(".quick-menu").click();
    await page.getByRole("menuitemcheckbox", { name: "Deleted" }).click();
  };
  /** What the store itself says, by the name of a run. */
  const inStore = async (name: string) => {
    const registry = openSqliteRegistry(`${folder}/mlflow.db`, Date.now);
    const page = await registry.runs(
      {
        experimentIds: (await registry.experiments({ limit: 10 }, signal)).items.map(({ id }) => id),
        viewType: "ALL",
        filter: "",
        orderBy: [],
        limit: 1000,
      },
      signal,
    );
    registry.close();
    const at = page.names.indexOf(name);
    const tags = page.tags.flatMap(({ key, rows, values }) => (rows.indexOf(at) < 0 ? [] : [[key, values[rows.indexOf(at)]] as const]));
    return { lifecycle: page.lifecycles[at], tags: Object.fromEntries(tags) };
  };
  const picture = async (name: string) => {
    if (evidence !== undefined) await window.keepEvidence(evidence, name);
  };

  it("rename a run on its page, and one press takes it back", async () => {
    await window.press(window.row("fraud/gbm-sweep"), "Open Runs", window.page.getByRole("tab", { name: /^Runs: fraud\/gbm-sweep/ }));
    const page = await window.pageWith("slipway-runs .row .cell-text");
    const before = await nameOf(page, 1);
    await row(page, 1).click();
    await page.getByRole("button", { name: "Rename the chosen runs" }).click();
    await window.page.locator(".quick-input-widget").getByText(`Rename ${before}`).waitFor();
    await picture("rename");
    await type("the one to keep");
    await named(page, "the one to keep").waitFor();
    assert.equal(await nameOf(page, 1), "the one to keep", "it stays where it was");
    assert.equal((await inStore("the one to keep")).tags["mlflow.runName"], "the one to keep");
    await said(/Renamed .* to the one to keep/, "Undo");
    await named(page, before).waitFor();
    assert.equal(await nameOf(page, 1), before);
  });

  it("tag two runs, with the keys that are known", async () => {
    const page = await window.pageWith("slipway-runs .row .cell-text");
    await row(page, 2).click();
    await row(page, 3).click({ modifiers: ["Control"] });
    const [one, other] = [await nameOf(page, 2), await nameOf(page, 3)];
    await page.getByRole("button", { name: "Set a tag of the chosen runs" }).click();
    await window.page.locator(".quick-input-widget").getByText("Tag of 2 runs").waitFor();
    await picture("tag-key");
    await type("verdict");
    await window.page.locator(".quick-input-widget").getByText("Tag verdict of 2 runs").waitFor();
    await type("keep");
    await said(/Set tag verdict = keep of 2 runs/);
    await picture("tagged");
    for (const name of [one, other]) assert.equal((await inStore(name)).tags["verdict"], "keep", name);
  });

  it("delete them, find them among the deleted, and restore one", async () => {
    const page = await window.pageWith("slipway-runs .row .cell-text");
    const [one, other] = [await nameOf(page, 2), await nameOf(page, 3)];
    await page.getByRole("button", { name: /^Delete the chosen runs/ }).click();
    await named(page, one).waitFor({ state: "detached" });
    await window.notification(/Deleted 2 runs/);
    await picture("deleted");
    await said(/Deleted 2 runs/);
    await turnDeleted(page);
    await named(page, one).waitFor();
    await picture("among-the-deleted");
    await named(page, one).click();
    await page.getByRole("button", { name: "Restore the chosen runs" }).click();
    await named(page, one).waitFor({ state: "detached" });
    assert.deepEqual([(await inStore(one)).lifecycle, (await inStore(other)).lifecycle], ["active", "deleted"]);
    await turnDeleted(page);
    await named(page, one).waitFor();
    await window.run("Slipway: Undo Last Edit of Runs");
    await named(page, one).waitFor({ state: "detached" });
  });

  it("write a note in an editor, which is saved to the registry", async () => {
    const page = await window.pageWith("slipway-runs .row .cell-text");
    const name = await nameOf(page, 0);
    await row(page, 0).click();
    await page.getByRole("button", { name: "Write the note of the chosen runs" }).click();
    await window.page.getByRole("tab", { name: new RegExp(`^Note of ${name}`) }).waitFor();
    await window.page.locator(".editor-instance .view-lines").first().click();
    await window.page.keyboard.press("ControlOrMeta+A");
    await window.page.keyboard.type("# Why this one\nIt is **fast**.");
    await window.page.keyboard.press("ControlOrMeta+S");
    await window.page.getByText(`Wrote the note of ${name}.`).waitFor();
    await picture("note");
    assert.equal((await inStore(name)).tags["mlflow.note.content"], "# Why this one\nIt is **fast**.");
  });

  it("show the note that was written rendered, in VS Code's own preview", async () => {
    await window.run("View: Close All Editors");
    await window.row("fraud/gbm-sweep").click();
    await window
      .row(/gbm-\d/)
      .first()
      .click();
    const page = await window.pageWith("slipway-run .run-title");
    const name = (await page.locator(".run-title").textContent()) ?? "";
    await page.getByRole("button", { name: "Show rendered" }).click();
    await window.page.getByRole("tab", { name: new RegExp(`Preview.*${name}`) }).waitFor();
    const preview = await window.pageWith("body.vscode-body strong");
    assert.equal(await preview.locator("strong").first().textContent(), "fast");
    await picture("note-rendered");
  });
});

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { makeDemoProject, reader } from "../../scripts/demo/project.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { withWindow } from "./withWindow.ts";

/** gbm-040 of the sample. */
const runId = "1d34b3bab6cd409faf6827df2ea0c1aa";
const report = "threshold  recall\n0.5        0.81 — naïve\n";
const dot = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");

describe("artifacts and notes of a run, in the real editor", () => {
  let window: EditorWindow;
  let folder: string;

  withWindow(
    async (scratch) => {
      folder = await makeDemoProject(scratch);
      const artifacts = join(folder, "mlartifacts/3", runId, "artifacts");
      await mkdir(artifacts, { recursive: true });
      await writeFile(join(artifacts, "report.txt"), report);
      await writeFile(join(artifacts, "roc.png"), dot);
      // In a browser VS Code saves by itself after a second.
      return { folder, person: reader, settings: { "files.autoSave": "off" } };
    },
    async (opened) => {
      window = opened;
      await window.showSlipway();
    },
  );

  const picture = async (name: string) => {
    const evidence = process.env["SLIPWAY_EVIDENCE"];
    if (evidence !== undefined) await window.keepEvidence(evidence, name);
  };
  const tab = (name: string) => window.page.getByRole("tab", { name: new RegExp(`^${name}`) });
  const runPage = async () => {
    await tab("Run: gbm-040").click();
    return window.pageWith("slipway-run .run-title");
  };
  /** Chosen in the tree of the run's page, then opened from its preview. */
  const open = async (file: string) => {
    const page = await runPage();
    await page.getByRole("treeitem", { name: new RegExp(`^${file}`) }).click();
    await page.locator("slipway-artifact-preview").getByRole("button", { name: "Open", exact: true }).click();
    await tab(file).waitFor();
  };
  /** In the editor's simple dialog for files, which writes its own proposal once it has read the folder: what is typed before is gone. */
  const enterPath = async (path: string) => {
    const input = window.page.locator(".quick-input-widget input[type=text]").first();
    do {
      await input.fill(path);
      await window.page.waitForTimeout(1000);
    } while ((await input.inputValue()) !== path);
    await input.press("Enter");
  };
  const noteInStore = async () => {
    const registry = openSqliteRegistry(join(folder, "mlflow.db"), Date.now);
    const { tags } = await registry.runsById({ ids: [runId] }, new AbortController().signal);
    registry.close();
    return tags.find(({ key }) => key === "mlflow.note.content")?.values[0];
  };

  it("a text opens in an editor and is saved to a folder, to the byte", async () => {
    await window.press(window.row("fraud/gbm-sweep"), "Open Runs", tab("Runs: fraud/gbm-sweep"));
    await window.expand("fraud/gbm-sweep");
    await window.row(/gbm-040/).click();
    await tab("Run: gbm-040").waitFor();
    await open("report.txt");
    await window.page.locator(".editor-instance .view-lines").getByText("naïve").waitFor();
    await window.page.locator(".editor-instance .view-lines").first().click();
    await picture("artifact-text");
    await window.run("File: Save As...");
    const saved = join(folder, "kept.txt");
    await enterPath(saved);
    await tab("kept.txt").waitFor();
    assert.equal(await readFile(saved, "utf8"), report);
  });

  it("a picture opens in VS Code's own viewer", async () => {
    await open("roc.png");
    const viewer = await window.pageWith("body.container.image img, body.image img");
    const width = viewer
      .locator("img")
      .first()
      .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
    assert.equal(await width, 1);
    await picture("artifact-picture");
  });

  it("a note that is not saved yet is there after a reload of the window, and is saved then", async () => {
    const page = await runPage();
    await page.getByRole("button", { name: "Note…" }).click();
    await tab("Note of gbm-040").waitFor();
    await window.page.locator(".editor-instance .view-lines").first().click();
    await window.page.keyboard.press("ControlOrMeta+A");
    await window.page.keyboard.type("To be finished after lunch");
    await tab("Note of gbm-040").and(window.page.locator(".dirty")).waitFor();
    // VS Code keeps what is not saved a moment after the last key.
    await window.page.waitForTimeout(3000);
    await window.reload();
    await tab("Note of gbm-040").waitFor();
    await window.page.locator(".editor-instance .view-lines").getByText("To be finished after lunch").waitFor();
    await picture("note-after-reload");
    assert.equal(await noteInStore(), undefined, "nothing is written before it is saved");
    await window.page.locator(".editor-instance .view-lines").first().click();
    await window.page.keyboard.press("ControlOrMeta+S");
    await window.page.getByText("Wrote the note of gbm-040.").waitFor();
    assert.equal(await noteInStore(), "To be finished after lunch");
  });
});

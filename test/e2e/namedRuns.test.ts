import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeDemoProject, reader } from "../../scripts/demo/project.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { withWindow } from "./withWindow.ts";

/** gbm-031 of the sample. */
const runId = "e1491848ed75498ab980abba853974e5";

describe("runs where they are named, in the real editor", () => {
  let window: EditorWindow;

  withWindow(
    async (scratch) => {
      const folder = await makeDemoProject(scratch);
      await writeFile(join(folder, "notes.txt"), `runs:/${runId}/model\nno run here\n`);
      return { folder, person: reader };
    },
    async (opened) => {
      window = opened;
      await window.showSlipway();
      await window.row("fraud/gbm-sweep").waitFor();
    },
  );

  it("the one under the cursor is shown", async () => {
    await window.openFile("notes.txt");
    await window.page.keyboard.press("ControlOrMeta+Home");
    await window.run("Slipway: Show Run Under Cursor");
    const page = await window.pageWith("slipway-run .run-title");
    assert.equal(await page.locator(".run-title").textContent(), "gbm-031");
  });

  it("a line without one says what would be one", async () => {
    await window.openFile("notes.txt");
    await window.page.keyboard.press("ControlOrMeta+End");
    await window.run("Slipway: Show Run Under Cursor");
    await window.notification(/No run is named under the cursor/);
    await window.run("Notifications: Clear All Notifications");
  });
});

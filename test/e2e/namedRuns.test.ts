import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { makeDemoProject, reader } from "../../scripts/demo/project.ts";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import { EditorWindow } from "./editorWindow.ts";
import { keepFailure } from "./evidence.ts";

/** gbm-031 of the sample. */
const runId = "e1491848ed75498ab980abba853974e5";

describe("runs where they are named, in the real editor", () => {
  let scratch: string;
  let browser: Browser;
  let window: EditorWindow;

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), "slipway-named-"));
    const folder = await makeDemoProject(scratch);
    await writeFile(join(folder, "notes.txt"), `runs:/${runId}/model\nno run here\n`);
    browser = await launchBrowser();
    window = await EditorWindow.open(browser, { folder, person: reader });
    await window.showSlipway();
    await window.row("fraud/gbm-sweep").waitFor();
  });

  afterEach(async function () {
    await keepFailure(this.currentTest, { window });
  });

  after(async () => {
    await window?.close();
    await browser?.close();
    await rm(scratch, { recursive: true, force: true });
  });

  it("the one under the cursor is shown", async () => {
    await window.openFile("notes.txt");
    await window.page.keyboard.press("ControlOrMeta+Home");
    await window.run("Slipway: Show Run Under Cursor");
    const page = await window.pageWith("slipway-compare .chip-name");
    assert.deepEqual(await page.locator(".chip-name").allInnerTexts(), ["gbm-031"]);
  });

  it("a line without one says what would be one", async () => {
    await window.openFile("notes.txt");
    await window.page.keyboard.press("ControlOrMeta+End");
    await window.run("Slipway: Show Run Under Cursor");
    await window.notification(/No run is named under the cursor/);
    await window.run("Notifications: Clear All Notifications");
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import { EditorWindow, type WindowOptions } from "./editorWindow.ts";
import { keepFailure } from "./evidence.ts";

/**
 * For a suite that needs one window: opened before its tests, and gone after them with all that was made for it. `prepare` makes what the window
 * shows, within a folder of its own; `opened` is given the window. A failed test leaves its picture behind.
 */
export function withWindow(prepare: (scratch: string) => Promise<WindowOptions>, opened: (window: EditorWindow) => Promise<void>): void {
  let scratch: string | undefined;
  let browser: Browser | undefined;
  let window: EditorWindow | undefined;

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), "slipway-one-window-"));
    const options = await prepare(scratch);
    browser = await launchBrowser();
    window = await EditorWindow.open(browser, options);
    await opened(window);
  });

  afterEach(async function () {
    await keepFailure(this.currentTest, { window });
  });

  after(async () => {
    await window?.close();
    await browser?.close();
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
  });
}

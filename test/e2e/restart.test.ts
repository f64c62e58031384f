import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { minimalStore } from "#registry/sqlite/testStore.ts";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import { EditorWindow, repositoryRoot } from "./editorWindow.ts";
import { keepFailure } from "./evidence.ts";
import { killServersOf, killServersUnheard } from "./serverProcesses.ts";

describe("a background process that was killed", () => {
  let browser: Browser;
  let folder: string;
  let window: EditorWindow | undefined;

  before(async function () {
    if (process.platform !== "linux") {
      console.log("    skipped: processes are found in /proc, which Linux alone has");
      this.skip();
    }
    browser = await launchBrowser();
    folder = await mkdtemp(join(tmpdir(), "slipway-restart-"));
  });
  afterEach(async function () {
    await keepFailure(this.currentTest, { window });
  });
  after(async () => {
    await window?.close();
    await browser?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it("comes back with the settings of now, not with those of its first start", async () => {
    minimalStore(join(folder, "mlflow.db"));
    minimalStore(join(folder, "other.db"));
    window = await EditorWindow.open(browser, { folder, environment: { MLFLOW_TRACKING_URI: "" } });
    await window.showSlipway();
    const shows = (label: string) =>
      window?.page
        .locator(".pane-header")
        .filter({ hasText: `Experiments${label}` })
        .waitFor();
    await shows("mlflow.db");
    await mkdir(join(folder, ".vscode"));
    await writeFile(join(folder, ".vscode/settings.json"), JSON.stringify({ "slipway.registry": "sqlite:///other.db" }));
    await shows("other.db");
    await killServersOf(window);
    await window.page.waitForTimeout(3000);
    await window.run("Slipway: Refresh");
    await window.row("Default").waitFor();
    await window.page.waitForTimeout(2000);
    await shows("other.db");
  });

  it("keeps what Node made of its code, of this version alone, and starts with it after a reload", async () => {
    assert.ok(window);
    const { version } = JSON.parse(await readFile(join(repositoryRoot, "package.json"), "utf8")) as { readonly version: string };
    const compiled = join(window.dataFolder, "data/User/globalStorage/slipway.slipway/compiled");
    await mkdir(join(compiled, "0.0.0-older"), { recursive: true });
    await window.reload();
    await window.showSlipway();
    await window.row("Default").waitFor();
    while ((await readdir(compiled)).join() !== version) await window.page.waitForTimeout(100);
    const kept = await readdir(join(compiled, version), { recursive: true });
    assert.ok(kept.length > 1, kept.join());
  });

  it("is there again though it dies again and again while somebody types", async () => {
    assert.ok(window);
    await writeFile(join(folder, "MLproject"), "name: x\n");
    await window.openFile("MLproject");
    await window.page.keyboard.press("ControlOrMeta+End");
    const { page } = window;
    const underlined = page.locator(".monaco-editor .squiggly-warning, .monaco-editor .squiggly-error");
    // Each letter is a message to a process that is not there any more.
    for (const [round, wrong] of ["conda_evn", "entry_piont"].entries()) {
      await killServersUnheard(window, () => page.keyboard.type(`# ${"a".repeat(20)}`, { delay: 20 }));
      await page.keyboard.type(`\n${wrong}: x\n`);
      await underlined.nth(round).waitFor();
    }
    await window.run("Slipway: Refresh");
    await window.row("Default").waitFor();
    const notes = window.page.locator(".notifications-center .notification-list-item, .notification-toast").filter({ hasText: /server/i });
    assert.deepEqual(await notes.allInnerTexts(), []);
  });
});

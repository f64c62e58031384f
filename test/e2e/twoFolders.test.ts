import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator } from "playwright-core";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import { makeScratchCopy } from "../../scripts/sample/scratch.ts";
import { requirePython } from "../contract/bothRegistries.ts";
import { type MlflowServer, startServer } from "../contract/realMlflow.ts";
import { EditorWindow } from "./editorWindow.ts";
import { keepFailure } from "./evidence.ts";

/** A file beside the code in one folder, a real server in the other, each with a policy of its own. */
describe("a workspace of two folders with a registry each", () => {
  let scratch: string;
  let server: MlflowServer;
  let browser: Browser;
  let window: EditorWindow;

  before(async function () {
    const python = requirePython(this);
    scratch = await mkdtemp(join(tmpdir(), "slipway-two-"));
    await makeScratchCopy(join(scratch, "fraud"));
    await makeScratchCopy(join(scratch, "served"));
    server = await startServer(python, join(scratch, "served"));
    await mkdir(join(scratch, "churn"));
    const policy = `version: 1\nregistry: ${server.url}\nenvironments:\n  dev: {}\n  live: {alias: champion}\n`;
    await writeFile(join(scratch, "churn/slipway.yaml"), policy);
    await writeFile(
      join(scratch, "both.code-workspace"),
      JSON.stringify({ folders: [{ path: "fraud" }, { path: "churn", name: "churn (live)" }] }),
    );
    browser = await launchBrowser();
    window = await EditorWindow.open(browser, { folder: join(scratch, "both.code-workspace"), settings: { "slipway.pollingInterval": 5 } });
    await window.showSlipway();
  });
  afterEach(async function () {
    await keepFailure(this.currentTest, { window });
  });
  after(async () => {
    await window?.close();
    await browser?.close();
    await server?.stop();
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
  });

  const head = (text: RegExp): Locator => window.page.locator(".pane-header").filter({ hasText: text });

  const choose = (folder: string): Promise<void> => pickFrom("Slipway: Choose Folder…", folder);

  /** Again where a page that loads takes the focus, and the list with it. */
  async function pickFrom(command: string, text: string, picture = ""): Promise<void> {
    const row = window.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: text }).first();
    for (let tries = 3; ; tries--) {
      await window.run(command);
      try {
        await row.waitFor({ timeout: 5000 });
        if (picture !== "") await evidence(picture);
        await row.click({ timeout: 5000 });
        return;
      } catch (error) {
        if (tries === 0) throw error;
        await window.page.keyboard.press("Escape");
      }
    }
  }

  const pick = (registry: string, picture = ""): Promise<void> => pickFrom("Slipway: Switch Registry…", registry, picture);

  async function evidence(name: string): Promise<void> {
    const folder = process.env["SLIPWAY_PICTURES"];
    if (folder !== undefined) await window.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  it("names the folder that it shows as the window calls it, and shows the other one's registry and environments when that is chosen", async () => {
    await head(/Experiments.*fraud · mlflow\.db/).waitFor();
    await window.expand("fraud-scorer");
    await window.row(/^staging.*v13/).waitFor();
    await choose("churn");
    await head(/Experiments.*churn \(live\) · 127\.0\.0\.1:\d+/).waitFor();
    await window.expand("fraud-scorer");
    await window.row(/^live.*v12/).waitFor();
    await evidence("two-folders-served");
  });

  it("keeps a page alive with the registry that it was opened from, whichever is shown", async () => {
    await choose("fraud");
    await head(/Experiments.*fraud · mlflow\.db/).waitFor();
    await window.row(/^staging.*v13/).waitFor();
    await window.press(window.row(/^v13/), "Open", window.page.getByRole("tab", { name: /fraud-scorer v13/ }));
    const page = await window.pageWith("slipway-promotion main");
    await choose("churn");
    await head(/Experiments.*churn/).waitFor();
    assert.ok(await page.getByText("val_auc").first().isVisible());
    assert.equal(await page.getByText(/This is about/).count(), 0);
    await evidence("two-folders-page");
  });

  it("switches a folder to a registry that was open lately and back to its own, and leaves the other folder alone", async () => {
    const settings = join(scratch, "fraud/.vscode/settings.json");
    const written = async (): Promise<unknown> => {
      const text = await readFile(settings, "utf8").catch(() => "{}");
      // VS Code empties the file before it writes it.
      return text === "" ? written() : (JSON.parse(text) as Record<string, unknown>)["slipway.registry"];
    };
    await choose("fraud");
    await head(/Experiments.*fraud · mlflow\.db/).waitFor();
    await pick("127.0.0.1", "two-folders-switch");
    await head(/Experiments.*fraud · 127\.0\.0\.1:\d+/).waitFor();
    assert.equal(await written(), server.url);
    await pick("mlflow.db");
    await head(/Experiments.*fraud · mlflow\.db/).waitFor();
    await pick("Use What the Folder Has");
    while ((await written()) !== undefined) await window.page.waitForTimeout(100);
    await window.row("fraud/gbm-sweep").waitFor();
    await choose("churn");
    await head(/Experiments.*churn.* · 127\.0\.0\.1:\d+/).waitFor();
  });

  it("stays where it was over a reload", async () => {
    await choose("churn");
    await head(/Experiments.*churn/).waitFor();
    await window.reload();
    await window.showSlipway();
    await head(/Experiments.*churn.* · 127\.0\.0\.1:\d+/).waitFor();
    const page = await window.pageWith("slipway-promotion");
    await page.getByText("Candidate against incumbent").first().waitFor();
    assert.equal(await page.getByText(/This is about/).count(), 0);
  });

  it("says that the server is gone, and shows the other folder's file all the same", async () => {
    await server.stop();
    await window.page.locator(".statusbar-item").filter({ hasText: "Registry offline" }).waitFor();
    await evidence("two-folders-offline");
    await choose("fraud");
    await head(/Experiments.*fraud · mlflow\.db/).waitFor();
    await window.row("fraud/gbm-sweep").waitFor();
    const page = await window.pageWith("slipway-promotion main");
    await page.getByText("Candidate against incumbent").first().waitFor();
  });
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import { makeScratchCopy } from "../../scripts/sample/scratch.ts";
import { requirePython } from "../contract/bothRegistries.ts";
import { type MlflowServer, startServer } from "../contract/realMlflow.ts";
import { EditorWindow } from "./editorWindow.ts";
import { keepFailure } from "./evidence.ts";
import { RegistrySteps } from "./registrySteps.ts";

describe("connecting to a real MLflow server", () => {
  let scratch: string;
  let python: string;
  let server: MlflowServer;
  let browser: Browser;
  let window: EditorWindow;

  before(async function () {
    python = requirePython(this);
    scratch = await mkdtemp(join(tmpdir(), "slipway-connect-"));
    await makeScratchCopy(join(scratch, "served"));
    server = await startServer(python, join(scratch, "served"));
    browser = await launchBrowser();
    const folder = await mkdtemp(join(scratch, "folder-"));
    await writeFile(join(folder, "slipway.yaml"), "version: 1\nenvironments: {dev: {}, prod: {alias: champion, approvals: 1}}\n");
    window = await EditorWindow.open(browser, { folder, settings: { "slipway.pollingInterval": 1 } });
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

  it("asks for the address and the way to sign in, finds the server above a page, and shows the runs without a reload", async () => {
    await window.run("Slipway: Connect to an MLflow Server…");
    const input = window.page.locator(".quick-input-widget input[type=text]").first();
    await input.fill(`${server.url}/some/page`);
    await input.press("Enter");
    const choice = (text: string) => window.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: text });
    await choice("No sign-in").click();
    await choice(`Use ${server.url}`).click();
    await window.expand("fraud/gbm-sweep");
    await window.row(/gbm-040/).waitFor();
    await window.row("fraud-scorer").waitFor();
  });

  it("compares runs, and promotes a version", async () => {
    const steps = new RegistrySteps(window);
    await steps.compare("fraud/gbm-sweep", [/gbm-040/, /gbm-038/], [/0\.967/, /0\.97[34]/]);
    await steps.promote("churn-ranker", "4", 15_000);
    await steps.picture("server");
  });

  it("keeps the rows of a server that goes away, and says from when they are", async () => {
    await server.stop();
    await window.page.locator(".statusbar-item").filter({ hasText: "Registry offline" }).waitFor();
    await window.page
      .locator(".pane-header")
      .filter({ hasText: /Experiments.*as of/ })
      .waitFor();
    await window.row(/gbm-040/).waitFor();
  });
});

import assert from "node:assert/strict";
import { once } from "node:events";
import { cp, mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator } from "playwright-core";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import { freePort } from "../../scripts/editor/freePort.ts";
import { EditorWindow, repositoryRoot, type WindowOptions } from "./editorWindow.ts";
import { keepFailure } from "./evidence.ts";

const store = join(repositoryRoot, "examples/fraud-detection/mlflow.db");

/** A server that takes every request and answers with what the test says, or never. It keeps count. */
class OddServer {
  readonly #server: Server;
  requests = 0;
  answer: string | undefined;

  constructor() {
    this.#server = createServer((_, response) => {
      this.requests++;
      if (this.answer !== undefined) response.setHeader("content-type", "text/html").end(this.answer);
    });
  }

  async listen(port?: number): Promise<string> {
    const chosen = port ?? (await freePort());
    await new Promise<void>((done) => this.#server.listen(chosen, "127.0.0.1", done));
    return `http://127.0.0.1:${chosen}`;
  }

  /** Resolves when the next request has come. */
  async asked(): Promise<void> {
    await once(this.#server, "request");
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** Whether all of an element's text can be read: VS Code ends with `…` what it cuts. */
async function assertWhole(text: Locator): Promise<void> {
  const isWhole = await text.evaluate(
    ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => scrollWidth <= clientWidth && scrollHeight <= clientHeight,
  );
  assert.ok(isWhole, "the text is cut");
}

describe("states of the side bar", () => {
  let browser: Browser;
  let folder: string;
  let window: EditorWindow | undefined;
  let server: OddServer;

  before(async () => {
    browser = await launchBrowser();
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-states-"));
    server = new OddServer();
  });

  afterEach(async function () {
    await keepFailure(this.currentTest, { window });
    await window?.close();
    window = undefined;
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  after(() => browser?.close());

  async function open(options: Omit<WindowOptions, "folder"> = {}): Promise<EditorWindow> {
    // A person's own MLFLOW_TRACKING_URI would be found before what the test is about.
    window = await EditorWindow.open(browser, { folder, environment: { MLFLOW_TRACKING_URI: "" }, ...options });
    await window.showSlipway();
    return window;
  }

  it("an empty folder: what Slipway looks for, and a way to connect", async () => {
    const { page } = await open();
    await page.getByText("No registry was found.").waitFor();
    await page.getByRole("button", { name: "Connect to an MLflow Server…" }).waitFor();
    await page.getByRole("button", { name: "Create slipway.yaml" }).waitFor();
  });

  it("a store that appears later is shown without a click", async () => {
    const shown = await open();
    await shown.page.getByText("No registry was found.").waitFor();
    await cp(store, join(folder, "mlflow.db"));
    await shown.row("fraud/gbm-sweep").waitFor();
    await shown.row("fraud-scorer").waitFor();
  });

  it("a file that is no database: the cause and the next step", async () => {
    await writeFile(join(folder, "mlflow.db"), "version https://git-lfs.github.com/spec/v1\n".repeat(40));
    const shown = await open();
    await shown.page.getByText("mlflow.db is not an SQLite database.").waitFor();
    await shown.row("Connect to another registry…").waitFor();
    await shown.row("Show log").waitFor();
  });

  it("a half-written store: the cause, and config files are checked all the same", async () => {
    await cp(store, join(folder, "mlflow.db"));
    await truncate(join(folder, "mlflow.db"), 100_000);
    await writeFile(join(folder, "MLproject"), "name: churn\nconda_evn: conda.yaml\n");
    const shown = await open();
    await shown.page.getByText("mlflow.db is damaged or half-written.").waitFor();
    await shown.openFile("MLproject");
    await shown.page.locator(".monaco-editor .squiggly-warning, .monaco-editor .squiggly-error").first().waitFor();
  });

  it("a server that is down: its name, and a way to try again that works", async () => {
    const port = await freePort();
    const shown = await open({ settings: { "slipway.registry": `http://127.0.0.1:${port}` } });
    // Once, and whole: the other views are empty as designed.
    const cause = shown.page.getByText(`127.0.0.1:${port} cannot be reached`);
    await cause.first().waitFor();
    await shown.page.getByText("Registered models appear here when the registry can be read").waitFor();
    // While the views are drawn one after another a second one may have it for a moment.
    for (const begun = Date.now(); (await cause.count()) !== 1 && Date.now() - begun < 10_000; ) await shown.page.waitForTimeout(100);
    assert.equal(await cause.count(), 1);
    await assertWhole(cause);
    await shown.row("Show log").waitFor();
    assert.equal(await shown.page.locator(".pane-body .monaco-list-row").filter({ hasText: "Show log" }).count(), 1);
    server.answer = "<html></html>";
    await server.listen(port);
    const asked = server.asked();
    await shown.row("Try again").click();
    await asked;
  });

  it("a policy and no registry: what promotions need, not how to write a policy", async () => {
    await writeFile(join(folder, "slipway.yaml"), "version: 1\nenvironments:\n  dev: {}\n");
    const { page } = await open();
    await page.getByText("Promotions are kept in the registry").waitFor();
    assert.equal(await page.getByRole("button", { name: "Create slipway.yaml" }).count(), 0);
  });

  it("a policy with a typing error: the cause, once and whole, and the way to the line", async () => {
    await cp(store, join(folder, "mlflow.db"));
    await writeFile(join(folder, "slipway.yaml"), "version: 1\nenvironments:\n  dev: {}\n  prod:\n    alias: champion\n    aprovals: 1\n");
    const shown = await open();
    const cause = shown.page.getByText("Line 6 of slipway.yaml");
    await cause.waitFor();
    assert.equal(await cause.count(), 1);
    await assertWhole(cause);
    await shown.row("fraud-scorer").waitFor();
    await shown.row("Open slipway.yaml").click();
    await shown.page.getByText("Ln 6, Col 1").waitFor();
  });

  it("opening a policy that is not there makes none, and creating one waits for trust", async () => {
    const shown = await open({ trusted: false, settings: { "security.workspace.trust.startupPrompt": "never" } });
    await shown.page.getByText("slipway.yaml can be created then").waitFor();
    const create = shown.page.getByRole("button", { name: "Create slipway.yaml" });
    assert.ok(await create.isDisabled());
    await shown.run("Slipway: Open slipway.yaml");
    await shown.notification("There is no slipway.yaml");
    assert.deepEqual(await readdir(folder), []);
  });

  it("a server that answers HTML: said in words, no tag becomes part of the window", async () => {
    server.answer = "<html><body><h1>Gateway login</h1><img src=x onerror=\"document.title='taken'\"></body></html>";
    const address = await server.listen();
    const shown = await open({ settings: { "slipway.registry": address } });
    await shown.row("Show log").waitFor();
    assert.equal(await shown.page.locator(".pane-body img[src=x]").count(), 0);
    assert.notEqual(await shown.page.title(), "taken");
  });

  it("a server that does not answer: the view says that it is at work", async () => {
    const address = await server.listen();
    const asked = server.asked();
    const shown = await open({ settings: { "slipway.registry": address } });
    await asked;
    await shown.page.locator(".split-view-view .monaco-progress-container.active").first().waitFor();
  });

  it("a folder that is not trusted: nothing is contacted until it is trusted, and then without a reload", async () => {
    const address = await server.listen();
    await writeFile(join(folder, "slipway.yaml"), `version: 1\nregistry: ${address}\nenvironments:\n  dev: {}\n`);
    const shown = await open({ trusted: false, settings: { "security.workspace.trust.startupPrompt": "never" } });
    await shown.page.getByText("In Restricted Mode Slipway checks files only").waitFor();
    await shown.page.getByRole("button", { name: "Manage Workspace Trust" }).waitFor();
    assert.equal(server.requests, 0);
    const contacted = server.asked();
    await shown.page.getByRole("button", { name: "Manage Workspace Trust" }).first().click();
    await shown.page
      .locator(".workspace-trust-editor")
      .getByRole("button", { name: /^Trust/ })
      .first()
      .click();
    await contacted;
  });
});

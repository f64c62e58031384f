import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Browser, Frame, Locator, Page } from "playwright-core";
import { workbenchAddress } from "../../scripts/editor/address.ts";
import { type EditorServer, startEditor } from "../../scripts/editor/editorServer.ts";
import { gitIdentity } from "../../scripts/editor/gitIdentity.ts";

export const repositoryRoot = resolve(import.meta.dirname, "../..");

/** How long a thing may take to be on the screen, ms. The machine may be busy; nothing is measured by it. */
const patience = 60_000;

export interface WindowOptions {
  /** Without it the window is empty. */
  readonly folder?: string;
  /** Git's user.email in this window. */
  readonly person?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly trusted?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Folder of an extension that is installed beside Slipway. */
  readonly otherExtension?: string;
}

/** A real VS Code window with Slipway in it, driven as a person would: what is clicked and read is what is on the screen. */
export class EditorWindow {
  readonly page: Page;
  readonly #server: EditorServer;
  readonly #console: string[] = [];

  constructor(page: Page, server: EditorServer) {
    this.page = page;
    this.#server = server;
    page.setDefaultTimeout(patience);
    page.on("console", (message) => this.#console.push(`${message.type()}: ${message.text()}`));
  }

  static async open(browser: Browser, options: WindowOptions): Promise<EditorWindow> {
    const dataFolder = await mkdtemp(join(tmpdir(), "slipway-window-"));
    const { otherExtension } = options;
    if (otherExtension !== undefined)
      await cp(otherExtension, join(dataFolder, "extensions", basename(otherExtension)), { recursive: true });
    const server = await startEditor({
      dataFolder,
      environment: { ...gitIdentity(options.person ?? "ana@example.com", dataFolder), ...options.environment },
      ...(options.settings ? { settings: options.settings } : {}),
      ...(options.trusted === undefined ? {} : { trusted: options.trusted }),
    });
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const window = new EditorWindow(await context.newPage(), server);
    await window.page.goto(
      workbenchAddress(server.address, { extension: repositoryRoot, ...(options.folder ? { folder: options.folder } : {}) }),
    );
    return window;
  }

  /** Where the editor keeps settings, logs and state of this window. */
  get dataFolder(): string {
    return this.#server.dataFolder;
  }

  /** Of the editor's process: all that the window starts is in its group. */
  get pid(): number {
    return this.#server.pid;
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await this.#server.stop();
    await rm(this.#server.dataFolder, { recursive: true, force: true });
  }

  /** Shows Slipway's container in the side bar. By its command: a click on the icon of the container that is shown would close it. */
  async showSlipway(): Promise<void> {
    await this.page
      .getByRole("tab", { name: /^Slipway/ })
      .first()
      .waitFor();
    await this.run("View: Show Slipway");
    await this.page.locator(".pane-header").filter({ hasText: "Experiments" }).waitFor();
  }

  /** The first row of Slipway's trees that shows `text`. */
  row(text: string | RegExp): Locator {
    return this.page.locator(".pane-body .monaco-list-row").filter({ hasText: text }).first();
  }

  /** Unfolds a row. A click can be lost while the tree draws itself anew, so it is repeated until the row says that it is open. */
  async expand(text: string | RegExp): Promise<void> {
    const row = this.row(text);
    const end = Date.now() + patience;
    while ((await row.getAttribute("aria-expanded")) !== "true") {
      if (Date.now() > end) throw new Error(`${text} does not unfold`);
      await row.click();
      await appears(this.page.locator('.pane-body .monaco-list-row[aria-expanded="true"]').filter({ hasText: text }).first(), 3000);
    }
  }

  /**
   * Presses an inline button of a row until `effect` is on the screen. Rows move and their buttons are made anew while the tree draws
   * itself again after a change, so a press can be lost: one that had not its effect within `takes` ms counts as lost.
   */
  async press(row: Locator, button: string | RegExp, effect: Locator, takes = 5000): Promise<void> {
    const end = Date.now() + Math.max(patience, 3 * takes);
    for (;;) {
      await row.hover({ timeout: 5000 }).catch(() => undefined);
      await row
        .getByRole("button", { name: button })
        .click({ timeout: 5000 })
        .catch(() => undefined);
      if (await appears(effect.first(), takes)) return;
      if (Date.now() > end) throw new Error(`A press on ${button} has no effect`);
    }
  }

  /** The document of the Slipway page (a webview) that holds `element`, once it is on the screen. VS Code nests it two frames deep. */
  async pageWith(element: string): Promise<Frame> {
    const end = Date.now() + patience;
    while (Date.now() < end) {
      for (const frame of this.page.frames()) {
        const isShown = await frame
          .locator(element)
          .first()
          .isVisible()
          .catch(() => false);
        if (isShown) return frame;
      }
      // Frames come and go without an event that tells when their content is drawn.
      await this.page.waitForTimeout(100);
    }
    throw new Error(`No ${element} came on the screen`);
  }

  /** Reloads the window as a person does, so that the workbench saves its state first. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent("domcontentloaded");
    await this.run("Developer: Reload Window");
    await loaded;
    await this.page.locator(".monaco-workbench .activitybar").waitFor();
  }

  /**
   * Runs a command by its title in the palette. The palette lists what can be run at the moment it opens, so it is opened again when
   * the command was not there yet (a selection that was just made, say).
   */
  async run(title: string): Promise<void> {
    await this.#quickPick("F1", `>${title}`, title);
  }

  /**
   * Opens a file of the folder by its name, and puts the focus into its text: that of a cell in a notebook. A page that takes the focus while it
   * loads may come to the front again: then it is opened once more.
   */
  async openFile(name: string, text = ".editor-instance .view-lines"): Promise<void> {
    const tab = this.page.getByRole("tab", { name: new RegExp(`^${name}`), selected: true });
    const end = Date.now() + patience;
    do await this.#quickPick("ControlOrMeta+P", name, name);
    while (!((await appears(tab, 5000)) && (await appears(this.page.locator(text).first(), 5000))) && Date.now() < end);
    await this.page.locator(text).first().click();
  }

  /**
   * Opens the quick input by its key, types and presses the entry. A page (a webview) that takes the focus while it loads swallows the
   * key or closes the input under our hands, so all of it is repeated.
   */
  async #quickPick(key: string, text: string, entryText: string): Promise<void> {
    const end = Date.now() + patience;
    const input = this.page.locator(".quick-input-widget input[type=text]").first();
    const entry = this.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: entryText }).first();
    for (;;) {
      await this.page.keyboard.press(key);
      const pressed = await input
        .fill(text, { timeout: 3000 })
        .then(() => entry.click({ timeout: 5000 }))
        .then(
          () => true,
          () => false,
        );
      if (pressed) return;
      if (Date.now() > end) throw new Error(`The quick input does not list ${entryText}`);
      await this.page.keyboard.press("Escape");
    }
  }

  /** A notification, looked for in the notification center: a window under the smoke test driver shows no toasts. */
  async notification(text: string | RegExp): Promise<Locator> {
    const item = this.page.locator(".notifications-center .notification-list-item").filter({ hasText: text }).first();
    await this.page.locator(".statusbar-item .codicon-bell-dot, .statusbar-item .codicon-bell").first().waitFor();
    await this.run("Notifications: Show Notifications");
    await item.waitFor();
    return item;
  }

  /** Files that this window's editor wrote (settings, logs, state) that hold `text`. */
  async filesWith(text: string): Promise<string[]> {
    const entries = await readdir(this.#server.dataFolder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const contents = await Promise.all(files.map((file) => readFile(file).catch(() => Buffer.of())));
    return files.filter((_file, index) => contents[index]?.includes(text));
  }

  /** Keeps what helps to understand a failure: a picture and the logs of both processes. */
  async keepEvidence(folder: string, name: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) }).catch(() => undefined);
    await writeFile(join(folder, `${name}.console.log`), this.#console.join("\n"));
    await writeFile(join(folder, `${name}.server.log`), await this.#server.log());
  }
}

/** Whether an element comes on the screen within `timeout` ms. */
function appears(element: Locator, timeout: number): Promise<boolean> {
  return element.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}

import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { pageDocument } from "#client/core/pageDocument.ts";
import type { PanelName } from "#protocol/viewIds.ts";
import type { ToHost } from "#protocol/views/panel.ts";
import { webviewBundle } from "../../scripts/webviewBundle.ts";
import { type ThemeName, themes } from "./themes.ts";

/**
 * Answers of a pretended host, by method; the signal is aborted when the page gives the question up. A method that is missing fails as the host
 * would. Changed between calls by tests at will.
 */
export type Fixture = Record<string, (params: never, signal?: AbortSignal) => unknown>;

/** A page as a test holds it. */
export interface OpenPanel {
  readonly page: Page;
  /** What the page sent without asking for an answer, oldest first. */
  readonly sent: readonly { readonly method: string; readonly params: unknown }[];
  /** What it asked, oldest first. */
  readonly asked: readonly { readonly method: string; readonly params: unknown }[];
  /** Violations of the CSP and errors of scripts; empty in a healthy page. */
  readonly troubles: readonly string[];
  push(method: string, params: unknown): Promise<void>;
  /** Waits until every question is answered, none was asked for a quarter of a second, and what came is drawn; fails after a minute. */
  settled(): Promise<void>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const origin = "https://slipway.test";
const types: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css", ttf: "font/ttf" };

/** One Chromium with the built pages, for a file of tests: `start` in `before`, `stop` in `after`. */
export class PanelBrowser {
  readonly #browser: Browser;
  readonly #folder: string;
  #context: BrowserContext | undefined;

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  /** Builds the panels as the product does and starts Chromium (`SLIPWAY_CHROMIUM`, else Debian's). */
  static async start(...panels: readonly PanelName[]): Promise<PanelBrowser> {
    const folder = await mkdtemp(join(tmpdir(), "slipway-webviews-"));
    await build(webviewBundle(root, folder, panels));
    const executablePath = process.env["SLIPWAY_CHROMIUM"] ?? "/usr/bin/chromium";
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    return new PanelBrowser(browser, folder);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true });
  }

  /** Opens a panel in a fresh context. `scale` is the device pixel ratio. */
  async open(
    panel: PanelName,
    fixture: Fixture,
    theme: ThemeName = "dark",
    size: { width: number; height: number; scale?: number } = { width: 1280, height: 1100 },
  ): Promise<OpenPanel> {
    await this.#context?.close();
    const context = await this.#browser.newContext({
      viewport: { width: size.width, height: size.height },
      deviceScaleFactor: size.scale ?? 1,
    });
    this.#context = context;
    const page = await context.newPage();
    // Longer than any page needs on a machine that does other things too; what is there already is waited for no longer.
    page.setDefaultTimeout(40_000);
    const troubles: string[] = [];
    page.on("pageerror", (error) => troubles.push(error.stack ?? error.message));
    page.on("console", (message) => {
      if (message.type() === "error" || /content security policy/i.test(message.text())) troubles.push(message.text());
    });
    const { sent, asked, settled } = await connectHost(page, fixture);
    await page.addInitScript(applyTheme, themes[theme]);
    await page.route("**/*", async (route) => {
      const name = basename(new URL(route.request().url()).pathname);
      if (name === panel) return route.fulfill({ contentType: "text/html", body: documentOf(panel) });
      const body = await readFile(join(this.#folder, name)).catch(() => undefined);
      if (!body) return route.abort();
      return route.fulfill({ contentType: types[name.split(".").pop() ?? ""] ?? "text/plain", body });
    });
    await page.goto(`${origin}/${panel}`);
    return { page, sent, asked, troubles, settled, push: (method, params) => push(page, method, params) };
  }

  /** Another program's page in the same Chromium, with a cache of its own. */
  async visit(url: string): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 1100 } });
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  /** Ids of the processes of its pages, that of an empty page which Chromium keeps ready among them. */
  async pageProcesses(): Promise<number[]> {
    const session = await this.#browser.newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    await session.detach();
    return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  }

  /** A picture of the open page, of its whole height, at `file`. */
  async picture(file: string): Promise<void> {
    await this.#context?.pages()[0]?.screenshot({ path: file, fullPage: true });
  }

  /** Opens a panel, waits until it has asked all it asks, and takes a picture of its whole height. */
  async screenshot(panel: PanelName, fixture: Fixture, theme: ThemeName, width: number, file: string): Promise<void> {
    const { settled } = await this.open(panel, fixture, theme, { width, height: 1100, scale: 1.5 });
    await settled();
    await this.picture(file);
  }

  /** Give it to `afterEach`: after a failed test there is a picture of the page, and its path is printed. */
  async keepPictureOfFailure(test: Mocha.Test | undefined): Promise<void> {
    if (test?.state !== "failed") return;
    const folder = join(root, ".cache", "webview-failures");
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${test.fullTitle().replace(/\W+/g, "-").slice(0, 100)}.png`);
    await this.picture(file);
    console.error(`    picture: ${file}`);
  }
}

function documentOf(panel: PanelName): string {
  const [script, style] = [`${origin}/${panel}.js`, `${origin}/${panel}.css`];
  return pageDocument(panel, { language: "en", nonce: "harness", script, style, source: origin });
}

async function connectHost(page: Page, fixture: Fixture) {
  const sent: { method: string; params: unknown }[] = [];
  const asked: { method: string; params: unknown }[] = [];
  const open = new Map<number, AbortController>();
  await page.exposeFunction("slipwayToHost", async (message: ToHost) => {
    if (message.kind === "cancel") return open.get(message.id)?.abort();
    (message.kind === "send" ? sent : asked).push({ method: message.method, params: message.params });
    if (message.kind === "send") return undefined;
    const answer = fixture[message.method];
    if (!answer) return JSON.stringify({ kind: "failure", id: message.id, message: `nobody answers ${message.method}` });
    const wanted = new AbortController();
    open.set(message.id, wanted);
    try {
      // As text, as VS Code's extension host sends it: the driver would go through a megabyte value by value.
      return JSON.stringify({ kind: "answer", id: message.id, value: await answer(message.params as never, wanted.signal) });
    } catch (error) {
      if (wanted.signal.aborted) return undefined;
      throw error;
    } finally {
      open.delete(message.id);
    }
  });
  await page.addInitScript({ content: hostInPage });
  const settled = async () => {
    const end = Date.now() + 60_000;
    for (let before = -1; before !== asked.length || open.size > 0; ) {
      if (Date.now() > end) throw new Error(`the page still asks: ${asked.at(-1)?.method ?? "nothing"}`);
      before = asked.length;
      await page.waitForTimeout(250);
      await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
    }
  };
  return { sent, asked, settled };
}

/** Runs in the page before its own script. Debugger scripts stand outside the CSP, as VS Code's own script in the frame does. */
const hostInPage = `(() => {
  let receive = () => {};
  window.slipwayHost = {
    post: (message) => window.slipwayToHost(message).then((answer) => answer && receive(JSON.parse(answer))),
    listen: (handler) => { receive = handler; },
  };
  window.slipwayPush = (message) => receive(message);
})()`;

async function push(page: Page, method: string, params: unknown): Promise<void> {
  await page.evaluate(`window.slipwayPush(${JSON.stringify({ kind: "push", method, params })})`);
}

/** VS Code sets the variables on the root element and the theme's kind as a class of the body. Runs in the page. */
function applyTheme(theme: { bodyClass: string; variables: Readonly<Record<string, string>> }): void {
  const { document } = globalThis as unknown as { document: PageDocument };
  document.addEventListener("DOMContentLoaded", () => {
    for (const [name, value] of Object.entries(theme.variables)) document.documentElement.style.setProperty(`--vscode-${name}`, value);
    document.body.className = theme.bodyClass;
  });
}

/** The little of the DOM that `applyTheme` uses: tests are checked without the browser's types. */
interface PageDocument {
  addEventListener(type: string, handler: () => void): void;
  readonly documentElement: { readonly style: { setProperty(name: string, value: string): void } };
  readonly body: { className: string };
}

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import type { DocumentDiagnosticReport } from "vscode-languageserver";
import type { SourceState } from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const origin = "https://slipway.test";

/** The server on what a web worker has: no files, no Git, and the kinds of registry that are asked over the network. */
const entry = `
  import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
  import { mlflowBackend } from "#registry/mlflow/backend.ts";
  import { startServer } from "./server/main.ts";

  const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
  startServer(connection, {
    files: { stat: async () => undefined, readText: () => Promise.reject(new Error("no files here")), list: async () => [], pieces: () => assert.fail("no files here") },
    backends: [mlflowBackend],
    fetch: (input, init) => fetch(input, init),
    base64: (bytes) => btoa(String.fromCharCode(...bytes)),
    now: () => Date.now(),
    random: () => Math.random(),
    environment: {},
    log: { info() {}, warn() {}, error() {} },
  });
`;

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: root, loader: "ts" },
    ...{ absWorkingDir: root, bundle: true, write: false, format: "iife", platform: "browser", target: "chrome120" },
    ...{ conditions: ["browser"], logLevel: "silent" },
  });
  return outputFiles[0]?.text ?? "";
}

/** In the page: starts the worker, and asks it as JSON-RPC has it. */
const client = `
  const worker = new Worker("/server.js");
  let lastId = 0;
  globalThis.tell = (method, params) => worker.postMessage({ jsonrpc: "2.0", method, params });
  globalThis.ask = (method, params) => new Promise((resolve, reject) => {
    const id = ++lastId;
    worker.addEventListener("error", ({ message }) => reject(new Error(message)));
    worker.addEventListener("message", ({ data }) => {
      if (data.id !== id || data.method !== undefined) return;
      if (data.error === undefined) resolve(data.result);
      else reject(new Error(data.error.message));
    });
    worker.postMessage({ jsonrpc: "2.0", id, method, params });
  });
`;

describe("the language server in a web worker", () => {
  let browser: Browser;
  let page: Page;
  const call = (how: "ask" | "tell", method: string, params: unknown): Promise<unknown> =>
    page.evaluate(`${how}(${JSON.stringify(method)}, ${JSON.stringify(params)})`);

  before(async () => {
    const script = await bundle();
    browser = await chromium.launch({ executablePath: process.env["SLIPWAY_CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
    page = await browser.newPage();
    await page.route("**/*", (route) =>
      new URL(route.request().url()).pathname === "/server.js"
        ? route.fulfill({ contentType: "text/javascript", body: script })
        : route.fulfill({ contentType: "text/html", body: `<!DOCTYPE html><script>${client}</script>` }),
    );
    await page.goto(origin);
    const settings = { ...defaultSettings, registry: "sqlite:////data/mlflow.db" };
    await call("ask", "initialize", { capabilities: {}, initializationOptions: { trusted: true, settings, credentials: [] } });
    await call("tell", "initialized", {});
  });
  after(() => browser.close());

  it("checks a file", async () => {
    const textDocument = {
      uri: "vscode-vfs://github/ana/fraud/MLproject",
      languageId: "mlproject",
      version: 1,
      text: "name: a\nname: b\n",
    };
    await call("tell", "textDocument/didOpen", { textDocument });
    const report = (await call("ask", "textDocument/diagnostic", { textDocument })) as DocumentDiagnosticReport;
    assert.ok(report.kind === "full");
    assert.deepEqual(
      report.items.map(({ code }) => code),
      ["mlproject-duplicate-key"],
    );
  });

  it("says which registries can be opened here where a file is asked for", async () => {
    const state = (await call("ask", "slipway/source", null)) as SourceState;
    assert.equal(state.state, "failed");
    assert.match(`${state.problem?.message} ${state.problem?.next}`, /sqlite: is not supported yet\. Use one such as http:\/\/host:5000\./);
  });
});

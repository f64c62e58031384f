import { type ChildProcess, spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { serverFlags } from "#client/core/serverFlags.ts";
import { defaultSettings } from "#protocol/settings.ts";

const root = new URL("../../", import.meta.url);
/** The bundle that ships. */
export const ourServer = fileURLToPath(new URL("dist/server.cjs", root));
export const yamlServer = fileURLToPath(new URL("node_modules/yaml-language-server/bin/yaml-language-server", root));

/** A language server as a process of its own, spoken to over its standard streams. */
export class LspProcess {
  readonly #child: ChildProcess;
  readonly connection: MessageConnection;
  readonly #diagnosed = new Map<string, ((problems: number) => void)[]>();

  /** `environment` goes beside ours. */
  constructor(entry: string, environment: Readonly<Record<string, string>> = {}) {
    const flags = entry === ourServer ? serverFlags : [];
    const child = spawn(process.execPath, [...flags, entry, "--stdio"], {
      stdio: ["pipe", "pipe", "ignore"],
      env: { ...process.env, ...environment },
    });
    this.#child = child;
    this.connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    this.connection.onRequest("client/registerCapability", () => null);
    this.connection.onRequest("workspace/diagnostic/refresh", () => null);
    this.connection.onRequest("workspace/inlayHint/refresh", () => null);
    this.connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }: { uri: string; diagnostics: unknown[] }) => {
      for (const resolve of this.#diagnosed.get(uri)?.splice(0) ?? []) resolve(diagnostics.length);
    });
    this.connection.listen();
  }

  /** The handshake, as an editor that can do what is measured here. `options` are the server's own. */
  async initialize(folder: string, options: object): Promise<void> {
    const capabilities = {
      workspace: { workspaceFolders: true, configuration: false, didChangeConfiguration: {}, diagnostics: { refreshSupport: true } },
      textDocument: { diagnostic: {}, publishDiagnostics: {}, completion: { completionItem: { snippetSupport: true } } },
    };
    const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: "bench" }];
    const params = { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities, workspaceFolders };
    await this.connection.sendRequest("initialize", { ...params, initializationOptions: options });
    await this.connection.sendNotification("initialized", {});
  }

  open(uri: string, languageId: string, text: string): Promise<void> {
    return this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  /** One edit of an open file, as LSP writes it. */
  change(uri: string, version: number, change: object): Promise<void> {
    return this.connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [change] });
  }

  /** Resolves with the number of problems when the server next publishes those of a file. */
  diagnosed(uri: string): Promise<number> {
    return new Promise((resolve) => this.#diagnosed.set(uri, [...(this.#diagnosed.get(uri) ?? []), resolve]));
  }

  /** Megabytes of physical memory that the process holds now; NaN where the system does not tell (not Linux). */
  async memory(): Promise<number> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, "utf8").catch(() => "");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
  }

  /** ms that the process has worked on any core since it began; NaN where the system does not tell (not Linux). */
  async worked(): Promise<number> {
    const tasks = `/proc/${this.#child.pid}/task`;
    const threads = await readdir(tasks).catch(() => []);
    const times = await Promise.all(threads.map((thread) => readFile(`${tasks}/${thread}/schedstat`, "utf8").catch(() => "0")));
    return threads.length === 0 ? Number.NaN : times.reduce((sum, text) => sum + Number(text.split(" ")[0]), 0) / 1e6;
  }

  /** As an editor ends it: what Node keeps over a start is written then. */
  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    await ended;
    this.connection.dispose();
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.connection.dispose();
    this.#child.kill();
    await ended;
  }
}

/** Our server on a folder, started as the extension starts it. */
export async function startOurs(folder: string): Promise<LspProcess> {
  const server = new LspProcess(ourServer);
  await server.initialize(folder, { trusted: true, settings: defaultSettings, credentials: [] });
  return server;
}

/** yaml-language-server on a folder; `schemas` maps a schema's URI to the names of files it is for. */
export async function startYaml(folder: string, schemas: Readonly<Record<string, readonly string[]>>): Promise<LspProcess> {
  const server = new LspProcess(yamlServer);
  await server.initialize(folder, {});
  const yaml = { schemas, validate: true, completion: true, schemaStore: { enable: false }, format: { enable: false } };
  const asked = new Promise<void>((resolve) => {
    server.connection.onRequest("workspace/configuration", ({ items }: { items: { section: string }[] }) => {
      resolve();
      return items.map(({ section }) => (section === "yaml" ? yaml : {}));
    });
  });
  await server.connection.sendNotification("workspace/didChangeConfiguration", { settings: {} });
  await asked;
  return server;
}

import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import type { InitializeResult, Registration, RegistrationParams } from "vscode-languageserver";
import { defaultSettings } from "#protocol/settings.ts";
import type { ServerOptions } from "#server/world.ts";

const entry = fileURLToPath(new URL("../../server/nodeMain.ts", import.meta.url));

/** The editor can be asked for a verb while the server runs. */
const ask = { dynamicRegistration: true };

/** A server process with a small client on its standard streams. */
export class LspClient {
  readonly #process: ChildProcess;
  readonly connection: MessageConnection;
  /** What the server says that it can do. */
  capabilities: InitializeResult["capabilities"] = {};
  /** What the server has asked for since. */
  readonly registrations: Registration[] = [];
  #refreshes = 0;
  #refreshesSeen = 0;
  readonly #waiting: (() => void)[] = [];

  private constructor(process: ChildProcess, connection: MessageConnection) {
    this.#process = process;
    this.connection = connection;
  }

  /** Starts the server on a folder, or several, as the extension does. */
  static async start(
    folder: string | readonly string[],
    options: Partial<ServerOptions> = {},
    environment: Readonly<Record<string, string>> = {},
  ): Promise<LspClient> {
    const env = { ...process.env, ...environment };
    const child = spawn(process.execPath, [entry, "--stdio"], { stdio: ["pipe", "pipe", "inherit"], env });
    const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    const client = new LspClient(child, connection);
    connection.onRequest("client/registerCapability", ({ registrations }: RegistrationParams) => {
      client.registrations.push(...registrations);
      return null;
    });
    connection.onRequest("workspace/diagnostic/refresh", () => {
      client.#refreshes++;
      for (const resolve of client.#waiting.splice(0)) resolve();
      return null;
    });
    connection.onRequest("workspace/inlayHint/refresh", () => null);
    connection.listen();
    const { capabilities } = await connection.sendRequest<InitializeResult>("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: { workspaceFolders: true, diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
        textDocument: {
          synchronization: { dynamicRegistration: true },
          ...{ diagnostic: ask, hover: ask, documentLink: ask, codeAction: ask },
          completion: { completionItem: { snippetSupport: false } },
        },
      },
      workspaceFolders: [folder].flat().map((each) => ({ uri: pathToFileURL(each).href, name: "test" })),
      initializationOptions: { trusted: true, settings: defaultSettings, credentials: [], ...options },
    });
    client.capabilities = capabilities;
    await connection.sendNotification("initialized", {});
    return client;
  }

  /** Resolves when the server has asked for diagnostics to be pulled again since this was last called. */
  async nextRefresh(): Promise<void> {
    if (this.#refreshes === this.#refreshesSeen) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#refreshesSeen = this.#refreshes;
  }

  /** Resolves with the next notification of this name. */
  next(method: string): Promise<unknown> {
    return new Promise((resolve) => this.connection.onNotification(method, resolve));
  }

  async open(uri: string, languageId: string, text: string): Promise<void> {
    await this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Replaces the whole text of an open document, as typing does: nothing is saved. */
  async edit(uri: string, version: number, text: string): Promise<void> {
    await this.connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.connection.sendRequest(method, params);
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    await ended;
    this.connection.dispose();
  }
}

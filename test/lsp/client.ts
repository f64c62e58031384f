import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { defaultSettings, type ServerOptions } from "#server/world.ts";

const entry = fileURLToPath(new URL("../../server/nodeMain.ts", import.meta.url));

/** A server process with a small client on its standard streams. */
export class LspClient {
  readonly #process: ChildProcess;
  readonly connection: MessageConnection;
  #refreshes = 0;

  private constructor(process: ChildProcess, connection: MessageConnection) {
    this.#process = process;
    this.connection = connection;
  }

  /** Starts the server on a folder, as the extension does. */
  static async start(folder: string, options: Partial<ServerOptions> = {}): Promise<LspClient> {
    const child = spawn(process.execPath, [entry, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    const client = new LspClient(child, connection);
    connection.onRequest("client/registerCapability", () => null);
    connection.onRequest("workspace/diagnostic/refresh", () => {
      client.#refreshes++;
      return null;
    });
    connection.onRequest("workspace/inlayHint/refresh", () => null);
    connection.listen();
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: { workspaceFolders: true, diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
        textDocument: { diagnostic: {}, completion: { completionItem: { snippetSupport: false } } },
      },
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "test" }],
      initializationOptions: { trusted: true, settings: defaultSettings, credentials: [], ...options },
    });
    await connection.sendNotification("initialized", {});
    return client;
  }

  /** How often the server asked for diagnostics to be pulled again. */
  get refreshes(): number {
    return this.#refreshes;
  }

  async open(uri: string, languageId: string, text: string): Promise<void> {
    await this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
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

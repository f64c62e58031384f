import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { registryChanged, trustGranted } from "#protocol/registryRequests.ts";
import { languageCapabilities, wireLanguageFeatures } from "./features/languageFeatures.ts";
import { CachedRegistryFacts } from "./features/registryFacts.ts";
import { signalOf } from "./features/signalOf.ts";
import { gitOf } from "./git/git.ts";
import { type HandlerContext, handlers } from "./handlers.ts";
import { PolicyFile } from "./workspace/policyFile.ts";
import { Workspace } from "./workspace/workspace.ts";
import { defaultSettings, type ServerOptions, type World } from "./world.ts";

/** Puts the server together on a connection and starts to listen. Nothing here decides anything: features and handlers do. */
export function startServer(connection: Connection, world: World): void {
  const documents = new TextDocuments(TextDocument);
  connection.onInitialize((params) => {
    const server = new Server(connection, world, documents, params);
    server.wire();
    return {
      serverInfo: { name: "Slipway" },
      capabilities: {
        ...languageCapabilities,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });
  documents.listen(connection);
  connection.listen();
}

/** The parts of a running server, and what sets them going. */
class Server {
  readonly #connection: Connection;
  readonly #params: InitializeParams;
  readonly #workspace: Workspace;
  readonly #policyFile: PolicyFile;
  readonly #facts: CachedRegistryFacts;

  constructor(connection: Connection, world: World, documents: TextDocuments<TextDocument>, params: InitializeParams) {
    const options = readOptions(params.initializationOptions);
    this.#connection = connection;
    this.#params = params;
    const folders = (params.workspaceFolders ?? []).map((folder) => folder.uri);
    this.#workspace = new Workspace(world, documents, { folders, trusted: options.trusted, settings: options.settings });
    this.#policyFile = new PolicyFile(world, () => this.#workspace.folders[0]);
    this.#facts = new CachedRegistryFacts(
      () => undefined,
      () => this.#checkAgain(),
    );
  }

  wire(): void {
    wireLanguageFeatures(this.#connection, this.#workspace, this.#facts);
    this.#wireHandlers();
    this.#wireWorkspace();
    this.#connection.onShutdown(() => this.#facts.close());
  }

  #wireHandlers(): void {
    const { world } = this.#workspace;
    const git = gitOf(
      world,
      () => this.#workspace.folders[0],
      () => this.#workspace.trusted,
    );
    const context: HandlerContext = { git };
    for (const { method, run } of handlers) {
      this.#connection.onRequest(method, (params: unknown, token) => run(context, params, signalOf(token)));
    }
  }

  /** Folders, settings, trust, and files that change on disk. */
  #wireWorkspace(): void {
    const { capabilities } = this.#params;
    this.#connection.onInitialized(async () => {
      if (capabilities.workspace?.workspaceFolders) {
        this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
          const gone = new Set(removed.map((folder) => folder.uri));
          this.#workspace.folders = [...this.#workspace.folders.filter((uri) => !gone.has(uri)), ...added.map((folder) => folder.uri)];
          return this.#filesChanged();
        });
      }
      if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
        const watchers = ["**/[Mm][Ll][Pp]roject", "**/*.{yaml,yml}"].map((globPattern) => ({ globPattern }));
        await this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
      }
      await this.#policyFile.read();
    });
    this.#connection.onDidChangeConfiguration(({ settings }) => {
      this.#workspace.settings = { ...defaultSettings, ...settings };
      this.#checkAgain();
    });
    this.#connection.onDidChangeWatchedFiles(() => this.#filesChanged());
    this.#connection.onNotification(trustGranted.method, () => {
      this.#workspace.trusted = true;
    });
  }

  async #filesChanged(): Promise<void> {
    this.#checkAgain();
    if (await this.#policyFile.read()) await this.#connection.sendNotification(registryChanged.method, null);
  }

  /** Problems, hints and what was remembered of the workspace may be different now. */
  #checkAgain(): void {
    this.#workspace.touch();
    const { workspace } = this.#params.capabilities;
    // A client that is going away does not answer; nothing is lost.
    if (workspace?.diagnostics?.refreshSupport) this.#connection.languages.diagnostics.refresh().catch(() => undefined);
    if (workspace?.inlayHint?.refreshSupport) this.#connection.languages.inlayHint.refresh().catch(() => undefined);
  }
}

function readOptions(options: Partial<ServerOptions> | undefined): ServerOptions {
  return {
    trusted: options?.trusted ?? false,
    settings: { ...defaultSettings, ...options?.settings },
    credentials: options?.credentials ?? [],
  };
}

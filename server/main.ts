import {
  type ClientCapabilities,
  CodeLensRefreshRequest,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Notification } from "#protocol/message.ts";
import { defaultProxySettings, type ProxySettings, proxySettingsChanged } from "#protocol/proxySettings.ts";
import {
  type Credentials,
  credentialsChanged,
  folderChosen,
  registryChanged,
  type SourceState,
  sourceChanged,
  trustGranted,
} from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import { fileSaved } from "#protocol/tasks/runnable.ts";
import { anyChange, type ChangeSet } from "#registry/model/changes.ts";
import { FileHashes } from "./dvc/status/hashes.ts";
import { cancellable } from "./features/cancellable.ts";
import { languageCapabilities, wireLanguageFeatures } from "./features/languageFeatures.ts";
import { CachedRegistryFacts } from "./features/registryFacts.ts";
import { formats } from "./formats/formats.ts";
import { gitOf } from "./git/git.ts";
import { type HandlerContext, handlers } from "./handlers.ts";
import { RegistrySession } from "./registry/registrySession.ts";
import { ChosenValues } from "./runs/chosenValues.ts";
import { LoadedRuns } from "./runs/loadedRuns.ts";
import { Checks } from "./workspace/checks.ts";
import { factsForFile, type OpenRegistry } from "./workspace/factsForFile.ts";
import { folderWithStore } from "./workspace/folderWithStore.ts";
import { LensNotes } from "./workspace/lensNotes.ts";
import { NamedTexts } from "./workspace/namedTexts.ts";
import { PolicyFile } from "./workspace/policyFile.ts";
import { Workspace } from "./workspace/workspace.ts";
import type { ServerOptions, World } from "./world.ts";

/** Puts the server together on a connection and starts to listen. Nothing here decides anything: features and handlers do. */
export function startServer(connection: Connection, world: World): void {
  const documents = new TextDocuments(TextDocument);
  connection.onInitialize((params) => {
    const server = new Server(connection, world, documents, params);
    server.wire();
    documents.onDidChangeContent(({ document }) => server.textChanged(document.uri));
    documents.onDidClose(({ document }) => server.textClosed(document.uri));
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

/** ms; short enough to seem at once. */
const REFRESH_DELAY = 50;

/** The parts of a running server, and what sets them going. */
class Server {
  readonly #connection: Connection;
  readonly #capabilities: ClientCapabilities;
  readonly #workspace: Workspace;
  readonly #policyFile: PolicyFile;
  readonly #session: RegistrySession;
  readonly #facts: CachedRegistryFacts;
  readonly #checks: Checks;
  readonly #hashes: FileHashes;
  readonly #lensNotes: LensNotes;
  readonly #loadedRuns = new LoadedRuns();
  readonly #chosenValues = new ChosenValues();
  /** Texts that changed in the editor since it was last thought of who rests on them. */
  readonly #touched = new Set<string>();
  #refresh: ReturnType<typeof setTimeout> | undefined;
  #thinkOfOthers: ReturnType<typeof setTimeout> | undefined;
  /** Resolved when it is known which registry there is: answers wait for it, not for the registry itself. */
  readonly #found = Promise.withResolvers<void>();

  constructor(connection: Connection, world: World, documents: TextDocuments<TextDocument>, params: InitializeParams) {
    const options = readOptions(params.initializationOptions);
    this.#connection = connection;
    this.#capabilities = params.capabilities;
    const folders = (params.workspaceFolders ?? []).map((folder) => folder.uri);
    this.#workspace = new Workspace(world, documents, { folders, ...options });
    this.#policyFile = new PolicyFile(this.#workspace, () => void this.#policyChanged());
    const events = {
      sourceChanged: (state: SourceState) => this.#sourceChanged(state),
      registryChanged: (changes: ChangeSet) => this.#registryChanged(changes),
    };
    world.useProxy?.(options.proxy);
    this.#session = new RegistrySession(world, events, options.credentials);
    this.#facts = new CachedRegistryFacts(
      () => this.#session.registry,
      () => this.#checkAgain(),
    );
    const namedTexts = new NamedTexts(connection, params.capabilities);
    this.#checks = new Checks(
      this.#workspace,
      (document) => factsForFile(document, this.#openRegistry, this.#facts),
      (uri) => namedTexts.add(uri),
    );
    this.#hashes = new FileHashes(world.files);
    this.#lensNotes = new LensNotes(this.#workspace, this.#checks, this.#hashes);
  }

  get #openRegistry(): OpenRegistry | undefined {
    const registry = this.#session.registry;
    const { backends } = this.#workspace.world;
    return registry && { uri: registry.source.uri, folder: this.#policyFile.folder, backends };
  }

  wire(): void {
    wireLanguageFeatures(this.#connection, this.#workspace, this.#checks, this.#facts, this.#lensNotes, this.#capabilities);
    this.#wireHandlers();
    this.#wireWorkspace();
    this.#wireRegistry();
    this.#connection.onShutdown(() => {
      clearTimeout(this.#refresh);
      clearTimeout(this.#thinkOfOthers);
      this.#facts.close();
      this.#session.close();
    });
  }

  /** A text was opened, changed or closed in the editor: other files may rest on it. Changes that come together are looked at once. */
  textChanged(uri: string): void {
    this.#touched.add(uri);
    this.#thinkOfOthers ??= setTimeout(() => {
      this.#thinkOfOthers = undefined;
      const touched = [...this.#touched];
      this.#touched.clear();
      Promise.all(touched.map((each) => this.#checks.isFelt(each))).then(
        (felt) => {
          if (!felt.includes(true)) return;
          this.#askToPull();
          this.#askForLenses();
        },
        (error: unknown) => this.#workspace.world.log.error(String(error)),
      );
    }, REFRESH_DELAY);
  }

  textClosed(uri: string): void {
    this.#checks.forget(uri);
    this.#lensNotes.forget(uri);
    this.textChanged(uri);
  }

  #wireHandlers(): void {
    const folder = (): string | undefined => this.#policyFile.folder ?? this.#workspace.folders[0];
    const git = gitOf(this.#workspace.world, folder, () => this.#workspace.trusted);
    const context: HandlerContext = {
      workspace: this.#workspace,
      policyFile: this.#policyFile,
      session: this.#session,
      git,
      checks: this.#checks,
      hashes: this.#hashes,
      loadedRuns: this.#loadedRuns,
      chosenValues: this.#chosenValues,
    };
    for (const { method, run } of handlers) {
      this.#connection.onRequest(method, async (params: unknown, token) => {
        await this.#found.promise;
        return cancellable(token, (signal) => run(context, params, signal));
      });
    }
  }

  /** Folders, settings, and files that change on disk. */
  #wireWorkspace(): void {
    this.#connection.onInitialized(async () => {
      if (this.#capabilities.workspace?.workspaceFolders) {
        this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
          const gone = new Set(removed.map((folder) => folder.uri));
          this.#workspace.folders = [...this.#workspace.folders.filter((uri) => !gone.has(uri)), ...added.map((folder) => folder.uri)];
          return this.#filesChanged();
        });
      }
      await this.#policyFile.read();
      await Promise.all([this.#configure(), this.#watchFiles()]);
    });
    this.#connection.onDidChangeConfiguration(({ settings }) => {
      this.#workspace.settings = { ...defaultSettings, ...settings };
      this.#checkAgain();
      return this.#configure();
    });
    this.#connection.onDidChangeWatchedFiles(() => this.#filesChanged());
    // A file of any kind: a stage may read it.
    this.#connection.onNotification(fileSaved.method, () => {
      this.#lensNotes.forgetAll();
      this.#askForLenses();
    });
  }

  async #watchFiles(): Promise<void> {
    if (!this.#capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
    const watchers = [...new Set(["**/*.{yaml,yml}", ...formats.flatMap(({ language }) => language.patterns)])].map((globPattern) => ({
      globPattern,
    }));
    await this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  #wireRegistry(): void {
    this.#connection.onNotification(trustGranted.method, () => {
      this.#workspace.trusted = true;
      return this.#configure();
    });
    this.#connection.onNotification(folderChosen.method, ({ folder }: { readonly folder: string }) => {
      this.#workspace.choose(folder);
      return this.#configure();
    });
    this.#connection.onNotification(proxySettingsChanged.method, async (proxy: ProxySettings) => {
      this.#workspace.world.useProxy?.(proxy);
      await this.#session.look();
    });
    this.#connection.onNotification(credentialsChanged.method, (credentials: Credentials) => this.#session.signIn(credentials));
  }

  /** Opens the registry that settings, trust, folder and policy lead to. */
  async #configure(): Promise<void> {
    const { settings, trusted } = this.#workspace;
    await this.#policyFile.read();
    const folder = await folderWithStore(this.#workspace, this.#policyFile.folder);
    const isOneOfSeveral = this.#workspace.folders.length > 1;
    await this.#session.configure({ settings, trusted, folder, isOneOfSeveral, policyRegistry: this.#policyFile.registry });
    this.#found.resolve();
  }

  #sourceChanged(state: SourceState): void {
    this.#found.resolve();
    this.#tell(sourceChanged, state);
    this.#facts.invalidate(anyChange);
    this.#checkAgain();
  }

  #registryChanged(changes: ChangeSet): void {
    this.#tell(registryChanged, changes);
    this.#facts.invalidate(changes);
    this.#loadedRuns.changed(changes);
  }

  async #filesChanged(): Promise<void> {
    this.#workspace.filesChanged();
    this.#checkAgain();
    await this.#policyFile.read();
  }

  async #policyChanged(): Promise<void> {
    this.#checkAgain();
    this.#tell(registryChanged, anyChange);
    await this.#configure();
    // Which folder's policy the registry is open for may be another now.
    this.#checkAgain();
  }

  #tell<P>(message: Notification<P>, params: P): void {
    this.#connection.sendNotification(message.method, params).catch(() => undefined);
  }

  /** Problems and hints may be different now. Changes that come together ask the editor once. */
  #checkAgain(): void {
    this.#workspace.touch();
    this.#refresh ??= setTimeout(() => {
      this.#refresh = undefined;
      this.#askToPull();
      this.#askForLenses();
      if (this.#capabilities.workspace?.inlayHint?.refreshSupport) this.#connection.languages.inlayHint.refresh().catch(() => undefined);
    }, REFRESH_DELAY);
  }

  #askForLenses(): void {
    if (!this.#capabilities.workspace?.codeLens?.refreshSupport) return;
    this.#connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  }

  #askToPull(): void {
    // A client that is going away does not answer; nothing is lost.
    if (this.#capabilities.workspace?.diagnostics?.refreshSupport) this.#connection.languages.diagnostics.refresh().catch(() => undefined);
  }
}

function readOptions(options: Partial<ServerOptions> | undefined): ServerOptions {
  return {
    trusted: options?.trusted ?? false,
    settings: { ...defaultSettings, ...options?.settings },
    credentials: options?.credentials ?? [],
    proxy: options?.proxy ?? defaultProxySettings,
    ...(options?.folder === undefined ? {} : { folder: options.folder }),
  };
}

import {
  type ClientCapabilities,
  CodeLensRefreshRequest,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type TextDocumentContentChangeEvent,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { linkMessage, type OtherSchemes, openSourcesChanged, otherSchemesChanged } from "#protocol/extensionApi.ts";
import type { Notification } from "#protocol/message.ts";
import { defaultProxySettings, type ProxySettings, proxySettingsChanged } from "#protocol/proxySettings.ts";
import {
  type Credentials,
  credentialsChanged,
  folderChosen,
  reachChanged,
  registryChanged,
  sourceChanged,
  trustGranted,
} from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import { fileSaved } from "#protocol/tasks/runnable.ts";
import { configFilesChanged } from "#protocol/views/pipeline.ts";
import type { LinkMessage } from "#registry/model/linkMessage.ts";
import { FileHashes } from "./dvc/status/hashes.ts";
import { OtherExtensions, withOthers } from "./extensions/otherExtensions.ts";
import { cancellable } from "./features/cancellable.ts";
import { languageCapabilities, wireLanguageFeatures } from "./features/languageFeatures.ts";
import { formats } from "./formats/formats.ts";
import { type HandlerContext, handlers } from "./handlers.ts";
import { ChosenValues } from "./runs/chosenValues.ts";
import { Checks } from "./workspace/checks.ts";
import { LensNotes } from "./workspace/lensNotes.ts";
import { NamedTexts } from "./workspace/namedTexts.ts";
import { type ScopeEvents, Scopes } from "./workspace/scopes.ts";
import { SpokenLanguages } from "./workspace/spokenLanguages.ts";
import { Workspace } from "./workspace/workspace.ts";
import type { ServerOptions, World } from "./world.ts";

/** Puts the server together on a connection and starts to listen. Nothing here decides anything: features and handlers do. */
export function startServer(connection: Connection, world: World): void {
  const documents = new TextDocuments({ create: TextDocument.create, update });
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

/** A text that was asked for in two ways is told of each change twice. */
function update(document: TextDocument, changes: TextDocumentContentChangeEvent[], version: number): TextDocument {
  return document.version === version ? document : TextDocument.update(document, changes, version);
}

/** ms; short enough to seem at once. */
const REFRESH_DELAY = 50;
/** ms that others do not see what somebody types on and on. */
const LONGEST_UNSEEN = 1000;

/** The parts of a running server, and what sets them going. */
class Server {
  readonly #connection: Connection;
  readonly #capabilities: ClientCapabilities;
  readonly #workspace: Workspace;
  readonly #scopes: Scopes;
  readonly #others: OtherExtensions;
  readonly #checks: Checks;
  readonly #hashes: FileHashes;
  readonly #lensNotes: LensNotes;
  readonly #chosenValues = new ChosenValues();
  /** Texts that changed in the editor since it was last thought of who rests on them. */
  readonly #touched = new Set<string>();
  #refresh: ReturnType<typeof setTimeout> | undefined;
  /** When the first of them did, ms. */
  #touchedSince = 0;
  #thinkOfOthers: ReturnType<typeof setTimeout> | undefined;
  /** Resolved when it is known which registry there is: answers wait for it, not for the registry itself. */
  readonly #found = Promise.withResolvers<void>();

  constructor(connection: Connection, world: World, documents: TextDocuments<TextDocument>, params: InitializeParams) {
    const options = readOptions(params.initializationOptions);
    this.#connection = connection;
    this.#capabilities = params.capabilities;
    const folders = (params.workspaceFolders ?? []).map((folder) => folder.uri);
    const toWindow = (message: LinkMessage): void => this.#tell(linkMessage, message);
    this.#others = new OtherExtensions(toWindow, () => this.#scopes, world.log, options.otherSchemes);
    const whole = withOthers(world, () => this.#others.backends);
    this.#workspace = new Workspace(whole, documents, { folders, ...options });
    const spokenLanguages = new SpokenLanguages(connection, params.capabilities);
    const events: ScopeEvents = {
      shownChanged: (state) => this.#tell(sourceChanged, state),
      reachChanged: (registry) => this.#tell(reachChanged, { registry }),
      registryChanged: (change) => this.#tell(registryChanged, change),
      openChanged: () => this.#tell(openSourcesChanged, null),
      judgedAnew: () => {
        if (this.#scopes.hasRegistry) spokenLanguages.ask();
        this.#checkAgain();
      },
    };
    world.useProxy?.(options.proxy);
    this.#scopes = new Scopes(this.#workspace, events, options.credentials, options.folder);
    const namedTexts = new NamedTexts(connection, params.capabilities);
    this.#checks = new Checks(
      this.#workspace,
      (document) => this.#scopes.factsFor(document),
      (uri) => namedTexts.add(uri),
    );
    this.#hashes = new FileHashes(world.files);
    this.#lensNotes = new LensNotes(this.#workspace, this.#checks, this.#hashes);
  }

  wire(): void {
    wireLanguageFeatures(this.#connection, this.#workspace, this.#checks, this.#scopes, this.#lensNotes, this.#hashes, this.#capabilities);
    this.#wireHandlers();
    this.#wireWorkspace();
    this.#wireRegistry();
    this.#connection.onShutdown(() => {
      clearTimeout(this.#refresh);
      clearTimeout(this.#thinkOfOthers);
      this.#scopes.close();
    });
  }

  /** A text was opened, changed or closed in the editor: other files may rest on it. It is thought of them when the typing pauses. */
  textChanged(uri: string): void {
    const now = this.#workspace.world.now();
    if (this.#touched.size === 0) this.#touchedSince = now;
    this.#touched.add(uri);
    if (this.#thinkOfOthers !== undefined && now - this.#touchedSince > LONGEST_UNSEEN) return;
    clearTimeout(this.#thinkOfOthers);
    this.#thinkOfOthers = setTimeout(() => this.#lookAtOthers(), REFRESH_DELAY);
  }

  #lookAtOthers(): void {
    this.#thinkOfOthers = undefined;
    const touched = [...this.#touched];
    this.#touched.clear();
    Promise.all(touched.map((each) => this.#checks.isFelt(each))).then(
      (felt) => {
        if (!felt.includes(true)) return;
        this.#askToPull();
        this.#askForLenses();
        this.#askForHints();
      },
      (error: unknown) => this.#workspace.world.log.error(String(error)),
    );
  }

  textClosed(uri: string): void {
    this.#checks.forget(uri);
    this.#lensNotes.forget(uri);
    this.textChanged(uri);
  }

  #wireHandlers(): void {
    const context: HandlerContext = {
      workspace: this.#workspace,
      scopes: this.#scopes,
      checks: this.#checks,
      hashes: this.#hashes,
      chosenValues: this.#chosenValues,
    };
    for (const { method, run } of handlers) {
      this.#connection.onRequest(method, async (params: unknown, token) => {
        await this.#found.promise;
        // What was asked after a change of settings or folders is meant after it: not of a registry that is about to be closed.
        await this.#scopes.configured;
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
          this.#workspace.filesChanged();
          return this.#configure();
        });
      }
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
      this.#scopes.choose(folder);
    });
    this.#connection.onNotification(proxySettingsChanged.method, async (proxy: ProxySettings) => {
      this.#workspace.world.useProxy?.(proxy);
      await this.#scopes.look();
    });
    this.#connection.onNotification(credentialsChanged.method, (credentials: Credentials) => this.#scopes.signIn(credentials));
    this.#connection.onNotification(linkMessage.method, (message: LinkMessage) => this.#others.receive(message));
    this.#connection.onNotification(otherSchemesChanged.method, ({ schemes, changed }: OtherSchemes) => {
      this.#others.register(schemes);
      return this.#scopes.reopen(changed);
    });
  }

  /** Opens the registries that settings, trust, folders and policies lead to. */
  async #configure(): Promise<void> {
    await this.#scopes.configure();
    this.#found.resolve();
  }

  async #filesChanged(): Promise<void> {
    this.#workspace.filesChanged();
    this.#tell(configFilesChanged, null);
    this.#checkAgain();
    await this.#scopes.readPolicies();
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
      this.#askForHints();
    }, REFRESH_DELAY);
  }

  #askForLenses(): void {
    if (!this.#capabilities.workspace?.codeLens?.refreshSupport) return;
    this.#connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  }

  #askForHints(): void {
    if (this.#capabilities.workspace?.inlayHint?.refreshSupport) this.#connection.languages.inlayHint.refresh().catch(() => undefined);
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
    otherSchemes: options?.otherSchemes ?? [],
    ...(options?.folder === undefined ? {} : { folder: options.folder }),
  };
}

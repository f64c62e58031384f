import {
  type CancellationToken,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { provideDiagnostics } from "./features/provideDiagnostics.ts";
import { provideWorkspaceDiagnostics } from "./features/provideWorkspaceDiagnostics.ts";
import { CachedRegistryFacts } from "./features/registryFacts.ts";
import { Workspace } from "./workspace/workspace.ts";
import { defaultSettings, type ServerOptions, type Settings, type World } from "./world.ts";

/** Puts the server together on a connection and starts to listen. Nothing here decides anything: features and handlers do. */
export function startServer(connection: Connection, world: World): void {
  const documents = new TextDocuments(TextDocument);
  connection.onInitialize((params) => {
    const options = readOptions(params.initializationOptions);
    const workspace = new Workspace(world, documents, { folders: foldersOf(params), trusted: options.trusted, settings: options.settings });
    const changed = (): void => {
      workspace.touch();
      if (params.capabilities.workspace?.diagnostics?.refreshSupport) void connection.languages.diagnostics.refresh();
    };
    const facts = new CachedRegistryFacts(() => undefined, changed);
    wireWorkspace(connection, workspace, params, changed);
    wireDiagnostics(connection, workspace, facts);
    return capabilities;
  });
  documents.listen(connection);
  connection.listen();
}

const capabilities: InitializeResult = {
  serverInfo: { name: "Slipway" },
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    diagnosticProvider: { identifier: "slipway", interFileDependencies: false, workspaceDiagnostics: true },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
};

function readOptions(options: Partial<ServerOptions> | undefined): ServerOptions {
  return {
    trusted: options?.trusted ?? false,
    settings: { ...defaultSettings, ...options?.settings },
    credentials: options?.credentials ?? [],
  };
}

function foldersOf(params: InitializeParams): string[] {
  return (params.workspaceFolders ?? []).map((folder) => folder.uri);
}

/** Folders, settings, and files that change on disk. */
function wireWorkspace(connection: Connection, workspace: Workspace, params: InitializeParams, changed: () => void): void {
  connection.onInitialized(async () => {
    if (params.capabilities.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map((folder) => folder.uri));
        workspace.folders = [...workspace.folders.filter((uri) => !gone.has(uri)), ...added.map((folder) => folder.uri)];
        changed();
      });
    }
    if (params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const watchers = ["**/[Mm][Ll][Pp]roject", "**/*.{yaml,yml}"].map((globPattern) => ({ globPattern }));
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
  });
  connection.onDidChangeConfiguration((params) => {
    const sent: Partial<Settings> | undefined = params.settings?.slipway ?? params.settings;
    workspace.settings = { ...defaultSettings, ...sent };
    changed();
  });
  connection.onDidChangeWatchedFiles(changed);
}

function wireDiagnostics(connection: Connection, workspace: Workspace, facts: CachedRegistryFacts): void {
  const from = () => ({ world: workspace.world, settings: workspace.settings, facts });
  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }) => {
    const document = workspace.documents.get(textDocument.uri);
    if (document === undefined) return { kind: "full", items: [] };
    const resultId = `${document.version}:${workspace.generation}`;
    if (resultId === previousResultId) return { kind: "unchanged", resultId };
    return { kind: "full", resultId, items: await provideDiagnostics(document.uri, document.getText(), from()) };
  });
  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token) => {
    const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    return provideWorkspaceDiagnostics(workspace, previous, from(), signalOf(token));
  });
}

/** A cancelled request as an aborted signal. */
function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

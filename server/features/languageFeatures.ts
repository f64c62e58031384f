import type { Connection, InitializeResult } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { ConfigDocument } from "../formats/format.ts";
import { readDocument, recognise } from "../formats/formats.ts";
import { factsForFile, type OpenRegistry } from "../workspace/factsForFile.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { provideCodeActions } from "./provideCodeActions.ts";
import { provideCompletion } from "./provideCompletion.ts";
import { type CheckWorld, problemsOf, provideDiagnostics } from "./provideDiagnostics.ts";
import { provideDocumentSymbols } from "./provideDocumentSymbols.ts";
import { provideHover } from "./provideHover.ts";
import { provideInlayHints } from "./provideInlayHints.ts";
import { provideWorkspaceDiagnostics } from "./provideWorkspaceDiagnostics.ts";
import type { CachedRegistryFacts } from "./registryFacts.ts";
import { signalOf } from "./signalOf.ts";

/** What the editor may ask. Diagnostics are pulled, never pushed. */
export const languageCapabilities: InitializeResult["capabilities"] = {
  diagnosticProvider: { identifier: "slipway", interFileDependencies: false, workspaceDiagnostics: true },
  hoverProvider: true,
  completionProvider: { triggerCharacters: [" ", "{"] },
  documentSymbolProvider: true,
  codeActionProvider: { codeActionKinds: ["quickfix"] },
  inlayHintProvider: true,
};

/** Connects each verb of the protocol with its feature. */
export function wireLanguageFeatures(
  connection: Connection,
  workspace: Workspace,
  facts: CachedRegistryFacts,
  open: () => OpenRegistry | undefined,
): void {
  const factsFor: CheckWorld["factsFor"] = (document) => factsForFile(document, open(), facts);
  wireDiagnostics(connection, workspace, factsFor);
  connection.onHover(({ textDocument, position }) => {
    const document = documentOf(workspace, textDocument.uri);
    return document ? withFacts(facts, () => provideHover(document, position, factsFor(document))) : null;
  });
  connection.onCompletion(({ textDocument, position }) => {
    const document = documentOf(workspace, textDocument.uri);
    return document ? withFacts(facts, () => provideCompletion(document, position, factsFor(document))) : [];
  });
  connection.onDocumentSymbol(({ textDocument }) => {
    const document = documentOf(workspace, textDocument.uri);
    return document ? provideDocumentSymbols(document.model) : [];
  });
  connection.onCodeAction(async ({ textDocument, range }) => {
    const document = documentOf(workspace, textDocument.uri);
    if (document === undefined) return [];
    const problems = await problemsOf(document, checkWorld(workspace, factsFor));
    return provideCodeActions(document, range, problems);
  });
  connection.languages.inlayHint.on(({ textDocument, range }) => {
    const document = documentOf(workspace, textDocument.uri);
    return document ? provideInlayHints(document, range, factsFor(document)) : [];
  });
}

function wireDiagnostics(connection: Connection, workspace: Workspace, factsFor: CheckWorld["factsFor"]): void {
  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }) => {
    const document = workspace.documents.get(textDocument.uri);
    if (document === undefined) return { kind: "full", items: [] };
    const resultId = `${document.version}:${workspace.generation}`;
    if (resultId === previousResultId) return { kind: "unchanged", resultId };
    const read = documentOf(workspace, document.uri);
    const items = read ? await provideDiagnostics(read, checkWorld(workspace, factsFor)) : [];
    return { kind: "full", resultId, items };
  });
  connection.languages.diagnostics.onWorkspace(({ previousResultIds }, token) => {
    const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    return provideWorkspaceDiagnostics(workspace, previous, checkWorld(workspace, factsFor), signalOf(token));
  });
}

function checkWorld(workspace: Workspace, factsFor: CheckWorld["factsFor"]): CheckWorld {
  return { world: workspace.world, settings: workspace.settings, factsFor, exists: (uri) => workspace.exists(uri) };
}

/** Open documents as they were read: after each edit several features ask for the same one, and reading YAML is what costs. */
const read = new WeakMap<TextDocument, { readonly version: number; readonly document: ConfigDocument | undefined }>();

function documentOf(workspace: Workspace, uri: string): ConfigDocument | undefined {
  const open = workspace.documents.get(uri);
  if (open === undefined) return undefined;
  const known = read.get(open);
  if (known?.version === open.version) return known.document;
  const text = open.getText();
  const format = recognise(uri, text);
  const document = format && readDocument(format, text, uri);
  read.set(open, { version: open.version, document });
  return document;
}

/** Longest wait for the registry before an answer goes out without it, ms. */
const FACTS_WAIT = 1500;

/** Asks twice when the first time made the facts load: a person who waits for names wants them now. */
async function withFacts<T>(facts: CachedRegistryFacts, provide: () => T): Promise<T> {
  const first = provide();
  // Names of models lead to their aliases and metrics: two rounds.
  for (let round = 0; round < 2 && facts.pending; round++) {
    await Promise.race([facts.settled(), new Promise((resolve) => setTimeout(resolve, FACTS_WAIT).unref())]);
    provide();
  }
  return facts.pending ? first : provide();
}

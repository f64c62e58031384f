import type { Connection, InitializeResult } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { recognise } from "../formats/recognise.ts";
import { type ConfigModel, readConfig } from "../rules/check.ts";
import { factsOf, type OpenRegistry } from "../workspace/factsOfPolicy.ts";
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
  const factsFor: CheckWorld["factsFor"] = (model, uri) => factsOf(model, uri, open(), facts);
  wireDiagnostics(connection, workspace, factsFor);
  connection.onHover(({ textDocument, position }) => {
    const model = modelOf(workspace, textDocument.uri);
    return model ? withFacts(facts, () => provideHover(model, position, factsFor(model, textDocument.uri))) : null;
  });
  connection.onCompletion(({ textDocument, position }) => {
    const model = modelOf(workspace, textDocument.uri);
    return model ? withFacts(facts, () => provideCompletion(model, position, factsFor(model, textDocument.uri))) : [];
  });
  connection.onDocumentSymbol(({ textDocument }) => {
    const model = modelOf(workspace, textDocument.uri);
    return model ? provideDocumentSymbols(model) : [];
  });
  connection.onCodeAction(async ({ textDocument, range }) => {
    const model = modelOf(workspace, textDocument.uri);
    if (model === undefined) return [];
    const problems = await problemsOf(textDocument.uri, model, checkWorld(workspace, factsFor));
    return provideCodeActions(textDocument.uri, model, range, problems);
  });
  connection.languages.inlayHint.on(({ textDocument, range }) => {
    const model = modelOf(workspace, textDocument.uri);
    return model ? provideInlayHints(model, range, factsFor(model, textDocument.uri)) : [];
  });
}

function wireDiagnostics(connection: Connection, workspace: Workspace, factsFor: CheckWorld["factsFor"]): void {
  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }) => {
    const document = workspace.documents.get(textDocument.uri);
    if (document === undefined) return { kind: "full", items: [] };
    const resultId = `${document.version}:${workspace.generation}`;
    if (resultId === previousResultId) return { kind: "unchanged", resultId };
    const model = modelOf(workspace, document.uri);
    const items = model ? await provideDiagnostics(document.uri, model, checkWorld(workspace, factsFor)) : [];
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

/** Models of open documents: after each edit several features ask for the same one, and reading YAML is what costs. */
const models = new WeakMap<TextDocument, { readonly version: number; readonly model: ConfigModel | undefined }>();

function modelOf(workspace: Workspace, uri: string): ConfigModel | undefined {
  const document = workspace.documents.get(uri);
  if (document === undefined) return undefined;
  const known = models.get(document);
  if (known?.version === document.version) return known.model;
  const text = document.getText();
  const format = recognise(uri, text);
  const model = format && readConfig(format, text, uri);
  models.set(document, { version: document.version, model });
  return model;
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

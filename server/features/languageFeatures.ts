import type { ClientCapabilities, Connection, InitializeResult } from "vscode-languageserver";
import type { FileHashes } from "../dvc/status/hashes.ts";
import { formats } from "../formats/formats.ts";
import { idleTimeout } from "../idleTimeout.ts";
import { noProject } from "../rules/rule.ts";
import type { Checks } from "../workspace/checks.ts";
import { CodeMetrics } from "../workspace/codeMetrics.ts";
import type { LensNotes } from "../workspace/lensNotes.ts";
import type { Names } from "../workspace/names.ts";
import { statusLooks } from "../workspace/statusLooks.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { cancellable } from "./cancellable.ts";
import { lookUp } from "./lookUp.ts";
import { fixAllKind, provideCodeActions } from "./provideCodeActions.ts";
import { filledLens, type LensData, provideCodeLenses } from "./provideCodeLenses.ts";
import { provideCompletion } from "./provideCompletion.ts";
import { toDiagnostic } from "./provideDiagnostics.ts";
import { provideDocumentLinks, registeredLinks } from "./provideDocumentLinks.ts";
import { provideDocumentSymbols } from "./provideDocumentSymbols.ts";
import { provideFoldingRanges } from "./provideFoldingRanges.ts";
import { comparedHover, provideHover, resolvedHover } from "./provideHover.ts";
import { provideInlayHints } from "./provideInlayHints.ts";
import { provideDefinition, provideHighlights, provideReferences } from "./provideReferences.ts";
import { prepareRename, provideRename } from "./provideRename.ts";
import { provideSelectionRanges } from "./provideSelectionRanges.ts";
import { provideSemanticTokens, tokenTypes } from "./provideSemanticTokens.ts";
import { provideWorkspaceDiagnostics } from "./provideWorkspaceDiagnostics.ts";
import { provideWorkspaceSymbols } from "./provideWorkspaceSymbols.ts";
import { typingAt } from "./typing.ts";
import { TypingPauses } from "./typingPauses.ts";

/** What the editor may ask. Diagnostics are pulled, never pushed. */
export const languageCapabilities: InitializeResult["capabilities"] = {
  diagnosticProvider: {
    identifier: "slipway",
    interFileDependencies: formats.some(({ summary, reads }) => summary !== undefined || reads !== undefined),
    workspaceDiagnostics: true,
  },
  hoverProvider: true,
  completionProvider: { triggerCharacters: [" ", "{", "/"] },
  documentSymbolProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentLinkProvider: {},
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  workspaceSymbolProvider: true,
  semanticTokensProvider: { legend: { tokenTypes, tokenModifiers: [] }, full: true },
  codeActionProvider: { codeActionKinds: ["quickfix", fixAllKind] },
  inlayHintProvider: true,
  codeLensProvider: { resolveProvider: true },
};

/** Connects each verb of the protocol with its feature. */
export function wireLanguageFeatures(
  connection: Connection,
  workspace: Workspace,
  checks: Checks,
  facts: LoadingFacts,
  lensNotes: LensNotes,
  hashes: FileHashes,
  capabilities: ClientCapabilities = {},
): void {
  const code = new CodeMetrics(workspace);
  const snippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
  wireDiagnostics(connection, workspace, checks, capabilities.workspace?.diagnostics?.refreshSupport === true);
  connection.onHover(({ textDocument, position }, token) =>
    cancellable(token, async (signal) => {
      const document = checks.open(textDocument.uri);
      if (document === undefined) return null;
      const { resolvedAt, comparedAt } = document.format;
      const project = resolvedAt || comparedAt ? (await checks.around(document)).project : noProject;
      const looks = workspace.trusted ? statusLooks(workspace, checks, hashes, signal) : undefined;
      const found = resolvedHover(document, position, project) ?? (await comparedHover(document, position, project, looks));
      return found ?? withFacts(facts, () => provideHover(document, position, checks.factsFor(document)));
    }),
  );
  connection.onCompletion(({ textDocument, position }, token) =>
    cancellable(token, async (signal) => {
      const document = checks.open(textDocument.uri);
      if (document === undefined) return [];
      const typing = typingAt(document, position);
      const found = await lookUp(typing, workspace, checks, signal);
      const options = { snippets, metricsInCode: () => code.offers(), found };
      const items = await withFacts(bothOf(facts, code), () => provideCompletion(typing, checks.factsFor(document), options));
      return found.isCut ? { isIncomplete: true, items } : items;
    }),
  );
  connection.onDocumentSymbol(({ textDocument }) => {
    const document = checks.open(textDocument.uri);
    return document ? provideDocumentSymbols(document.model) : [];
  });
  wireNames(connection, checks.names);
  wirePlaces(connection, workspace, checks, facts);
  const canCreate = canCreateFiles(capabilities);
  connection.onCodeAction(async ({ textDocument, range, context: { only } }) => {
    const document = checks.open(textDocument.uri);
    if (document === undefined) return [];
    const question = { range, canCreate, ...(only && { only }) };
    return provideCodeActions(document, question, (await checks.ofOpen(document)).problems, workspace);
  });
  connection.languages.inlayHint.on(async ({ textDocument, range }) => {
    const document = checks.open(textDocument.uri);
    if (document === undefined) return [];
    const project = document.format.hints === undefined ? noProject : (await checks.around(document)).project;
    return provideInlayHints(document, range, checks.factsFor(document), project);
  });
  wireCodeLenses(connection, workspace, checks, lensNotes);
}

function wireCodeLenses(connection: Connection, workspace: Workspace, checks: Checks, lensNotes: LensNotes): void {
  connection.onCodeLens(async ({ textDocument }) => {
    const document = checks.open(textDocument.uri);
    if (document?.format.lens === undefined) return [];
    return provideCodeLenses(document, await checks.around(document), workspace.trusted);
  });
  connection.onCodeLensResolve(async (lens) => {
    const document = workspace.trusted ? checks.open((lens.data as LensData).uri) : undefined;
    return filledLens(lens, document && (await lensNotes.of(document)));
  });
}

function wireNames(connection: Connection, names: Names): void {
  connection.onDefinition(({ textDocument, position }) => provideDefinition(names, textDocument.uri, position));
  connection.onReferences(({ textDocument, position, context }) =>
    provideReferences(names, textDocument.uri, position, context.includeDeclaration),
  );
  connection.onDocumentHighlight(({ textDocument, position }) => provideHighlights(names, textDocument.uri, position));
  connection.onPrepareRename(({ textDocument, position }) => prepareRename(names, textDocument.uri, position));
  connection.onRenameRequest(({ textDocument, position, newName }) => provideRename(names, textDocument.uri, position, newName));
}

function wirePlaces(connection: Connection, workspace: Workspace, checks: Checks, facts: LoadingFacts): void {
  const { names } = checks;
  connection.onDocumentLinks(async ({ textDocument }) => {
    const document = checks.open(textDocument.uri);
    if (document === undefined) return [];
    const registered = await withFacts(facts, () => registeredLinks(document, checks.factsFor(document), workspace));
    return [...(await provideDocumentLinks(document, names, workspace)), ...registered];
  });
  connection.onFoldingRanges(({ textDocument }) => {
    const document = checks.open(textDocument.uri);
    return document ? provideFoldingRanges(document.model) : null;
  });
  connection.onSelectionRanges(({ textDocument, positions }) => {
    const document = checks.open(textDocument.uri);
    return document ? provideSelectionRanges(document.model, positions) : null;
  });
  connection.onWorkspaceSymbol(({ query }, token) => cancellable(token, (signal) => provideWorkspaceSymbols(names, query, signal)));
  connection.languages.semanticTokens.on(({ textDocument }) => {
    const document = checks.open(textDocument.uri);
    return document ? provideSemanticTokens(document, names) : { data: [] };
  });
}

function canCreateFiles({ workspace }: ClientCapabilities): boolean {
  const { documentChanges, resourceOperations } = workspace?.workspaceEdit ?? {};
  return documentChanges === true && resourceOperations?.includes("create") === true;
}

function wireDiagnostics(connection: Connection, workspace: Workspace, checks: Checks, canRefresh: boolean): void {
  const pauses = new TypingPauses({
    now: () => workspace.world.now(),
    pause: (ms) => new Promise<void>((resolve) => idleTimeout(resolve, ms)),
  });
  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    const text = workspace.documents.get(textDocument.uri);
    const isTime = text === undefined || (await pauses.over(text, () => token.isCancellationRequested));
    // Whoever called this off asks again by himself; an error would make VS Code's client stop asking.
    if (!isTime && previousResultId !== undefined) return { kind: "unchanged", resultId: previousResultId };
    const document = checks.open(textDocument.uri);
    if (document === undefined) return { kind: "full", items: [] };
    const { resultId, problems } = await checks.ofOpen(document);
    if (resultId === previousResultId) return { kind: "unchanged", resultId };
    return { kind: "full", resultId, items: problems.map(toDiagnostic) };
  });
  connection.languages.diagnostics.onWorkspace(({ previousResultIds }, token) => {
    const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    return cancellable(token, async (signal) => {
      const report = await provideWorkspaceDiagnostics(workspace, checks, previous, signal);
      if (canRefresh && (await checks.hasOutdated())) connection.languages.diagnostics.refresh().catch(() => undefined);
      return report;
    });
  });
}

/** Facts that are asked for behind the back of an answer. */
interface LoadingFacts {
  readonly pending: boolean;
  settled(): Promise<void>;
}

function bothOf(one: LoadingFacts, other: LoadingFacts): LoadingFacts {
  return {
    get pending() {
      return one.pending || other.pending;
    },
    settled: async () => void (await Promise.all([one.settled(), other.settled()])),
  };
}

/** Longest wait for the registry before an answer goes out without it, ms. */
const FACTS_WAIT = 1500;

/** Asks again when that made facts load: a person who waits for names wants them now. Where they do not come, what is known will do. */
async function withFacts<T>(facts: LoadingFacts, provide: () => T): Promise<T> {
  let answer = provide();
  // An alias leads to its version, that to its run: three rounds.
  for (let round = 0; round < 3 && facts.pending; round++) {
    await Promise.race([facts.settled(), new Promise<void>((resolve) => idleTimeout(resolve, FACTS_WAIT))]);
    answer = provide();
  }
  return answer;
}

import {
  type ClientCapabilities,
  CodeActionRequest,
  type Connection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  DocumentLinkRequest,
  HoverRequest,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { formats } from "../formats/formats.ts";

/** Where texts of a language stand: files, what has no name yet, cells of notebooks. Not old versions that a diff shows. */
const schemes = ["file", "untitled", "vscode-notebook-cell"];

/**
 * Asks the editor for texts in languages of others, and for the few verbs that a format has an answer to: all else (outline, folding,
 * completion, colours) stays with those who know the language. Asked for once, when there is a registry to tell of.
 */
export class SpokenLanguages {
  readonly #connection: Connection;
  readonly #canAsk: boolean;
  #isAsked = false;

  constructor(connection: Connection, { textDocument }: ClientCapabilities) {
    this.#connection = connection;
    const { synchronization, hover, documentLink, codeAction, diagnostic } = textDocument ?? {};
    this.#canAsk = [synchronization, hover, documentLink, codeAction, diagnostic].every((verb) => verb?.dynamicRegistration === true);
  }

  ask(): void {
    if (this.#isAsked || !this.#canAsk) return;
    this.#isAsked = true;
    // A client that is going away does not answer; nothing is lost.
    this.#register().catch(() => undefined);
  }

  async #register(): Promise<void> {
    const { client } = this.#connection;
    const languages = formats.flatMap(({ language }) => language.spokenBy ?? []);
    const documentSelector = languages.flatMap((language) => schemes.map((scheme) => ({ scheme, language })));
    // Changes before texts: an editor tells of a text that is open already as soon as it may.
    await client.register(DidChangeTextDocumentNotification.type, { documentSelector, syncKind: TextDocumentSyncKind.Incremental });
    await client.register(DidCloseTextDocumentNotification.type, { documentSelector });
    await client.register(DidOpenTextDocumentNotification.type, { documentSelector });
    await client.register(HoverRequest.type, { documentSelector });
    await client.register(DocumentLinkRequest.type, { documentSelector });
    await client.register(CodeActionRequest.type, { documentSelector, codeActionKinds: ["quickfix", "source.fixAll.slipway"] });
    const pulled = { identifier: "slipway", interFileDependencies: false, workspaceDiagnostics: false };
    await client.register(DocumentDiagnosticRequest.type, { documentSelector, ...pulled });
  }
}

import {
  type ClientCapabilities,
  type Connection,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentHighlightRequest,
  ReferencesRequest,
  RenameRequest,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { fileNameOf } from "../formats/namedPath.ts";

/** Names that are asked for; more are no params files of people. */
const mostNames = 50;

/**
 * Asks the editor for the texts, and for changes on disk, of files that config files name and that are none themselves: params files of any
 * name and kind, of which nobody tells otherwise.
 */
export class NamedTexts {
  readonly #connection: Connection;
  readonly #canSync: boolean;
  readonly #canWatch: boolean;
  readonly #canName: boolean;
  readonly #names = new Set<string>();

  constructor(connection: Connection, { textDocument, workspace }: ClientCapabilities) {
    this.#connection = connection;
    this.#canSync = textDocument?.synchronization?.dynamicRegistration === true;
    const { definition, references, documentHighlight, rename } = textDocument ?? {};
    this.#canName = [definition, references, documentHighlight, rename].every((verb) => verb?.dynamicRegistration === true);
    this.#canWatch = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  }

  /** A file was named; by URI. Files of the same name are asked for with it. */
  add(uri: string): void {
    const name = fileNameOf(uri);
    if (this.#names.has(name) || this.#names.size === mostNames) return;
    this.#names.add(name);
    // A client that is going away does not answer; nothing is lost.
    this.#register(`**/${name.replaceAll(/[[\]{}*?]/g, "[$&]")}`).catch(() => undefined);
  }

  async #register(pattern: string): Promise<void> {
    const { client } = this.#connection;
    if (this.#canWatch) await client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: pattern }] });
    if (!this.#canSync) return;
    const documentSelector = [{ scheme: "file", pattern }];
    // Changes before texts: an editor tells of a text that is open already as soon as it may.
    await client.register(DidChangeTextDocumentNotification.type, { documentSelector, syncKind: TextDocumentSyncKind.Incremental });
    await client.register(DidCloseTextDocumentNotification.type, { documentSelector });
    await client.register(DidOpenTextDocumentNotification.type, { documentSelector });
    // What stands in them is declared there, and used elsewhere.
    if (this.#canName) {
      await client.register(DefinitionRequest.type, { documentSelector });
      await client.register(ReferencesRequest.type, { documentSelector });
      await client.register(DocumentHighlightRequest.type, { documentSelector });
      await client.register(RenameRequest.type, { documentSelector, prepareProvider: true });
    }
  }
}

import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Found } from "../rules/rule.ts";
import { type FileText, fileText } from "./surroundings.ts";
import type { Workspace } from "./workspace.ts";

/** Characters; a longer file is not looked at. */
const maxText = 1_000_000;

/** The texts of files that others name: as they stand in the editor, else as they were read from disk since files last changed there. */
export class FileTexts {
  readonly #workspace: Workspace;
  readonly #open = new WeakMap<TextDocument, { readonly version: number; readonly text: FileText }>();
  readonly #onDisk = new Map<string, Promise<Found<FileText>>>();
  #generation = -1;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** What was found at a place is no longer so. */
  forget(uri: string): void {
    this.#onDisk.delete(uri);
  }

  async of(uri: string): Promise<Found<FileText>> {
    const document = this.#workspace.documents.get(uri);
    return document === undefined ? this.#read(uri) : { kind: "read", data: this.#ofOpen(document) };
  }

  #ofOpen(document: TextDocument): FileText {
    const known = this.#open.get(document);
    if (known?.version === document.version) return known.text;
    const text = fileText(document.getText());
    this.#open.set(document, { version: document.version, text });
    return text;
  }

  #read(uri: string): Promise<Found<FileText>> {
    if (this.#generation !== this.#workspace.fileGeneration) this.#onDisk.clear();
    this.#generation = this.#workspace.fileGeneration;
    const known = this.#onDisk.get(uri) ?? this.#look(uri);
    this.#onDisk.set(uri, known);
    return known;
  }

  async #look(uri: string): Promise<Found<FileText>> {
    const { files } = this.#workspace.world;
    const exists = await this.#workspace.exists(uri);
    if (exists !== true) return { kind: exists === undefined ? "unknown" : "missing" };
    const found = await files.stat(uri);
    if (found === undefined) return { kind: "missing" };
    if (found.type === "folder") return { kind: "folder" };
    if (found.size > maxText) return { kind: "unknown" };
    const text = await files.readText(uri).catch(() => undefined);
    return text === undefined ? { kind: "unknown" } : { kind: "read", data: fileText(text) };
  }
}

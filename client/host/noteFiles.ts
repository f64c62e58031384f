import * as vscode from "vscode";
import type { AboutRegistry } from "#protocol/registryRequests.ts";
import { type NamedRun, noteScheme } from "#protocol/runEdits.ts";
import { touches } from "#registry/model/changes.ts";
import { visibleText } from "#registry/model/visibleText.ts";

/** Whose note a file is: of several runs that of the first, and saving writes it to all. */
export interface NoteAddress extends AboutRegistry {
  readonly runs: readonly NamedRun[];
}

/** Where notes are kept; both reject with what went wrong, in words for people. */
export interface Notes {
  read(address: NoteAddress): Promise<string>;
  write(address: NoteAddress, text: string): Promise<void>;
}

interface Known {
  readonly text: string;
  /** ms; when it was first seen to be so. */
  readonly since: number;
}

/**
 * Notes of runs as files: VS Code's own editor for Markdown, with its preview, its undo, and its care for what is not saved yet. What
 * somebody else wrote meanwhile is told by another time of the file, so that saving asks before it takes its place.
 */
export class NoteFiles implements vscode.FileSystemProvider {
  readonly #notes: Notes;
  readonly #known = new Map<string, Known>();
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changes.event;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  static register(notes: Notes): { readonly files: NoteFiles; dispose(): unknown } {
    const files = new NoteFiles(notes);
    const registered = vscode.workspace.registerFileSystemProvider(noteScheme, files, { isCaseSensitive: true });
    return { files, dispose: () => registered.dispose() };
  }

  async open(address: NoteAddress): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uriOf(address));
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /** Rendered by VS Code's Markdown extension, as its preview of any file; as text where a person has switched that off. */
  async show(address: NoteAddress): Promise<void> {
    const commands = await vscode.commands.getCommands(true);
    if (commands.includes("markdown.showPreview")) await vscode.commands.executeCommand("markdown.showPreview", uriOf(address));
    else await this.open(address);
  }

  /** Runs changed: open notes of theirs are read again. */
  changed(runs: "all" | readonly string[]): void {
    const shown = vscode.workspace.textDocuments.map(({ uri }) => uri).filter(({ scheme }) => scheme === noteScheme);
    const touched = shown.filter((uri) => touches(runs, [addressOf(uri).runs[0]?.id ?? ""]));
    if (touched.length > 0) this.#changes.fire(touched.map((uri) => ({ uri, type: vscode.FileChangeType.Changed })));
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { text, since } = await this.#look(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: since, size: new TextEncoder().encode(text).length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return new TextEncoder().encode((await this.#look(uri)).text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const text = new TextDecoder().decode(content);
    await this.#failing(() => this.#notes.write(addressOf(uri), text));
    this.#keep(uri, text);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  async #look(uri: vscode.Uri): Promise<Known> {
    return this.#keep(uri, await this.#failing(() => this.#notes.read(addressOf(uri))));
  }

  #keep(uri: vscode.Uri, text: string): Known {
    const key = uri.toString();
    const before = this.#known.get(key);
    if (before?.text === text) return before;
    const known = { text, since: Math.max(Date.now(), (before?.since ?? 0) + 1) };
    this.#known.set(key, known);
    return known;
  }

  async #failing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw vscode.FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
    }
  }
}

/** The tab is called as the run. */
function uriOf({ runs, registry }: NoteAddress): vscode.Uri {
  const [first] = runs;
  const rest = runs.length > 1 ? ` +${runs.length - 1}` : "";
  const name = visibleText(first?.name ?? "").replace(/[\\/]/g, "-");
  const query = JSON.stringify({ runs, ...(registry === undefined ? {} : { registry }) });
  return vscode.Uri.from({ scheme: noteScheme, path: `/Note of ${name}${rest}.md`, query });
}

/** What a tab was kept with over a reload may be of another Slipway. */
function addressOf(uri: vscode.Uri): NoteAddress {
  try {
    return JSON.parse(uri.query) as NoteAddress;
  } catch {
    return { runs: [] };
  }
}

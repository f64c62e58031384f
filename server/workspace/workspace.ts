import type { TextDocument } from "vscode-languageserver-textdocument";
import type { ServerSettings } from "#protocol/settings.ts";
import { isWithin, stepsInto } from "../formats/namedPath.ts";
import type { FolderEntry, World } from "../world.ts";
import { type ConfigFile, editorLimits, findConfigFiles, MAX_FOLLOWED } from "./configFiles.ts";

/** Texts that are open in the editor, by URI. */
export interface OpenDocuments {
  get(uri: string): TextDocument | undefined;
}

/** VS Code encodes these, `encodeURIComponent` does not. */
const unencoded = /[!'()*]/;

function asEditorSpells(uri: string): string {
  return uri.replace(new RegExp(unencoded, "g"), (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}

interface WorkspaceStart {
  readonly folders: readonly string[];
  readonly trusted: boolean;
  readonly settings: ServerSettings;
}

/**
 * The workspace as the server sees it: folders, trust, settings, open texts, and a count of what changed outside them.
 * An answer that was made at the same `generation` over the same text is still right.
 */
export class Workspace {
  readonly world: World;
  readonly documents: OpenDocuments;
  folders: readonly string[];
  settings: ServerSettings;
  #trusted: boolean;
  #generation = 0;
  #fileGeneration = 0;
  /** Of the texts that were opened: another text under an old name begins with an old version. */
  readonly #opened = new WeakMap<TextDocument, number>();
  #openedTexts = 0;
  #files: { readonly generation: number; readonly files: Promise<readonly ConfigFile[]> } | undefined;

  constructor(world: World, documents: OpenDocuments, start: WorkspaceStart) {
    this.world = world;
    this.documents = { get: (uri) => documents.get(uri) ?? (unencoded.test(uri) ? documents.get(asEditorSpells(uri)) : undefined) };
    this.folders = start.folders;
    this.#trusted = start.trusted;
    this.settings = start.settings;
  }

  get trusted(): boolean {
    return this.#trusted;
  }

  /** Trust opens what was not looked at before. */
  set trusted(trusted: boolean) {
    this.#trusted = trusted;
    this.filesChanged();
  }

  get generation(): number {
    return this.#generation;
  }

  /** Counts changes of files on disk alone. */
  get fileGeneration(): number {
    return this.#fileGeneration;
  }

  /** Of the text that a file has now, in the editor or else on disk: as long as it is the same, so is the text. */
  textEdition(uri: string): string {
    const text = this.documents.get(uri);
    if (text === undefined) return `disk ${this.#fileGeneration}`;
    const number = this.#opened.get(text) ?? ++this.#openedTexts;
    this.#opened.set(text, number);
    return `open ${number}.${text.version}`;
  }

  /** A setting or what is known of the registry changed. */
  touch(): void {
    this.#generation++;
  }

  /** Files changed on disk, or there are other folders. */
  filesChanged(): void {
    this.#generation++;
    this.#fileGeneration++;
  }

  /**
   * Is there something at a place that a file names? Undefined: not known. Before the workspace is trusted, nothing outside its folders
   * is looked at, and no link is followed: it may lead out of them.
   */
  async exists(uri: string): Promise<boolean | undefined> {
    const { files } = this.world;
    if (this.trusted) return (await files.stat(uri)) !== undefined;
    const folder = this.folders.find((each) => isWithin(uri, [each]));
    if (folder === undefined) return undefined;
    for (const step of stepsInto(uri, folder)) {
      const found = await files.stat(step, "stay");
      if (found === undefined) return false;
      if (found.type === "link") return undefined;
    }
    return true;
  }

  /** What stands in a folder, what links lead to where there are few of them; nothing where it is not to be looked at, as `exists` has it. */
  async entries(uri: string): Promise<readonly FolderEntry[]> {
    if (!this.trusted && (await this.exists(uri)) !== true) return [];
    const { files } = this.world;
    const entries = await files.list(uri);
    const links = entries.filter(({ type }) => type === "link").length;
    if (links === 0 || links > MAX_FOLLOWED || !this.trusted) return entries;
    return Promise.all(
      entries.map(async (entry) => {
        if (entry.type !== "link" || !entry.name.isWellFormed()) return entry;
        return { ...entry, type: (await files.stat(`${uri.replace(/\/$/, "")}/${encodeURIComponent(entry.name)}`))?.type ?? "link" };
      }),
    );
  }

  /** Config files on disk, looked up again after files changed only. */
  configFiles(signal: AbortSignal): Promise<readonly ConfigFile[]> {
    if (this.#files?.generation !== this.#fileGeneration) {
      const files = findConfigFiles(this.world.files, this.folders, { followLinks: this.trusted, limits: editorLimits }, signal);
      // A search that was cancelled or failed must not be remembered.
      files.catch(() => {
        this.#files = undefined;
      });
      this.#files = { generation: this.#fileGeneration, files };
    }
    return this.#files.files;
  }
}

import type { TextDocument } from "vscode-languageserver-textdocument";
import { isWithin } from "../formats/namedPath.ts";
import type { Settings, World } from "../world.ts";
import { type ConfigFile, findConfigFiles } from "./configFiles.ts";

/** Texts that are open in the editor, by URI. */
export interface OpenDocuments {
  get(uri: string): TextDocument | undefined;
}

/**
 * The workspace as the server sees it: folders, trust, settings, open texts, and a count of what changed outside them.
 * An answer that was made at the same `generation` over the same text is still right.
 */
export class Workspace {
  readonly world: World;
  readonly documents: OpenDocuments;
  folders: readonly string[];
  trusted: boolean;
  settings: Settings;
  #generation = 0;
  #fileGeneration = 0;
  #files: { readonly generation: number; readonly files: Promise<readonly ConfigFile[]> } | undefined;

  constructor(world: World, documents: OpenDocuments, start: { folders: readonly string[]; trusted: boolean; settings: Settings }) {
    this.world = world;
    this.documents = documents;
    this.folders = start.folders;
    this.trusted = start.trusted;
    this.settings = start.settings;
  }

  get generation(): number {
    return this.#generation;
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

  /** May a place that a file names be looked at? Outside the workspace only once it is trusted. */
  mayLookAt(uri: string): boolean {
    return this.trusted || isWithin(uri, this.folders);
  }

  /** Config files on disk, looked up again after files changed only. */
  configFiles(signal: AbortSignal): Promise<readonly ConfigFile[]> {
    if (this.#files?.generation !== this.#fileGeneration) {
      const files = findConfigFiles(this.world, this.folders, signal);
      // A search that was cancelled or failed must not be remembered.
      files.catch(() => {
        this.#files = undefined;
      });
      this.#files = { generation: this.#fileGeneration, files };
    }
    return this.#files.files;
  }
}

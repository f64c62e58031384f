import type { Format } from "../formats/format.ts";
import { formatsLookedFor, headLength, needsHead, recognise } from "../formats/formats.ts";
import type { FolderEntry, World } from "../world.ts";
import { IgnoreRules } from "./ignoreRules.ts";

export interface ConfigFile {
  readonly uri: string;
  readonly format: Format;
}

export interface WalkOptions {
  /** A link may lead out of the folders: not before they are trusted. */
  readonly followLinks: boolean;
  /** How far to look; absent: to the end. */
  readonly limits?: { readonly folders: number; readonly depth: number };
  /** Of which formats; absent: of all whose files are looked for. */
  readonly of?: readonly Format[];
}

/** For an editor: a data set of a million folders must not hold anything up. */
export const editorLimits = { folders: 5000, depth: 8 };

/**
 * Config files in and below folders: by name, and by their beginning where a name is not enough. Hidden folders, those of other people's
 * packages, and those that a `.gitignore` or a `.slipwayignore` on the way names are not looked into. Rejects only when it is called off.
 */
export async function findConfigFiles(
  files: World["files"],
  folders: readonly string[],
  { followLinks, limits, of = formatsLookedFor }: WalkOptions,
  signal: AbortSignal,
): Promise<readonly ConfigFile[]> {
  const walk = new Walk(files, followLinks, of);
  let level: readonly Folder[] = folders.map((uri) => ({ uri: uri.replace(/\/$/, ""), rules: IgnoreRules.none, own: IgnoreRules.none }));
  let looked = 0;
  for (let depth = 0; level.length > 0 && depth < (limits?.depth ?? Number.POSITIVE_INFINITY); depth++) {
    const next: Folder[] = [];
    for (const folder of level) {
      if (++looked > (limits?.folders ?? Number.POSITIVE_INFINITY)) return walk.found;
      signal.throwIfAborted();
      next.push(...(await walk.look(folder)));
    }
    level = next;
  }
  return walk.found;
}

interface Folder {
  readonly uri: string;
  /** What Git leaves out. */
  readonly rules: IgnoreRules;
  /** What `.slipwayignore` leaves out: folders, and files by themselves. */
  readonly own: IgnoreRules;
}

class Walk {
  readonly found: ConfigFile[] = [];
  readonly #files: World["files"];
  readonly #followLinks: boolean;
  readonly #formats: readonly Format[];

  constructor(files: World["files"], followLinks: boolean, formats: readonly Format[]) {
    this.#files = files;
    this.#followLinks = followLinks;
    this.#formats = formats;
  }

  /** Takes the config files of a folder; gives the folders in it that are to be looked into. */
  async look({ uri: folder, ...above }: Folder): Promise<Folder[]> {
    const entries = await this.#files.list(folder);
    const rules = await this.#rulesOf(folder, ".gitignore", entries, above.rules);
    const own = await this.#rulesOf(folder, ignoreFile, entries, above.own);
    const below: Folder[] = [];
    const followsAll = entries.filter(({ type }) => type === "link").length <= MAX_FOLLOWED;
    for (const entry of entries) {
      const { name } = entry;
      // Half of a character that Windows lets a name have: nothing can be called by it.
      if (!name.isWellFormed()) continue;
      const uri = `${folder}/${encodeURIComponent(name)}`;
      const type = await this.#typeOf(entry, uri, followsAll);
      const isOurs = type === "folder" && !name.startsWith(".") && !vendored.has(name) && !rules.ignores(uri) && !own.ignores(uri);
      if (isOurs) below.push({ uri, rules, own });
      const format = type === "file" && !own.ignores(uri, "file") ? await this.#formatOf(name, uri) : undefined;
      if (format !== undefined) this.found.push({ uri, format });
    }
    return below;
  }

  /** What a link leads to is looked up only where it could matter; among many, what is called like a file is taken for one. */
  async #typeOf({ name, type }: FolderEntry, uri: string, followsAll: boolean): Promise<FolderEntry["type"] | undefined> {
    if (type !== "link") return type;
    const mayBeFolder = followsAll || !/\.[A-Za-z][A-Za-z0-9]{0,6}$/.test(name);
    if (!this.#followLinks || !(mayBeFolder || recognise(name, undefined, this.#formats) !== undefined || needsHead(name, this.#formats)))
      return undefined;
    return (await this.#files.stat(uri))?.type;
  }

  async #formatOf(name: string, uri: string): Promise<Format | undefined> {
    if (!needsHead(name, this.#formats)) return recognise(name, undefined, this.#formats);
    const head = await this.#files.readText(uri, headLength).catch(() => undefined);
    return head === undefined ? undefined : recognise(name, head, this.#formats);
  }

  async #rulesOf(folder: string, file: string, entries: readonly FolderEntry[], above: IgnoreRules): Promise<IgnoreRules> {
    if (!entries.some(({ name, type }) => name === file && type === "file")) return above;
    const text = await this.#files.readText(`${folder}/${file}`).catch(() => "");
    return above.with(folder, text);
  }
}

/** Names what Slipway leaves alone, in the way of a `.gitignore`. */
const ignoreFile = ".slipwayignore";

/** Links of one folder that are followed: a data set has thousands, to its files. */
export const MAX_FOLLOWED = 50;

/** Folders whose files belong to someone else or to a tool. */
export const vendored: ReadonlySet<string> = new Set([
  "node_modules",
  "venv",
  "env",
  "site-packages",
  "__pycache__",
  "mlruns",
  "mlartifacts",
]);

import { folderOf, namedPath, stepsInto } from "../../formats/namedPath.ts";
import { IgnoreRules } from "../../workspace/ignoreRules.ts";
import type { World } from "../../world.ts";
import { isUrl } from "../paths.ts";
import { type Digest, type FileHashes, type ListedFile, listDigest } from "./hashes.ts";
import type { LockedData } from "./lock.ts";

/** How a file or folder stands to what was known of it, in the words of `dvc status`. `unknown`: it was not looked at. */
export type DataState = "same" | "modified" | "deleted" | "not in cache" | "unknown";

/** What is looked at, and how much of it. */
export interface DataLooks {
  readonly files: World["files"];
  readonly hashes: FileHashes;
  /** URI of the folder with the `.dvc` folder. */
  readonly top: string;
  /** URI of the cache; undefined: not known. */
  readonly cache?: string;
  /** Bytes above which a file, and files above which a folder is not looked into. */
  readonly limits: { readonly bytes: number; readonly files: number };
  readonly signal: AbortSignal;
}

/** What `dvc init` has ignored, whatever `.dvcignore` says. */
const alwaysIgnored = ".hg/\n.git/\n.git\n.dvc/\n";

/** Files of data against what DVC noted of them, as `Output.status` of DVC 3.67 compares them. */
export class DataStatus {
  readonly #looks: DataLooks;
  readonly #rules = new Map<string, Promise<IgnoreRules>>();

  constructor(looks: DataLooks) {
    this.#looks = looks;
  }

  /** `folder` is the URI of the folder of the stage, without a slash at its end. */
  async dependency(path: string, folder: string, locked: LockedData | undefined): Promise<DataState> {
    const uri = isUrl(path) || path.startsWith("/") ? undefined : namedPath(path, `${folder}/x`);
    return uri === undefined ? "unknown" : this.#compare(uri, locked);
  }

  async output(path: string, folder: string, locked: LockedData | undefined, isCached: boolean): Promise<DataState> {
    const uri = isUrl(path) || path.startsWith("/") ? undefined : namedPath(path, `${folder}/x`);
    if (uri === undefined) return "unknown";
    if (isCached && locked?.md5 !== undefined) {
      const kept = await this.#isInCache(locked.md5, locked.isLegacy);
      if (kept !== true) return kept === false ? "not in cache" : "unknown";
    }
    return (await this.#isIgnored(uri)) ? "deleted" : this.#compare(uri, locked);
  }

  async #compare(uri: string, locked: LockedData | undefined): Promise<DataState> {
    const found = await this.#looks.files.stat(uri);
    if (found === undefined) return "deleted";
    const { md5, size, isLegacy = false } = locked ?? {};
    // What has no hash is different from anything.
    if (md5 === undefined || (found.type === "folder") !== md5.endsWith(".dir")) return "modified";
    if (found.type === "file") {
      if (!isLegacy && size !== undefined && size !== found.size) return "modified";
      return stateOf(await this.#digest(uri, isLegacy), md5);
    }
    return stateOf(await this.#folderDigest(uri, isLegacy), md5);
  }

  #digest(uri: string, isLegacy: boolean): Promise<Digest> {
    const { hashes, limits, signal } = this.#looks;
    return hashes.of(uri, isLegacy, limits.bytes, signal);
  }

  async #folderDigest(uri: string, isLegacy: boolean): Promise<Digest> {
    const paths: string[] = [];
    if (!(await this.#walk(uri, paths))) return { kind: "unknown" };
    const files: ListedFile[] = [];
    for (const path of paths) {
      const found = await this.#digest(path, isLegacy);
      if (found.kind !== "md5") return { kind: "unknown" };
      files.push({ md5: found.md5, relpath: stepsBelow(path, uri) });
    }
    return { kind: "md5", md5: listDigest(files) };
  }

  /** The files below a folder; false: more than are looked at, or something that DVC does not take. Links to folders are left out, as DVC does. */
  async #walk(folder: string, found: string[]): Promise<boolean> {
    const { files, limits, signal } = this.#looks;
    signal.throwIfAborted();
    const rules = await this.#rulesOf(folder);
    for (const { name, type } of await files.list(folder)) {
      const uri = `${folder}/${encodeURIComponent(name)}`;
      const kind = type === "link" ? (await files.stat(uri))?.type : type;
      if (name === ".dvcignore" || kind === undefined || kind === "other" || found.length > limits.files) return false;
      if (rules.ignores(uri, kind === "folder" ? "folder" : "file")) continue;
      if (kind !== "folder") found.push(uri);
      else if (type !== "link" && !(await this.#walk(uri, found))) return false;
    }
    return true;
  }

  async #isIgnored(uri: string): Promise<boolean> {
    const steps = stepsInto(uri, this.#looks.top);
    for (const [index, step] of steps.entries()) {
      const rules = await this.#rulesOf(folderOf(step));
      if (rules.ignores(step, index < steps.length - 1 ? "folder" : "file") || rules.ignores(step, "folder")) return true;
    }
    return false;
  }

  /** The `.dvcignore` files that count in a folder. */
  #rulesOf(folder: string): Promise<IgnoreRules> {
    const known = this.#rules.get(folder) ?? this.#readRules(folder);
    this.#rules.set(folder, known);
    return known;
  }

  async #readRules(folder: string): Promise<IgnoreRules> {
    const { top, files } = this.#looks;
    const isInside = folder.startsWith(`${top}/`);
    const outer = isInside ? await this.#rulesOf(folderOf(folder)) : IgnoreRules.none.with(folder, alwaysIgnored);
    if (!isInside && folder !== top) return outer;
    const text = await files.readText(`${folder}/.dvcignore`, 100_000).catch(() => undefined);
    return text === undefined ? outer : outer.with(folder, text);
  }

  /** Undefined: it is not known where the cache is. */
  async #isInCache(digest: string, isLegacy: boolean): Promise<boolean | undefined> {
    const { cache, files, limits } = this.#looks;
    if (cache === undefined) return undefined;
    const place = (md5: string) => `${cache}${isLegacy ? "" : "/files/md5"}/${md5.slice(0, 2)}/${md5.slice(2)}`;
    if (!/^[0-9a-f]{32}(?:\.dir)?$/.test(digest)) return undefined;
    if ((await files.stat(place(digest))) === undefined) return false;
    if (!digest.endsWith(".dir")) return true;
    const listed = md5sOf(await files.readText(place(digest)).catch(() => ""));
    if (listed === undefined || listed.length > limits.files) return undefined;
    for (const each of listed) if ((await files.stat(place(each))) === undefined) return false;
    return true;
  }
}

function stateOf(found: Digest, md5: string): DataState {
  if (found.kind !== "md5") return found.kind === "missing" ? "deleted" : "unknown";
  return found.md5 === md5 ? "same" : "modified";
}

function stepsBelow(uri: string, folder: string): string {
  return uri
    .slice(folder.length + 1)
    .split("/")
    .map(decodeURIComponent)
    .join("/");
}

/** The hashes in the list of a folder; undefined: it is none. */
function md5sOf(text: string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return undefined;
    const found = list.map((item: { readonly md5?: unknown }) => item?.md5);
    return found.every((each) => typeof each === "string" && /^[0-9a-f]{32}$/.test(each)) ? (found as string[]) : undefined;
  } catch {
    return undefined;
  }
}

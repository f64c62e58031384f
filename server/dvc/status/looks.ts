import type { Found } from "../../rules/rule.ts";
import type { World } from "../../world.ts";
import type { ParamsFile } from "../vars.ts";
import { type DataState, DataStatus } from "./dataStatus.ts";
import type { FileHashes } from "./hashes.ts";
import type { LockedData } from "./lock.ts";

/** How the files around a pipeline are looked at. */
export interface StatusLooks {
  readonly files: World["files"];
  readonly hashes: FileHashes;
  /** Bytes above which a file, and files above which a folder is not looked into. */
  readonly limits: { readonly bytes: number; readonly files: number };
  readonly signal: AbortSignal;
  /** A text by its URI, as it stands in the editor, else on disk. */
  text(uri: string): Promise<Found<string>>;
  /** URI of the nearest folder, from one upwards, with a folder of this name. */
  top(folder: string, marker: string): Promise<string | undefined>;
  /** Where many files are looked at for one answer: what they have in common. */
  readonly common?: CommonLooks;
}

/** What was found once for all files that are looked at together. */
export interface CommonLooks {
  /** By the URI of the top of a repository. */
  readonly data: Map<string, Promise<DataStatus>>;
  /** Params files by URI. */
  readonly params: Map<string, Promise<ParamsFile>>;
}

export function commonLooks(): CommonLooks {
  return { data: new Map(), params: new Map() };
}

/** What is looked into without being asked for: a lens must not read gigabytes. */
export const usualLimits = { bytes: 64 * 2 ** 20, files: 2_000 };

/** The data of the repository that a folder is in; undefined: it is in none. */
export async function dataStatusIn(folder: string, looks: StatusLooks): Promise<DataStatus | undefined> {
  const top = await looks.top(folder, ".dvc");
  if (top === undefined) return undefined;
  const known = looks.common?.data.get(top) ?? dataStatusOf(top, looks);
  looks.common?.data.set(top, known);
  return known;
}

async function dataStatusOf(top: string, looks: StatusLooks): Promise<DataStatus> {
  const { files, hashes, limits, signal } = looks;
  const cache = (await hasOtherCache(top, looks)) ? undefined : `${top}/.dvc/cache`;
  return new DataStatus({ files, hashes, limits, signal, top, ...(cache !== undefined && { cache }) });
}

/** Data as DVC noted it in a file, and where its path begins. */
export interface NotedData {
  readonly section: "deps" | "outs";
  readonly data: LockedData;
  /** URI of the folder of the file. */
  readonly folder: string;
  /** URI of the folder that the path begins at; undefined: it is not known. */
  readonly place: string | undefined;
  /** Of an output: DVC's cache has it. */
  readonly isCached: boolean;
}

/** How data stands to what was noted of it. Undefined: it is not known where it lies, files are not looked at, or it is in no repository of DVC. */
export async function dataStateNow(
  { section, data, folder, place, isCached }: NotedData,
  looks: StatusLooks | undefined,
): Promise<DataState | undefined> {
  if (place === undefined || looks === undefined) return undefined;
  const status = await dataStatusIn(folder, looks);
  return section === "deps" ? status?.dependency(data.path, place, data) : status?.output(data.path, place, data, isCached);
}

/** The settings of a repository can put the cache elsewhere. */
async function hasOtherCache(top: string, { text }: StatusLooks): Promise<boolean> {
  for (const name of ["config", "config.local"]) {
    const found = await text(`${top}/.dvc/${name}`);
    if (found.kind === "read" && /^\s*\[['"]?(?:cache|core)['"]?\][^[]*^\s*(?:dir|site_cache_dir)\s*=/m.test(found.data)) return true;
    if (found.kind === "unknown") return true;
  }
  return false;
}

import { type Format, isVendored, recognise } from "../formats/recognise.ts";
import type { World } from "../world.ts";

export interface ConfigFile {
  readonly uri: string;
  readonly format: Format;
}

/** Folders looked into at most, over all workspace folders: a data set of a million folders must not hold anything up. */
const MAX_FOLDERS = 5000;
const MAX_DEPTH = 8;

/** Config files of the workspace, without those of other people's packages. */
export async function findConfigFiles(world: World, folders: readonly string[], signal: AbortSignal): Promise<ConfigFile[]> {
  const found: ConfigFile[] = [];
  let level = folders.map((uri) => uri.replace(/\/$/, ""));
  let looked = 0;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (++looked > MAX_FOLDERS) return found;
      signal.throwIfAborted();
      for (const name of await world.files.list(folder)) {
        const uri = `${folder}/${encodeURIComponent(name)}`;
        const format = recognise(name);
        if (format !== undefined) found.push({ uri, format });
        else if (mayBeFolder(name)) next.push(uri);
      }
    }
    level = await onlyFolders(world, next);
  }
  return found;
}

/** Most names with an extension are files: they are not worth a look at the disk. */
function mayBeFolder(name: string): boolean {
  return !isVendored(name) && !name.startsWith(".") && !/\.[A-Za-z][A-Za-z0-9]{0,6}$/.test(name);
}

async function onlyFolders(world: World, uris: readonly string[]): Promise<string[]> {
  const stats = await Promise.all(uris.map((uri) => world.files.stat(uri)));
  return uris.filter((_, index) => stats[index]?.type === "folder");
}

import type { Format } from "../formats/format.ts";
import { recognise } from "../formats/formats.ts";
import type { FileStat, World } from "../world.ts";

export interface ConfigFile {
  readonly uri: string;
  readonly format: Format;
}

/** Folders looked into at most, over all workspace folders: a data set of a million folders must not hold anything up. */
const MAX_FOLDERS = 5000;
const MAX_DEPTH = 8;

/**
 * Config files of the workspace, without those of other people's packages. Links are followed only where the workspace is trusted: they
 * may lead out of it.
 */
export async function findConfigFiles(
  world: World,
  folders: readonly string[],
  trusted: boolean,
  signal: AbortSignal,
): Promise<readonly ConfigFile[]> {
  const found: ConfigFile[] = [];
  let level = folders.map((uri) => uri.replace(/\/$/, ""));
  let looked = 0;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0 && looked < MAX_FOLDERS; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (++looked > MAX_FOLDERS) break;
      signal.throwIfAborted();
      for (const name of await world.files.list(folder)) {
        const uri = `${folder}/${encodeURIComponent(name)}`;
        const format = recognise(name);
        if (format !== undefined) found.push({ uri, format });
        else if (mayBeFolder(name)) next.push(uri);
      }
    }
    const types = await typesAt(world, next, trusted);
    level = next.filter((_, index) => types[index] === "folder");
  }
  if (trusted) return found;
  const types = await typesAt(
    world,
    found.map(({ uri }) => uri),
    trusted,
  );
  return found.filter((_, index) => types[index] !== "link");
}

/** Folders whose files belong to someone else or to a tool. */
const VENDORED = new Set([".git", "node_modules", ".venv", "venv", "env", "site-packages", "__pycache__", ".tox", "mlruns", ".dvc"]);

export function isVendored(folderName: string): boolean {
  return VENDORED.has(folderName);
}

/** Most names with an extension are files: they are not worth a look at the disk. */
function mayBeFolder(name: string): boolean {
  return !isVendored(name) && !name.startsWith(".") && !/\.[A-Za-z][A-Za-z0-9]{0,6}$/.test(name);
}

function typesAt({ files }: World, uris: readonly string[], followLinks: boolean): Promise<(FileStat["type"] | undefined)[]> {
  return Promise.all(uris.map(async (uri) => (await files.stat(uri, followLinks ? undefined : "stay"))?.type));
}

import { didYouMean } from "#registry/model/didYouMean.ts";
import { fileNameOf, folderOf, isWithin, namedPath, stepsInto } from "../formats/namedPath.ts";
import type { Workspace } from "./workspace.ts";

/** Paths that are proposed. */
const MAX_PROPOSED = 3;
/** Folders that are looked into for a file of the same name. */
const MAX_FOLDERS = 200;
/** How far below the folder of the file. */
const MAX_DEPTH = 3;

/**
 * Paths of what is there and was most likely meant by one at which there is nothing, as the file would write them: one that is spelt nearly
 * alike, and files of the same name in the folders around. Only in the workspace, and only where it is trusted.
 */
export async function placesNear(path: string, documentUri: string, workspace: Workspace): Promise<readonly string[]> {
  const { folders, trusted, world } = workspace;
  if (!trusted) return [];
  const look = (uri: string) => (isWithin(uri, folders) ? world.files.list(uri) : Promise.resolve([]));
  const found = new Set<string>();
  const add = async (candidate: string): Promise<void> => {
    const target = namedPath(candidate, documentUri);
    const isInside = target !== undefined && isWithin(target, folders);
    if (candidate !== path && isInside && (await workspace.exists(target))) found.add(candidate);
  };
  const [parent, name] = [path.slice(0, path.lastIndexOf("/") + 1), path.slice(path.lastIndexOf("/") + 1)];
  const parentUri = namedPath(parent === "" ? "." : parent, documentUri);
  const spelt =
    parentUri === undefined
      ? undefined
      : didYouMean(
          name,
          (await look(parentUri)).map((entry) => entry.name),
        );
  if (spelt !== undefined) await add(parent + spelt);
  if (path.startsWith("/")) await add(path.replace(/^\/+/, ""));
  const levels = folders.flatMap((folder) => (isWithin(documentUri, [folder]) ? stepsInto(documentUri, folder).length : []));
  for (let up = 1; up < Math.min(...levels, MAX_DEPTH + 1); up++) await add("../".repeat(up) + name);
  for (const below of await sameNameBelow(name, documentUri, look)) await add(below);
  return [...found].slice(0, MAX_PROPOSED);
}

/** Files of a name in the folder of a file and below, as paths from there; the nearest first. */
async function sameNameBelow(name: string, documentUri: string, look: (uri: string) => ReturnType<Workspace["world"]["files"]["list"]>) {
  const found: string[] = [];
  const home = folderOf(documentUri);
  let level = [""];
  let looked = 0;
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (++looked > MAX_FOLDERS) return found;
      const uri = `${home}${folder
        .split("/")
        .map((part) => (part === "" ? "" : `/${encodeURIComponent(part)}`))
        .join("")}`;
      for (const entry of await look(uri)) {
        if (!entry.name.isWellFormed()) continue;
        if (entry.name === name) found.push(folder + entry.name);
        else if (entry.type === "folder" && !entry.name.startsWith(".") && entry.name !== "node_modules")
          next.push(`${folder}${entry.name}/`);
      }
    }
    level = next;
  }
  return found.filter((each) => fileNameOf(each) === name);
}

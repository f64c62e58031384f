import { type Dirent, readdirSync, type Stats, statSync } from "node:fs";
import { codeOf, isMissing } from "./errors.ts";
import { FileProblem, readText } from "./readFile.ts";

/** More than any run has; a folder of which somebody made something else must not hold everything up. */
const mostFiles = 100_000;
/** A key has at most 250 characters, and so no more parts than this. */
const deepest = 125;
/** MLflow takes params of 6,000 characters, tags of 8,000, and tags of the model registry of 100,000 (3.17.2): four bytes each at most. */
const longestText = 1_000_000;

/**
 * The keys that have a file under a folder, in no order: `val/loss` is the file `loss` in the folder `val`. No folder: none. As MLflow does, links to
 * files are followed and links to folders are not. Throws `FileProblem` where there are too many.
 */
export function keysIn(folder: string): string[] {
  const keys: string[] = [];
  addKeys(folder, "", keys, 0);
  return keys;
}

function addKeys(folder: string, prefix: string, keys: string[], depth: number): void {
  for (const entry of entriesOf(folder)) {
    const key = prefix + entry.name;
    const isFolder = entry.isDirectory();
    if (!isFolder && !isFile(entry, `${folder}/${entry.name}`)) continue;
    if (keys.length >= mostFiles || depth > deepest) throw new FileProblem(`holds more than ${mostFiles.toLocaleString("en")} files`);
    if (isFolder) addKeys(`${folder}/${entry.name}`, `${key}/`, keys, depth + 1);
    else keys.push(key);
  }
}

function isFile(entry: Dirent, path: string): boolean {
  if (entry.isFile()) return true;
  return entry.isSymbolicLink() && statAt(path)?.isFile() === true;
}

/** What a path leads to; absent where it leads nowhere, to itself, or where one may not look. */
export function statAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}

/** What is in a folder; nothing where there is no folder. */
export function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The names of the folders in a folder, of links to folders too. */
export function foldersIn(folder: string): string[] {
  const folders: string[] = [];
  for (const entry of entriesOf(folder)) {
    if (entry.isDirectory()) folders.push(entry.name);
    else if (entry.isSymbolicLink() && statAt(`${folder}/${entry.name}`)?.isDirectory()) folders.push(entry.name);
  }
  return folders;
}

/** The text of the file of a param or tag; absent where it is gone. */
export function readValue(folder: string, key: string): string | undefined {
  try {
    return readText(`${folder}/${key}`, longestText);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

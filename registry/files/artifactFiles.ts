import { constants, type Dirent } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ArtifactContentQuery } from "#registry/api.ts";
import { byCodePoints } from "#registry/model/codePoints.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { checkContentQuery } from "#registry/model/questionLimits.ts";
import { checkArtifactPath, mostArtifacts } from "#registry/model/registryRules.ts";
import type { Artifact, ArtifactContent } from "#registry/model/types.ts";
import { errorCode, isInside } from "./fileSystem.ts";
import type { ModelFolder } from "./modelFolder.ts";

/** Opening a pipe must not wait for a writer that may never come. */
const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** What lies in a folder below a run's artifacts. `storeFolder` is the folder that the store lies in. */
export async function listArtifacts(root: ModelFolder, path: string, storeFolder: string, signal: AbortSignal): Promise<Artifact[]> {
  checkArtifactPath(path);
  const folder = await placeOf(root, path, storeFolder);
  if (folder === undefined) return [];
  const found: Artifact[] = [];
  for (const entry of await entriesOf(folder)) {
    signal.throwIfAborted();
    const one = await artifactAt(folder, entry, path === "" ? entry.name : `${path}/${entry.name}`);
    if (one !== undefined) found.push(one);
  }
  return found.sort((one, other) => byCodePoints(one.path, other.path));
}

/** The beginning of a file below a run's artifacts. */
export async function readArtifactFile(
  root: ModelFolder,
  query: Omit<ArtifactContentQuery, "runId">,
  storeFolder: string,
  signal: AbortSignal,
): Promise<ArtifactContent> {
  checkContentQuery(query);
  const { path, maxBytes, from } = query;
  const file = await placeOf(root, path, storeFolder);
  if (file === undefined || !(await stat(file)).isFile()) throw artifactNotFound(path);
  signal.throwIfAborted();
  const handle = await open(file, readFlags);
  try {
    const { size } = await handle.stat();
    const start = beginning(from, size);
    const buffer = new Uint8Array(Math.min(size - start, maxBytes));
    let length = 0;
    for (let more = -1; length < buffer.length && more !== 0; length += more) {
      more = (await handle.read(buffer, length, buffer.length - length, start + length)).bytesRead;
    }
    const part = from === undefined ? {} : { part: { from: start, size } };
    return { bytes: buffer.subarray(0, length), isWhole: start === 0 && size <= maxBytes, ...part };
  } finally {
    await handle.close();
  }
}

/** The byte that is meant, within the file. */
function beginning(from: number | undefined, size: number): number {
  if (from === undefined) return 0;
  return from < 0 ? Math.max(0, size + from) : Math.min(from, size);
}

/** There is no file of this path among the artifacts. */
function artifactNotFound(path: string): RegistryError {
  return new RegistryError("notFound", `The run has no artifact ${path}.`, "Refresh the view.");
}

/** Where a path leads in the end; absent where there is nothing. Throws where it leaves the artifacts, or where they are not here. */
async function placeOf(root: ModelFolder, path: string, storeFolder: string): Promise<string | undefined> {
  if ("why" in root) {
    throw new RegistryError(
      "unsupported",
      root.why,
      "Open the MLflow server that logged the run: it reads its artifacts wherever they are.",
    );
  }
  if (root.root !== undefined && !isInside(root.path, root.root)) throw leaves(path);
  try {
    const [place, top] = await Promise.all([realpath(join(root.path, path)), realpath(root.path)]);
    if (!isInside(place, top)) throw leaves(path);
    return place;
  } catch (error) {
    if (error instanceof RegistryError) throw error;
    const code = errorCode(error);
    if (code !== "ENOENT" && code !== "ENOTDIR")
      throw new RegistryError("unavailable", `${path || "The artifacts"} cannot be read (${code}).`, "Look at its permissions.", {
        cause: error,
      });
    // A folder elsewhere may exist on the machine that wrote the store; the store's own folder would be here.
    if (isInside(root.path, storeFolder) || (await stat(root.path).catch(() => undefined)) !== undefined) return undefined;
    const message = `The artifacts are in ${root.path}, which is not on this machine.`;
    throw new RegistryError("unsupported", message, "Open the store on the machine that logged the run, or its MLflow server.");
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).slice(0, mostArtifacts);
  } catch (error) {
    if (["ENOTDIR", "ENOENT"].includes(errorCode(error))) return [];
    throw new RegistryError("unavailable", `A folder of artifacts cannot be read (${errorCode(error)}).`, "Look at its permissions.", {
      cause: error,
    });
  }
}

/** Absent for what is neither file nor folder, and for a link that leads out of the folder it is in. */
async function artifactAt(folder: string, entry: Dirent, path: string): Promise<Artifact | undefined> {
  const at = join(folder, entry.name);
  if (entry.isSymbolicLink()) {
    const place = await realpath(at).catch(() => undefined);
    if (place === undefined || !isInside(place, folder)) return undefined;
  }
  const found = await stat(at).catch(() => undefined);
  if (found?.isDirectory()) return { path, isFolder: true };
  return found?.isFile() ? { path, isFolder: false, size: found.size } : undefined;
}

function leaves(path: string): RegistryError {
  return new RegistryError("invalid", `${path || "The place of the artifacts"} leads out of the artifacts.`, "Look at where it leads.");
}

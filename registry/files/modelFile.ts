import { open, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Knowledge } from "#registry/model/types.ts";
import { errorCode, isInside } from "./fileSystem.ts";
import type { ModelFolder } from "./modelFolder.ts";

/** An `MLmodel` file is a few kilobytes; signatures of very wide tables make some hundreds. */
const largestModelFile = 5_000_000;

/** Reads `MLmodel` in a model's folder; `absent` when `storeFolder`, the folder that the store lies in, has none there. */
export async function readModelFile(folder: ModelFolder, storeFolder: string, signal: AbortSignal): Promise<Knowledge<string>> {
  if ("why" in folder) return { state: "unknown", why: folder.why };
  if (folder.root !== undefined && !isInside(folder.path, folder.root)) {
    return { state: "unknown", why: "The source points outside the artifacts of the store." };
  }
  try {
    const file = await realpath(join(folder.path, "MLmodel"));
    if (!isInside(file, await realpath(folder.path))) return { state: "unknown", why: "MLmodel is a link that leaves its folder." };
    signal.throwIfAborted();
    return await readSmallFile(file);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return missing(error, folder.path, storeFolder);
  }
}

async function readSmallFile(path: string): Promise<Knowledge<string>> {
  // Opening a pipe would wait for a writer that may never come.
  if (!(await stat(path)).isFile()) return { state: "unknown", why: "MLmodel is not a file." };
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    if (size > largestModelFile) return { state: "unknown", why: `MLmodel is larger than ${largestModelFile / 1e6} MB.` };
    return { state: "known", value: await handle.readFile("utf8") };
  } finally {
    await handle.close();
  }
}

async function missing(error: unknown, path: string, storeFolder: string): Promise<Knowledge<string>> {
  const code = errorCode(error);
  if (code !== "ENOENT" && code !== "ENOTDIR") return { state: "unknown", why: `MLmodel in ${path} cannot be read (${code}).` };
  // A folder elsewhere may exist on the machine that wrote the store; the store's own folder would be here.
  const here = isInside(path, storeFolder) || (await stat(path).catch(() => undefined)) !== undefined;
  return here ? { state: "absent" } : { state: "unknown", why: `${path} is not on this machine.` };
}

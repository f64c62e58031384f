import { open, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { computerOfUri } from "#registry/model/computer.ts";
import type { Knowledge } from "#registry/model/types.ts";
import { inWorkspace } from "./modelRows.ts";
import { versionNotFound, versionNumber } from "./models.ts";
import type { Connection } from "./store.ts";

/** An `MLmodel` file is a few kilobytes; signatures of very wide tables make some hundreds. */
const largestModelFile = 5_000_000;

/** Models that are copies of models that are copies…: MLflow itself follows them one by one. */
const mostHops = 5;

/** Where the artifacts of a model version are, as MLflow recorded it. `root` is the folder that a store-relative path must not leave. */
export type ModelFolder = { readonly path: string; readonly root?: string } | { readonly why: string };

/** Finds the folder of a model version without touching the disk. `databaseFolder` is where MLflow's default server keeps artifacts. */
export function modelFolder(connection: Connection, model: string, version: string, databaseFolder: string): ModelFolder {
  const own = inWorkspace(connection, "model_versions");
  const sql = `SELECT source, storage_location FROM model_versions WHERE ${own} AND name = ? AND version = ? AND current_stage <> 'Deleted_Internal'`;
  const row = connection.all(sql, model, versionNumber(version))[0];
  if (row === undefined) throw versionNotFound(model, version);
  try {
    const found = locate(connection, String(row["storage_location"] || row["source"] || ""), databaseFolder, mostHops);
    return ("path" in found && elsewhere(found.path, databaseFolder)) || found;
  } catch (error) {
    // What `fileURLToPath` and `decodeURIComponent` throw.
    if (error instanceof TypeError || error instanceof URIError) return { why: "The source is not a valid address." };
    throw error;
  }
}

function locate(connection: Connection, location: string, databaseFolder: string, hops: number): ModelFolder {
  if (location === "") return { why: "The version has no source." };
  if (hops === 0) return { why: "The source refers to itself." };
  const [, scheme, rest] = /^([A-Za-z][A-Za-z0-9+.-]+):(.*)$/s.exec(location) ?? [];
  const follow = (next: unknown) => locate(connection, String(next ?? ""), databaseFolder, hops - 1);
  switch (scheme?.toLowerCase()) {
    case undefined:
      return elsewhere(location, databaseFolder) ?? { path: resolve(databaseFolder, location) };
    case "file":
      return elsewhere(location, databaseFolder) ?? { path: fileURLToPath(location) };
    case "mlflow-artifacts": {
      const root = join(databaseFolder, "mlartifacts");
      const path = (rest ?? "").replace(/^\/\/[^/]*/, "").replace(/^\/+/, "");
      return { path: resolve(root, decodeURIComponent(path)), root };
    }
    case "models":
      return followModel(connection, rest ?? "", follow);
    case "runs": {
      const [, runId, path] = /^\/+([^/]+)\/?(.*)$/s.exec(rest ?? "") ?? [];
      const uri = connection.rows("SELECT artifact_uri FROM runs WHERE run_uuid = ?", runId ?? "")[0]?.[0];
      return uri === undefined
        ? { why: `The run ${runId ?? ""} of the source is gone.` }
        : follow(`${String(uri).replace(/\/$/, "")}/${path}`);
    }
    default:
      return { why: `The artifacts are at ${location.slice(0, 200)}, which is not read from here.` };
  }
}

/** Why a location is not looked at, when it is on another computer than the store: on Windows, a look would sign in there. */
function elsewhere(location: string, databaseFolder: string): { readonly why: string } | undefined {
  const computer = computerOfUri(location);
  if (computer === "" || computer === computerOfUri(databaseFolder)) return undefined;
  return { why: `The artifacts are on another computer, ${computer}, which is not looked at from here.` };
}

function followModel(connection: Connection, rest: string, follow: (next: unknown) => ModelFolder): ModelFolder {
  const [name, version] = rest.replace(/^\/+/, "").split("/");
  if (version !== undefined) {
    const own = inWorkspace(connection, "model_versions");
    const sql = `SELECT coalesce(storage_location, source) FROM model_versions WHERE ${own} AND name = ? AND version = ?`;
    return follow(connection.rows(sql, name ?? "", Number(version) || 0)[0]?.[0]);
  }
  if (!connection.has("logged_models")) return { why: "The logged model of the source is not in this store." };
  return follow(connection.rows("SELECT artifact_location FROM logged_models WHERE model_id = ?", name ?? "")[0]?.[0]);
}

/** Reads `MLmodel` in a model's folder; `absent` when the store's own folder has none. */
export async function readModelFile(folder: ModelFolder, databaseFolder: string, signal: AbortSignal): Promise<Knowledge<string>> {
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
    return missing(error, folder.path, databaseFolder);
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

async function missing(error: unknown, path: string, databaseFolder: string): Promise<Knowledge<string>> {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code !== "ENOENT" && code !== "ENOTDIR") return { state: "unknown", why: `MLmodel in ${path} cannot be read (${code}).` };
  // A folder elsewhere may exist on the machine that wrote the store; the store's own folder would be here.
  const here = isInside(path, databaseFolder) || (await stat(path).catch(() => undefined)) !== undefined;
  return here ? { state: "absent" } : { state: "unknown", why: `${path} is not on this machine.` };
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

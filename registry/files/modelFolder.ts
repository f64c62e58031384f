import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { computerOfUri } from "#registry/model/computer.ts";

/** Models that are copies of models that are copies…: MLflow itself follows them one by one. */
const mostHops = 5;

/** Where the artifacts of a model version are, as MLflow recorded it. `root` is the folder that a store-relative path must not leave. */
export type ModelFolder = { readonly path: string; readonly root?: string } | { readonly why: string };

/** What a store on this computer knows of where artifacts are: addresses as MLflow recorded them. */
export interface Locations {
  /** The folder that the store lies in: relative paths belong to it, and MLflow's default server keeps its artifacts there. */
  readonly folder: string;
  /** Of a run; absent: there is no such run. */
  run(id: string): string | undefined;
  /** Of a version of a registered model; absent: there is no such version. */
  version(model: string, version: string): string | undefined;
  /** Of a logged model; absent: there is none. */
  loggedModel(id: string): string | undefined;
}

/** Finds the folder of a model by its source, without touching the disk but for what `locations` reads. */
export function modelFolderAt(source: string, locations: Locations): ModelFolder {
  try {
    const found = locate(source, locations, mostHops);
    return ("path" in found && elsewhere(found.path, locations.folder)) || found;
  } catch (error) {
    // What `fileURLToPath` and `decodeURIComponent` throw.
    if (error instanceof TypeError || error instanceof URIError) return { why: "The source is not a valid address." };
    throw error;
  }
}

/** Finds the folder of a run's artifacts by its address, as `modelFolderAt` that of a model. */
export function artifactsFolder(uri: string, locations: Locations): ModelFolder {
  if (uri === "") return { why: "The run has no place for artifacts." };
  return modelFolderAt(uri, locations);
}

function locate(location: string, locations: Locations, hops: number): ModelFolder {
  if (location === "") return { why: "The version has no source." };
  if (hops === 0) return { why: "The source refers to itself." };
  const { folder } = locations;
  const [, scheme, rest = ""] = /^([A-Za-z][A-Za-z0-9+.-]+):(.*)$/s.exec(location) ?? [];
  const follow = (next: string | undefined) => locate(next ?? "", locations, hops - 1);
  switch (scheme?.toLowerCase()) {
    case undefined:
      return elsewhere(location, folder) ?? { path: resolve(folder, location) };
    case "file":
      return elsewhere(location, folder) ?? { path: fileURLToPath(location) };
    case "mlflow-artifacts": {
      const root = join(folder, "mlartifacts");
      const path = rest.replace(/^\/\/[^/]*/, "").replace(/^\/+/, "");
      return { path: resolve(root, decodeURIComponent(path)), root };
    }
    case "models": {
      const [name = "", version] = rest.replace(/^\/+/, "").split("/");
      if (version !== undefined) return follow(locations.version(name, version));
      const model = locations.loggedModel(name);
      return model === undefined ? { why: "The logged model of the source is not in this store." } : follow(model);
    }
    case "runs": {
      const [, runId = "", path = ""] = /^\/+([^/]+)\/?(.*)$/s.exec(rest) ?? [];
      const uri = locations.run(runId);
      return uri === undefined ? { why: `The run ${runId} of the source is gone.` } : follow(`${uri.replace(/\/$/, "")}/${path}`);
    }
    default:
      return { why: `The artifacts are at ${location.slice(0, 200)}, which is not read from here.` };
  }
}

/** Why a location is not looked at, when it is on another computer than the store: on Windows, a look would sign in there. */
function elsewhere(location: string, folder: string): { readonly why: string } | undefined {
  const computer = computerOfUri(location);
  if (computer === "" || computer === computerOfUri(folder)) return undefined;
  return { why: `The artifacts are on another computer, ${computer}, which is not looked at from here.` };
}

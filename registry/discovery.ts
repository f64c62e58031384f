import { computerOfUri } from "./model/computer.ts";
import { RegistryError } from "./model/errors.ts";

/** Where a registry was found; `why` is one sentence for people. */
export interface Discovery {
  /** Absolute: `sqlite:////abs/mlflow.db`, `sqlite:///C:/x/mlflow.db`, `http://host:5000`, `file:///abs/mlruns`. */
  readonly uri: string;
  readonly why: string;
}

/** What discovery looks at. Paths and URIs may be of either kind of system, whatever this one is. */
export interface DiscoveryInput {
  /** `slipway.registry`; empty: not set. */
  readonly setting: string;
  /** `registry:` of `slipway.yaml`; absent: not set. */
  readonly policy: string | undefined;
  /** `MLFLOW_TRACKING_URI`; absent: not set. */
  readonly environment: string | undefined;
  /** URI of the workspace folder, `file:///…`; absent: no folder is open. */
  readonly folder: string | undefined;
  /** Is there a file or folder at this path in the workspace folder? */
  exists(path: string): Promise<boolean>;
  /** The names in a folder of the workspace folder; none where there is no such folder. */
  list(path: string): Promise<readonly string[]>;
}

/** So many folders are looked into for an experiment. */
const mostFolders = 100;
const namedByPolicy = "Named by slipway.yaml.";

/** Finds the registry in the designed order; `undefined` when there is none. Throws `invalid` for a URI that cannot be understood. */
export async function discoverRegistry(input: DiscoveryInput): Promise<Discovery | undefined> {
  const { setting, policy, environment, folder } = input;
  const named: readonly (readonly [string | undefined, string])[] = [
    [setting, "Set in the setting slipway.registry."],
    [policy, namedByPolicy],
    [environment, "Named by the environment variable MLFLOW_TRACKING_URI."],
  ];
  for (const [uri, why] of named) {
    if (uri === undefined || uri.trim() === "") continue;
    const found = { uri: absoluteRegistryUri(uri.trim(), folder), why };
    if (why === namedByPolicy) checkComputer(found.uri, folder);
    return found;
  }
  if (folder === undefined) return undefined;
  if (await input.exists("mlflow.db"))
    return { uri: absoluteRegistryUri("sqlite:///mlflow.db", folder), why: "Found in the workspace folder." };
  if (await isFileStore(input)) return { uri: childUri(folder, "mlruns"), why: "Found in the workspace folder." };
  return undefined;
}

/**
 * Does `mlruns` hold experiments? As MLflow itself decides (3.17.2, `_has_existing_mlruns_data`): beside a database or a server it holds artifacts
 * alone.
 */
async function isFileStore({ exists, list }: DiscoveryInput): Promise<boolean> {
  const experiments = (await list("mlruns")).filter((name) => /^\d+$/.test(name));
  for (const id of experiments.slice(0, mostFolders)) if (await exists(`mlruns/${id}/meta.yaml`)) return true;
  return false;
}

/** A file of the folder must not make this computer sign in at another one, as opening a shared folder on Windows does. */
function checkComputer(uri: string, folder: string | undefined): void {
  const computer = computerOfUri(uri);
  if (computer === "" || computer === computerOfUri(folder ?? "")) return;
  throw new RegistryError(
    "invalid",
    `slipway.yaml names a registry on another computer, ${computer}.`,
    "If you trust it, put the address into the setting slipway.registry.",
  );
}

/**
 * Makes one of MLflow's URIs absolute: `sqlite:///rel.db` and plain paths belong to `folder` (`file:///…`), `sqlite:////abs.db`,
 * `sqlite:///C:/abs.db` and `http(s)://…` stand. Throws `invalid` for a relative one without a folder.
 */
export function absoluteRegistryUri(uri: string, folder: string | undefined): string {
  const sqlite = /^sqlite:\/\/\/(.+)$/is.exec(uri)?.[1];
  if (sqlite !== undefined) return `sqlite:///${absolutePath(sqlite, folder)}`;
  if (isDatabasePath(uri)) return `sqlite:///${absolutePath(uri, folder)}`;
  if (/^[A-Za-z][A-Za-z0-9+.-]+:/.test(uri)) return uri;
  if (/^databricks(-uc)?$/.test(uri)) return `${uri}:`;
  return `file://${absolutePath(uri, folder)
    .replaceAll("\\", "/")
    .replace(/[%?#]/g, encodeURIComponent)
    .replace(/^(?=[A-Za-z]:)/, "/")}`;
}

/** A plain path to a database file: MLflow does not take it, people write it all the same. */
function isDatabasePath(uri: string): boolean {
  return /\.(db|sqlite3?)$/i.test(uri) && (!/^[A-Za-z][A-Za-z0-9+.-]+:/.test(uri) || isAbsolutePath(uri));
}

function absolutePath(path: string, folder: string | undefined): string {
  if (isAbsolutePath(path)) return path;
  if (folder === undefined) {
    throw new RegistryError(
      "invalid",
      `The registry ${path} is relative, and no folder is open.`,
      "Open a folder, or use an absolute path.",
    );
  }
  const parts = folderPath(folder).split("/");
  for (const part of path.split(/[\\/]/)) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function isAbsolutePath(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path) || path.startsWith("\\\\");
}

/** `file:///c%3A/x` → `c:/x`, `file:///home/x` → `/home/x`, `file://server/share` → `//server/share`. */
function folderPath(folder: string): string {
  const url = new URL(folder);
  const path = decodeURIComponent(url.pathname).replace(/\/+$/, "");
  if (url.host !== "") return `//${url.host}${path}`;
  return /^\/[A-Za-z]:/.test(path) ? path.slice(1) : path;
}

function childUri(folder: string, name: string): string {
  return `${folder.replace(/\/+$/, "")}/${name}`;
}

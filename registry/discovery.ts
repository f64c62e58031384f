import type { Backend, FolderContent } from "./backend.ts";
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
  /** The kinds of registry that there are, in the order in which they are looked for. */
  readonly backends: readonly Backend[];
  /** `slipway.registry`; empty: not set. */
  readonly setting: string;
  /** `registry:` of `slipway.yaml`; absent: not set. */
  readonly policy: string | undefined;
  /** `MLFLOW_TRACKING_URI`; absent: not set. */
  readonly environment: string | undefined;
  /** URI of the workspace folder, `file:///…`; absent: no folder is open. */
  readonly folder: string | undefined;
  readonly content: FolderContent;
}

const namedByPolicy = "Named by slipway.yaml.";

/** Finds the registry in the designed order; `undefined` when there is none. Throws `invalid` for a URI that cannot be understood. */
export async function discoverRegistry(input: DiscoveryInput): Promise<Discovery | undefined> {
  const { setting, policy, environment, folder, backends } = input;
  const named: readonly (readonly [string | undefined, string])[] = [
    [setting, "Set in the setting slipway.registry."],
    [policy, namedByPolicy],
    [environment, "Named by the environment variable MLFLOW_TRACKING_URI."],
  ];
  for (const [uri, why] of named) {
    if (uri === undefined || uri.trim() === "") continue;
    const found = { uri: absoluteRegistryUri(uri.trim(), folder, backends), why };
    if (why === namedByPolicy) checkComputer(found.uri, folder);
    return found;
  }
  if (folder === undefined) return undefined;
  const found = await storeIn(input.content, backends);
  return found === undefined ? undefined : { uri: absoluteRegistryUri(found, folder, backends), why: "Found in the workspace folder." };
}

/** How a registry in a folder is written: `mlflow.db`; absent where the folder has none. */
export async function storeIn(content: FolderContent, backends: readonly Backend[]): Promise<string | undefined> {
  for await (const store of storesOf(content, backends)) return store;
  return undefined;
}

/** The same of all that a folder has, one of each kind; the first is the one that is opened by itself. */
export async function storesIn(content: FolderContent, backends: readonly Backend[]): Promise<string[]> {
  const found: string[] = [];
  for await (const store of storesOf(content, backends)) found.push(store);
  return found;
}

/** Looked for one by one: who takes the first asks no further. */
async function* storesOf(content: FolderContent, backends: readonly Backend[]): AsyncGenerator<string> {
  for (const backend of backends) {
    const store = await backend.findIn?.(content);
    if (store !== undefined) yield store;
  }
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
export function absoluteRegistryUri(uri: string, folder: string | undefined, backends: readonly Backend[]): string {
  for (const backend of backends) {
    const absolute = backend.absolute?.(uri, (path) => absolutePath(path, folder));
    if (absolute !== undefined) return absolute;
  }
  return uri;
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

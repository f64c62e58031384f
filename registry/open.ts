import type { Registry } from "./api.ts";
import type { Backend, OpenWorld } from "./backend.ts";
import { RegistryError } from "./model/errors.ts";

/**
 * Opens a registry by an absolute URI as `discoverRegistry` gives it: `sqlite:///C:/x/mlflow.db`, `sqlite:////x/mlflow.db`, `http(s)://…`.
 * with the backends that this place has. Contacts nothing yet. Throws `unsupported` or `invalid` for a URI that no backend takes.
 */
export function openRegistry(uri: string, world: OpenWorld, backends: readonly Backend[]): Registry {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1]?.toLowerCase() ?? "";
  const backend = backends.find(({ schemes }) => schemes.includes(scheme));
  if (backend !== undefined) return backend.open(uri, world);
  throw scheme === "file" ? fileStore(uri) : unsupported(scheme, backends);
}

/** A folder such as `mlruns/`, which MLflow itself no longer opens without being told to (3.13), but takes over into a database (3.10). */
function fileStore(uri: string): RegistryError {
  const path = uri.replace(/[?#].*$/s, "").replace(/[\\/]+$/, "");
  const name = fileNameOf(path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1));
  const source = name === "mlruns" ? "." : /^[\w.-]+$/.test(name) ? name : `"${name}"`;
  return new RegistryError(
    "unsupported",
    `${name}/ is a file store, which this version of Slipway does not read yet.`,
    `Run beside it: mlflow migrate-filestore --source ${source} --target sqlite:///mlflow.db (MLflow 3.10 or newer), and open that mlflow.db.`,
  );
}

function fileNameOf(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

function unsupported(scheme: string, backends: readonly Backend[]): RegistryError {
  const message = scheme === "" ? "The registry is not named by a URI." : `A registry at ${scheme}: is not supported yet.`;
  return new RegistryError("unsupported", message, `Use one such as ${backends.map(({ example }) => example).join(" or ")}.`);
}

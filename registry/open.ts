import { fileURLToPath } from "node:url";
import type { Registry } from "./api.ts";
import type { HttpWorld } from "./mlflow/http.ts";
import { openMlflowRegistry } from "./mlflow/mlflowRegistry.ts";
import type { SignIn } from "./model/address.ts";
import { RegistryError } from "./model/errors.ts";
import { openSqliteRegistry } from "./sqlite/sqliteRegistry.ts";

/** What a backend may need. */
export interface OpenWorld extends Omit<HttpWorld, "credentials"> {
  /** ms since 1970 */
  now(): number;
  /** How to sign in at an origin (`originOf`); `own` is what the registry's address itself holds. */
  credentials(origin: string, own: SignIn | undefined): SignIn | undefined;
}

/**
 * Opens a registry by an absolute URI as `discoverRegistry` gives it: `sqlite:///C:/x/mlflow.db`, `sqlite:////x/mlflow.db`, `http(s)://…`.
 * Contacts nothing yet. Throws `unsupported` or `invalid` for a URI that no backend takes. A new backend is one line here.
 */
export function openRegistry(uri: string, world: OpenWorld): Registry {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1]?.toLowerCase() ?? "";
  switch (scheme) {
    case "sqlite":
      return openSqliteRegistry(sqlitePath(uri), world.now);
    case "http":
    case "https": {
      if (!URL.canParse(uri))
        throw new RegistryError("invalid", "The address of the registry is not valid.", "Use one such as http://host:5000.");
      const address = new URL(uri);
      return openMlflowRegistry(address, { ...world, credentials: (own) => world.credentials(address.origin, own) });
    }
    case "file":
      throw fileStore(uri);
    case "databricks":
    case "databricks-uc":
      throw unsupported("Databricks is not supported yet.");
    default:
      throw unsupported(scheme === "" ? "The registry is not named by a URI." : `A registry at ${scheme}: is not supported.`);
  }
}

function sqlitePath(uri: string): string {
  const path = uri.replace(/^sqlite:\/\/\//i, "").replace(/\?.*$/s, "");
  return path.startsWith("file:") ? fileURLToPath(path) : path;
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

function unsupported(message: string): RegistryError {
  return new RegistryError("unsupported", message, "Use a sqlite:/// URI, or the http(s) address of an MLflow server.");
}

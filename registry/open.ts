import type { Registry } from "./api.ts";
import type { Backend, OpenWorld } from "./backend.ts";
import { RegistryError } from "./model/errors.ts";
import { schemeOf } from "./model/schemes.ts";

/**
 * Opens a registry by an absolute URI as `discoverRegistry` gives it: `sqlite:///C:/x/mlflow.db`, `sqlite:////x/mlflow.db`, `file:///x/mlruns`, `http(s)://…`,
 * with the backends that this place has. Contacts nothing yet. Throws `unsupported` or `invalid` for a URI that no backend takes.
 */
export function openRegistry(uri: string, world: OpenWorld, backends: readonly Backend[]): Registry {
  return backendOf(uri, backends).open(uri, world);
}

/** The kind of registry that an absolute URI names. Throws `unsupported` where there is none. */
export function backendOf(uri: string, backends: readonly Backend[]): Backend {
  const scheme = schemeOf(uri);
  const backend = backends.find((each) => each.schemes.includes(scheme) && (each.takes?.(uri) ?? true));
  if (backend !== undefined) return backend;
  throw unsupported(uri, scheme, backends);
}

/** What MLflow's server keeps its data in beside SQLite (SQLAlchemy's schemes, with or without a driver; MLflow 3.17.2). */
const databases = /^(postgresql|postgres|mysql|mssql)(\+[a-z0-9]+)?$/;
/** `mlflow.internal:5000`, whose host looks like a scheme. */
const hostAndPort = /^[A-Za-z0-9.-]+:\d+(\/|$)/;

function unsupported(uri: string, scheme: string, backends: readonly Backend[]): RegistryError {
  if (databases.test(scheme)) {
    return new RegistryError(
      "unsupported",
      `A ${scheme}: database is read by an MLflow server.`,
      `Start one with: mlflow server --backend-store-uri ${scheme}://… Then connect to its address, such as http://127.0.0.1:5000.`,
    );
  }
  if (hostAndPort.test(uri)) {
    return new RegistryError("unsupported", "The address of a server begins with http:// or https://.", "Write it in front.");
  }
  if (scheme === "uc") {
    return new RegistryError(
      "unsupported",
      "An open Unity Catalog server (uc:) has no runs, and no aliases, tags or stages of models: there is nothing to compare or to promote.",
      "Use the address of the MLflow server that has your runs, such as http://127.0.0.1:5000; for Unity Catalog on Databricks, databricks-uc://PROFILE.",
    );
  }
  const use = `Use one such as ${backends.map(({ example }) => example).join(" or ")}.`;
  if (scheme === "") return new RegistryError("unsupported", "The registry is not named by a URI.", use);
  const message = `A registry at ${scheme}: is not supported yet.`;
  return new RegistryError("unsupported", message, `${use} In VS Code another extension may bring it.`);
}

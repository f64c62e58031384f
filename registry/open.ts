import type { Registry } from "./api.ts";
import type { Backend, OpenWorld } from "./backend.ts";
import { RegistryError } from "./model/errors.ts";

/**
 * Opens a registry by an absolute URI as `discoverRegistry` gives it: `sqlite:///C:/x/mlflow.db`, `sqlite:////x/mlflow.db`, `file:///x/mlruns`, `http(s)://…`,
 * with the backends that this place has. Contacts nothing yet. Throws `unsupported` or `invalid` for a URI that no backend takes.
 */
export function openRegistry(uri: string, world: OpenWorld, backends: readonly Backend[]): Registry {
  return backendOf(uri, backends).open(uri, world);
}

/** The kind of registry that an absolute URI names. Throws `unsupported` where there is none. */
export function backendOf(uri: string, backends: readonly Backend[]): Backend {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1]?.toLowerCase() ?? "";
  const backend = backends.find(({ schemes }) => schemes.includes(scheme));
  if (backend !== undefined) return backend;
  throw unsupported(scheme, backends);
}

function unsupported(scheme: string, backends: readonly Backend[]): RegistryError {
  const message = scheme === "" ? "The registry is not named by a URI." : `A registry at ${scheme}: is not supported yet.`;
  return new RegistryError("unsupported", message, `Use one such as ${backends.map(({ example }) => example).join(" or ")}.`);
}

import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { Policy } from "#registry/promotion/types.ts";
import type { Settings, World } from "../world.ts";

/** What a request about the registry is answered from. */
export interface RegistryContext {
  /** Absent: none was found, or the workspace is not trusted. */
  readonly registry: Registry | undefined;
  /** Absent: there is no readable slipway.yaml. */
  readonly policy?: Policy | undefined;
  readonly settings: Settings;
  readonly world: World;
}

/** The open registry. Throws `unavailable` when there is none. */
export function openRegistryOf(context: RegistryContext): Registry {
  if (context.registry !== undefined) return context.registry;
  throw new RegistryError("unavailable", "No registry is open.", "Connect to an MLflow server, or open a folder with an mlflow.db.");
}

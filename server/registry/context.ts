import type { Problem } from "#protocol/message.ts";
import type { ServerSettings } from "#protocol/settings.ts";
import type { Registry } from "#registry/api.ts";
import { RegistryError, type RegistryErrorKind } from "#registry/model/errors.ts";
import type { Policy } from "#registry/promotion/types.ts";
import type { World } from "../world.ts";

/** What a request about the registry is answered from. */
export interface RegistryContext {
  /** Absent: none was found, or the workspace is not trusted. */
  readonly registry: Registry | undefined;
  /** Why there is none, where one was found that cannot be opened. */
  readonly problem?: Problem | undefined;
  /** Absent: there is no readable slipway.yaml. */
  readonly policy?: Policy | undefined;
  readonly settings: ServerSettings;
  readonly world: World;
}

/** The open registry. Where there is none, throws why: one cause, in the same words everywhere. */
export function openRegistryOf({ registry, problem }: RegistryContext): Registry {
  if (registry !== undefined) return registry;
  if (problem !== undefined) throw new RegistryError(kindOf(problem), problem.message, problem.next);
  throw new RegistryError(
    "unavailable",
    "No registry is open.",
    "Connect to an MLflow server, or open a folder with an mlflow.db or mlruns.",
  );
}

function kindOf({ kind }: Problem): RegistryErrorKind {
  return kind === "internal" ? "unavailable" : (kind as RegistryErrorKind);
}

import type { Registry } from "#registry/api.ts";
import type { World } from "#server/world.ts";

/** What the requests for artifacts work on. */
export interface ArtifactContext {
  readonly registry: Registry;
  readonly world: Pick<World, "log" | "base64" | "parquetHead">;
}

import type { ServerSettings } from "#protocol/settings.ts";
import type { CodeChange } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import type { Policy } from "#registry/promotion/types.ts";
import type { World } from "#server/world.ts";

/** All that the Compare page's requests work on; the server's composition root fills it for every request. */
export interface CompareContext {
  readonly registry: Registry;
  /** Absent: there is no readable policy. */
  readonly policy?: Policy;
  readonly settings: ServerSettings;
  readonly world: World;
  /** Change of code between two commits; absent where there is no Git. */
  readonly codeChange?: (left: string, right: string) => Promise<Omit<CodeChange, "runId">>;
}

import { defaultSettings } from "#protocol/settings.ts";
import type { Registry } from "#registry/api.ts";
import { testWorld } from "../registry/testWorld.ts";
import type { CompareContext } from "./context.ts";

/** A context whose clock stands at 5 ms. */
export function contextOf(registry: Registry, rest: Partial<CompareContext> = {}): CompareContext {
  return { registry, settings: defaultSettings, world: testWorld({ now: () => 5 }), ...rest };
}

/** Rows of `runs`, all of experiment 0. */
export function runRows(...ids: readonly string[]): string {
  return `INSERT INTO runs VALUES ${ids.map((id) => `('${id}', '${id}', 'ana', 'FINISHED', 1000, 2000, 'active', './${id}', 0)`).join(", ")};`;
}

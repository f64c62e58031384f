import { defaultSettings } from "#protocol/settings.ts";
import type { Registry } from "#registry/api.ts";
import type { CompareContext } from "./context.ts";

/** A context whose clock stands at 5 and whose log keeps still. */
export function contextOf(registry: Registry, rest: Partial<CompareContext> = {}): CompareContext {
  const world = { now: () => 5, log: { info() {}, warn() {}, error() {} } } as unknown as CompareContext["world"];
  return { registry, settings: defaultSettings, world, ...rest };
}

/** Rows of `runs`, all of experiment 0. */
export function runRows(...ids: readonly string[]): string {
  return `INSERT INTO runs VALUES ${ids.map((id) => `('${id}', '${id}', 'ana', 'FINISHED', 1000, 2000, 'active', './${id}', 0)`).join(", ")};`;
}

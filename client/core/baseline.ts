import type { RegistryRef } from "#protocol/registryRequests.ts";

/** Runs to compare, the baseline first: the one that was set, if any (added when it is not among them), else the first. No run twice. */
export function withBaseline(runIds: readonly string[], baselineId: string | undefined): readonly string[] {
  return [...new Set(baselineId === undefined ? runIds : [baselineId, ...runIds])];
}

/** The baseline of each registry, the one that was set last first. */
export type KeptBaselines = readonly (readonly [registry: RegistryRef, runId: string])[];

/** Whoever went through more registries than these knows the oldest baselines no more. */
const mostKept = 50;

/** What was kept; of a version of Slipway that kept one for all, that of its registry. */
export function readBaselines(kept: unknown): KeptBaselines {
  if (Array.isArray(kept)) return kept.filter(isPair);
  const { runId, registry } = (typeof kept === "object" && kept !== null ? kept : {}) as { runId?: unknown; registry?: unknown };
  const pair: unknown = [registry, runId];
  return isPair(pair) ? [pair] : [];
}

/** The same with another baseline of a registry; without one where `runId` is absent. */
export function withBaselineOf(kept: KeptBaselines, registry: RegistryRef, runId: string | undefined): KeptBaselines {
  const others = kept.filter(([other]) => other !== registry);
  return runId === undefined ? others : [[registry, runId] as const, ...others].slice(0, mostKept);
}

function isPair(each: unknown): each is readonly [string, string] {
  return Array.isArray(each) && each.length === 2 && each.every((part) => typeof part === "string");
}

import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import type { ModelVersion } from "#registry/model/types.ts";
import { type Standing, stagesOf, standings } from "#registry/promotion/ladder.ts";
import type { Policy } from "#registry/promotion/types.ts";

/** A server is asked once per model: with more models than this the label stays empty rather than the page late. */
const mostModels = 60;
const versionsPerModel = 200;
const atOnce = 6;

/** The model version that a run became; of several, the one that stands highest, then the newest. */
export interface RunVersion {
  readonly model: string;
  /** `v12 prod`, `v12 @champion` where no policy names environments, `v3`. */
  readonly label: string;
}

/** By run id; runs that became no version are not in it. */
export async function versionsOfRuns(
  registry: Registry,
  policy: Policy | undefined,
  runIds: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, RunVersion>> {
  const wanted = new Set(runIds);
  const { items: models } = await registry.models({ limit: mostModels }, signal);
  const perModel = await inParallel(models, atOnce, async (model) => {
    const { items } = await registry.versions({ model: model.name, limit: versionsPerModel }, signal);
    const marked = policy ? await inStages(registry, policy, model.name, signal) : [];
    const newer = new Set(items.map((version) => version.version));
    const all = [...items, ...marked.filter((version) => !newer.has(version.version))];
    const standing = policy ? standings(policy, model, all) : [];
    return all.filter((version) => wanted.has(version.runId)).map((version) => ranked(version, standing));
  });
  const best = new Map<string, ReturnType<typeof ranked>>();
  for (const candidate of perModel.flat()) {
    const known = best.get(candidate.version.runId);
    if (!known || isHigher(candidate, known)) best.set(candidate.version.runId, candidate);
  }
  return new Map([...best].map(([runId, { version, label }]) => [runId, { model: version.model, label }]));
}

/** Versions that stand in a stage of the policy: they may be older than those that were read. */
async function inStages(registry: Registry, policy: Policy, model: string, signal: AbortSignal): Promise<readonly ModelVersion[]> {
  const stages = stagesOf(policy);
  if (stages.length === 0) return [];
  try {
    return await registry.versionsInStages(model, stages, signal);
  } catch (error) {
    // A registry without stages still has versions to name.
    if (RegistryError.is(error) && error.kind === "unsupported") return [];
    throw error;
  }
}

function ranked(version: ModelVersion, standing: readonly Standing[]) {
  const alias = standing.length === 0 ? version.aliases[0] : undefined;
  const rank = alias === undefined ? standing.findLastIndex((item) => item.version === version.version) : 0;
  const place = alias === undefined ? (standing[rank]?.environment.name ?? "") : `@${alias}`;
  return { version, rank, label: place === "" ? `v${version.version}` : `v${version.version} ${place}` };
}

function isHigher(a: ReturnType<typeof ranked>, b: ReturnType<typeof ranked>): boolean {
  if (a.rank !== b.rank) return a.rank > b.rank;
  return Number(a.version.version) > Number(b.version.version);
}

import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { forRuns } from "#registry/model/forRuns.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { allPages } from "#registry/model/pages.ts";
import type { ModelVersion } from "#registry/model/types.ts";
import { type Standing, stagesOf, standings } from "#registry/promotion/ladder.ts";
import type { Policy } from "#registry/promotion/types.ts";

const pageSize = 1000;
/** Models asked about at once. */
const atOnce = 4;

/** The model version that a run became; of several, the one that stands highest, then the newest. */
export interface RunVersion {
  readonly model: string;
  /** `12` */
  readonly version: string;
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
  const versions = await forRuns([...new Set(runIds)], (part) =>
    allPages((page) => registry.versions({ runIds: part, limit: pageSize, ...page }, signal)),
  );
  const perModel = await inParallel([...Map.groupBy(versions, ({ model }) => model)], atOnce, async ([name, own]) => {
    const standing = policy ? await standingOf(registry, policy, name, signal) : [];
    return own.map((version) => ranked(version, standing));
  });
  const best = new Map<string, ReturnType<typeof ranked>>();
  for (const candidate of perModel.flat()) {
    const known = best.get(candidate.version.runId);
    if (!known || isHigher(candidate, known)) best.set(candidate.version.runId, candidate);
  }
  return new Map([...best].map(([runId, { version, label }]) => [runId, { model: version.model, version: version.version, label }]));
}

async function standingOf(registry: Registry, policy: Policy, name: string, signal: AbortSignal): Promise<Standing[]> {
  const [model, marked] = await Promise.all([registry.model(name, signal), inStages(registry, policy, name, signal)]);
  return standings(policy, model, marked);
}

/** Versions that stand in a stage of the policy. */
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

import type { Registry } from "./api.ts";
import { RegistryError } from "./model/errors.ts";
import { systemMetricPrefix } from "./model/mostLogged.ts";
import { runNotFound } from "./model/registryRules.ts";
import type { Move, RunStory, VersionStory } from "./model/stories.ts";
import type { ModelVersion } from "./model/types.ts";
import { foldVersion } from "./promotion/fold.ts";
import { logOf } from "./promotion/log/logs.ts";
import type { Policy } from "./promotion/types.ts";

/** Rejects with `notFound` when there is no such run. */
export async function runStory(registry: Registry, id: string, signal: AbortSignal): Promise<RunStory> {
  const page = await registry.runsById({ ids: [id], columns: { params: [], tags: [], datasets: false } }, signal);
  if (page.ids.length === 0) throw runNotFound(id);
  const startedAt = page.startTimes[0] ?? Number.NaN;
  return {
    id,
    name: page.names[0] ?? "",
    status: page.statuses[0] ?? "UNKNOWN",
    user: page.users[0] ?? "",
    metrics: page.metrics
      .filter(({ key }) => !key.startsWith(systemMetricPrefix))
      .map(({ key, values }) => ({ key, value: values[0] ?? Number.NaN })),
    ...(Number.isNaN(startedAt) ? {} : { startedAt }),
  };
}

/** `policy`: the one that counts, where there is one. Rejects with `notFound` when there is no such version. */
export async function versionStory(
  registry: Registry,
  { model, version }: { readonly model: string; readonly version: string },
  policy: Policy | undefined,
  signal: AbortSignal,
): Promise<VersionStory> {
  const found = await registry.version(model, version, signal);
  const [run, moves] = await Promise.all([
    found.runId === "" ? undefined : runStory(registry, found.runId, signal).catch(notRead),
    movesOf(registry, found, policy, signal).catch(notRead),
  ]);
  return { version: found, moves: moves ?? [], ...(run && { run }) };
}

async function movesOf(registry: Registry, version: ModelVersion, policy: Policy | undefined, signal: AbortSignal): Promise<Move[]> {
  const { events } = await (await logOf(registry, policy, signal)).of(version, signal);
  return foldVersion(events, () => ({})).promotions.flatMap(({ state, to, closedBy, closedAt }) =>
    state === "applied" && closedBy !== undefined && closedAt !== undefined ? [{ to, by: closedBy, at: closedAt }] : [],
  );
}

/** A story is told without what cannot be read. */
function notRead(error: unknown): undefined {
  if (!RegistryError.is(error)) throw error;
  return undefined;
}

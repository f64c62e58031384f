import type { Registry } from "./api.ts";
import { RegistryError } from "./model/errors.ts";
import { forRuns } from "./model/forRuns.ts";
import { allPages } from "./model/pages.ts";
import type { VersionPick } from "./model/stories.ts";
import type { ModelAlias, ModelVersion } from "./model/types.ts";

/** What configuration files may name: the names a registry knows. Each call rejects as the registry's own calls do. */

const pageSize = 1000;

export async function modelNames(registry: Registry, signal: AbortSignal): Promise<readonly string[]> {
  return (await allPages((page) => registry.models({ limit: pageSize, ...page }, signal))).map(({ name }) => name);
}

/** Rejects with `notFound` when there is no such model. */
export async function modelAliases(registry: Registry, model: string, signal: AbortSignal): Promise<readonly ModelAlias[]> {
  return (await registry.model(model, signal)).aliases;
}

/** Rejects with `notFound` when there is no such version, or no such model. */
export async function pickedVersion(registry: Registry, model: string, pick: VersionPick, signal: AbortSignal): Promise<ModelVersion> {
  if (pick !== "latest" && "version" in pick) return registry.version(model, pick.version, signal);
  const [found] =
    pick === "latest"
      ? (await registry.versions({ model, limit: 1 }, signal)).items
      : await registry.versionsInStages(model, [pick.stage], signal);
  if (found === undefined) throw new RegistryError("notFound", `${model} has no such version.`, "Name another.");
  return found;
}

/** Pages of versions that are looked through for one: no list has them by where they came from. */
const mostPages = 3;

/** The version that was registered from a logged model (`m-…`). Rejects with `notFound` when there is none, with `unsupported` in a registry of more than 3,000 versions. */
export async function versionOfLoggedModel(registry: Registry, id: string, signal: AbortSignal): Promise<ModelVersion> {
  let pageToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const versions = await registry.versions({ limit: pageSize, ...(pageToken !== undefined && { pageToken }) }, signal);
    const found = versions.items.find(({ source }) => source === `models:/${id}`);
    if (found !== undefined) return found;
    pageToken = versions.nextPageToken;
    if (pageToken === undefined) throw new RegistryError("notFound", `No version was registered from ${id}.`, "Register it.");
  }
  throw new RegistryError("unsupported", "There are too many versions to look through.", "Name the version.");
}

export interface ModelMetrics {
  readonly metrics: readonly string[];
  readonly runIds: readonly string[];
}

/** Sorted keys of all metrics that a run behind any version of the model logged, and those runs. Rejects with `notFound` when there is no such model. */
export async function modelMetrics(registry: Registry, model: string, signal: AbortSignal): Promise<ModelMetrics> {
  const versions = await allPages((page) => registry.versions({ model, limit: pageSize, ...page }, signal));
  const runIds = [...new Set(versions.map(({ runId }) => runId).filter((id) => id !== ""))];
  const columns = { params: [], tags: [], datasets: false };
  const metrics = await forRuns(runIds, async (part) => (await registry.runsById({ ids: part, columns }, signal)).metrics);
  return { metrics: [...new Set(metrics.map(({ key }) => key))].sort(), runIds };
}

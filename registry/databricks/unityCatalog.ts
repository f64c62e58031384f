import type { PageQuery, Registry, RegistrySource, VersionQuery } from "#registry/api.ts";
import { clipped } from "#registry/model/clipped.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { allPages } from "#registry/model/pages.ts";
import { checkedLimit } from "#registry/model/pageToken.ts";
import { checkTagValue } from "#registry/model/registryRules.ts";
import { noTransitions } from "#registry/model/transitions.ts";
import type { ModelVersion, Page, RegisteredModel } from "#registry/model/types.ts";
import { models, page, versions } from "#registry/rest/answers.ts";
import { serverChanges } from "#registry/rest/changes.ts";
import { atOnce, HttpClient, type HttpLimits, type HttpWorld, type Query } from "#registry/rest/http.ts";
import { getModel, getVersion, modelOf, versionOf } from "#registry/rest/models.ts";
import { read } from "#registry/rest/schema.ts";
import { trackingOn } from "#registry/rest/tracking.ts";
import { writesTo } from "#registry/rest/writes.ts";
import { foundOfRuns, pageOfFound } from "./versionsOfRuns.ts";
import { noModelFile, noRunFile, usual } from "./workspaceRegistry.ts";

/** What MLflow's own client calls (3.17.2, `store/_unity_catalog/registry/rest_store.py`). */
const calls = "/api/2.0/mlflow/unity-catalog";
/** Longest value of a tag in Unity Catalog, in characters. */
const longestTagValue = 1000;
const mostModels = 100;
const mostVersions = 1000;

const noStages = async (): Promise<never> => {
  throw new RegistryError("unsupported", "Unity Catalog has no stages.", "Use aliases.");
};

/** The registry of Unity Catalog: names of three levels, aliases, tags, no stages, and no filters but one on a name. */
export function openUnityCatalog(host: URL, source: RegistrySource, world: HttpWorld, limits?: HttpLimits): Registry {
  const http = new HttpClient(host, undefined, world, limits);
  const closing = new AbortController();
  const live = (signal: AbortSignal) => AbortSignal.any([signal, closing.signal]);
  const changes = serverChanges(http, { models: { path: `${calls}/registered-models/search`, most: mostModels }, versions: undefined });
  const { setVersionTag, deleteVersionTag, setAlias, deleteAlias } = writesTo(http, live, calls);
  return {
    source,
    capabilities: async () => ({ ...usual, stages: false, aliases: true, maxTagValue: longestTagValue, transitionRequests: false }),
    ...trackingOn(http, live),
    readArtifact: noRunFile,
    models: (query, signal) => listModels(http, query, live(signal)),
    model: (name, signal) => getModel(http, name, live(signal), calls),
    versions: (query, signal) => listVersions(http, query, live(signal)),
    version: (model, version, signal) => getVersion(http, model, version, live(signal), calls),
    versionsInStages: noStages,
    modelFile: async () => noModelFile,
    setVersionTag: async (model, version, key, value, signal) => {
      checkKey(key);
      checkTagValue(key, value, longestTagValue);
      await setVersionTag(model, version, key, value, signal);
    },
    deleteVersionTag,
    setAlias,
    deleteAlias,
    setStage: noStages,
    ...noTransitions,
    changes: (signal) => changes(live(signal)),
    close: () => closing.abort(new RegistryError("unavailable", `${source.label} was closed.`, "Open the registry again.")),
  };
}

/** The characters that keys of tags must not have (Databricks, “Apply tags to Unity Catalog securable objects”). */
function checkKey(key: string): void {
  if (!/[.,\-=/:]/.test(key) && key.trim() === key && key !== "" && key.length <= 255) return;
  const message = `“${clipped(key, 60)}” is not a valid tag key in Unity Catalog.`;
  throw new RegistryError("invalid", message, "Use letters, digits and _, at most 255, without . , - = / :");
}

async function listModels(http: HttpClient, { limit, pageToken }: PageQuery, signal: AbortSignal): Promise<Page<RegisteredModel>> {
  const most = Math.min(checkedLimit(limit), mostModels);
  const query: Query = [["max_results", String(most)], ...(pageToken === undefined ? [] : [["page_token", pageToken] as const])];
  const answer = read(models, await http.get(`${calls}/registered-models/search`, query, signal));
  return page(answer.registered_models.map(modelOf), answer);
}

/**
 * A search gives versions in no order, without their tags: all of a model's are read and sorted, and those of the page are asked for one by
 * one. Of all models, a page has those of a few models.
 */
async function listVersions(http: HttpClient, query: VersionQuery, signal: AbortSignal): Promise<Page<ModelVersion>> {
  const { model, runIds, tagKeyPrefix } = query;
  if (model === undefined && runIds === undefined) return versionsOfModels(http, query, signal);
  if (model !== undefined) await getModel(http, model, signal, calls);
  const found =
    model === undefined
      ? await foundOfRuns(runIds ?? [], (id) => search(http, `run_id='${id}'`, signal))
      : await search(http, nameFilter(model), signal);
  const wanted = found.filter(({ runId }) => runIds === undefined || runIds.includes(runId));
  const { items, ...next } = pageOfFound(wanted, query);
  const whole = await inParallel(items, atOnce, ({ model: name, version }) => getVersion(http, name, version, signal, calls));
  return { items: whole.filter(({ tags }) => tagKeyPrefix === undefined || tags.some(({ key }) => key.startsWith(tagKeyPrefix))), ...next };
}

async function versionsOfModels(http: HttpClient, query: VersionQuery, signal: AbortSignal): Promise<Page<ModelVersion>> {
  const some = await listModels(http, query, signal);
  const found = await inParallel(some.items, atOnce, async ({ name }) => {
    const every = (next: { readonly pageToken?: string }) =>
      listVersions(http, { ...query, limit: mostVersions, ...next, model: name }, signal);
    return allPages(({ pageToken = "" }) => every({ pageToken }));
  });
  return { items: found.flat(), ...(some.nextPageToken === undefined ? {} : { nextPageToken: some.nextPageToken }) };
}

function search(http: HttpClient, filter: string, signal: AbortSignal): Promise<ModelVersion[]> {
  return allPages(async ({ pageToken }) => {
    const query: Query = [
      ["filter", filter],
      ["max_results", String(mostVersions)],
      ...(pageToken === undefined ? [] : [["page_token", pageToken] as const]),
    ];
    const answer = read(versions, await http.get(`${calls}/model-versions/search`, query, signal));
    return page(
      answer.model_versions.map((wire) => versionOf(wire, [])),
      answer,
    );
  });
}

/** A name in Unity Catalog has no quotes; one that has is no name there. */
function nameFilter(name: string): string {
  if (!name.includes("'")) return `name='${name}'`;
  throw new RegistryError("notFound", `There is no model ${name}.`, "Refresh the view.");
}

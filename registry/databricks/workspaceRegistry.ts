import type { Capabilities, Registry, RegistrySource, VersionQuery } from "#registry/api.ts";
import { bothChanges, noChange } from "#registry/model/changes.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { allPages } from "#registry/model/pages.ts";
import { portableTagValue } from "#registry/model/registryRules.ts";
import type { ModelVersion, Page } from "#registry/model/types.ts";
import { serverChanges } from "#registry/rest/changes.ts";
import { HttpClient, type HttpLimits, type HttpWorld } from "#registry/rest/http.ts";
import { getModel, getModels, getVersion, getVersions, getVersionsInStages } from "#registry/rest/models.ts";
import { trackingOn } from "#registry/rest/tracking.ts";
import { writesTo } from "#registry/rest/writes.ts";
import { transitionsOn } from "./transitions.ts";
import { foundOfRuns, pageOfFound } from "./versionsOfRuns.ts";

const mostOfRun = 1000;

/** What a workspace and Unity Catalog have in common. */
export const usual: Omit<Capabilities, "stages" | "aliases" | "maxTagValue" | "transitionRequests"> = {
  writable: true,
  versionTags: true,
  editsRuns: true,
  bulkHistory: false,
  quickRanges: false,
  samplesHistories: false,
  countsRuns: false,
  version: "",
};

/** What Databricks gives over links of its own only. */
export const noModelFile = { state: "unknown", why: "Slipway does not read the files of models on Databricks yet." } as const;

/** What a server of MLflow's gives at its own address, Databricks gives over such links, too. */
export async function noRunFile(): Promise<never> {
  const message = "Slipway does not read the files of runs on Databricks yet.";
  throw new RegistryError("unsupported", message, "Open the page of the run in Databricks.");
}

/** Of runs, all versions are found first: they are few. */
async function listVersions(http: HttpClient, query: VersionQuery, signal: AbortSignal): Promise<Page<ModelVersion>> {
  const { model, runIds, tagKeyPrefix } = query;
  if (runIds === undefined) return getVersions(http, query, signal);
  const wanted = tagKeyPrefix === undefined ? {} : { tagKeyPrefix };
  const ofRun = (id: string) => allPages((next) => getVersions(http, { ...wanted, limit: mostOfRun, ...next, runIds: [id] }, signal));
  const found = await foundOfRuns(runIds, ofRun);
  return pageOfFound(
    found.filter((version) => model === undefined || version.model === model),
    query,
  );
}

/** The registry of a workspace: MLflow's, with stages and without aliases. */
export function openWorkspaceRegistry(host: URL, source: RegistrySource, world: HttpWorld, limits?: HttpLimits): Registry {
  const http = new HttpClient(host, undefined, world, limits);
  const closing = new AbortController();
  const live = (signal: AbortSignal) => AbortSignal.any([signal, closing.signal]);
  const changes = serverChanges(http);
  const transitions = transitionsOn(http, live);
  const noAlias = async (): Promise<never> => {
    throw new RegistryError("unsupported", "The registry of a workspace has no aliases.", "Use stages, or Unity Catalog (databricks-uc).");
  };
  return {
    source,
    capabilities: async () => ({ ...usual, stages: true, aliases: false, maxTagValue: portableTagValue, transitionRequests: true }),
    ...trackingOn(http, live),
    readArtifact: noRunFile,
    models: (query, signal) => getModels(http, query, live(signal)),
    model: (name, signal) => getModel(http, name, live(signal)),
    versions: (query, signal) => listVersions(http, query, live(signal)),
    version: (model, version, signal) => getVersion(http, model, version, live(signal)),
    versionsInStages: (model, named, signal) => getVersionsInStages(http, model, named, live(signal)),
    modelFile: async () => noModelFile,
    ...writesTo(http, live),
    setAlias: noAlias,
    deleteAlias: noAlias,
    ...transitions.calls,
    changes: async (signal) => {
      await transitions.looks.look(live(signal));
      const told = await changes(live(signal));
      return bothChanges(told, { ...noChange, models: transitions.looks.take() });
    },
    close: () => closing.abort(new RegistryError("unavailable", `${source.label} was closed.`, "Open the registry again.")),
  };
}

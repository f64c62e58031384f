import type { Capabilities, Registry, RegistrySource } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { portableTagValue } from "#registry/model/registryRules.ts";
import { noTransitions } from "#registry/model/transitions.ts";
import { serverChanges } from "#registry/rest/changes.ts";
import { bare, clientOf } from "#registry/rest/client.ts";
import type { HttpClient, HttpLimits, HttpWorld } from "#registry/rest/http.ts";
import { getModel, getModelFile, getModels, getVersion, getVersions, getVersionsInStages } from "#registry/rest/models.ts";
import { trackingOn } from "#registry/rest/tracking.ts";
import { writesTo } from "#registry/rest/writes.ts";

/** Tag values of a registry may have 100,000 characters from MLflow 3.1 on, 5,000 before. */
const longTagValue = 100_000;
const longestVersionText = 1000;

/**
 * A registry behind MLflow's REST API (2.x and 3.x). `address` is an http(s) URL; `world.authorize` is asked with the name and
 * password in it, which appear nowhere. Nothing is contacted before the first call.
 */
export function openMlflowRegistry(address: URL, world: HttpWorld, limits?: HttpLimits): Registry {
  const http = clientOf(address, world, limits);
  const changes = serverChanges(http);
  let known: Capabilities | undefined;
  const closing = new AbortController();
  const live = (signal: AbortSignal) => AbortSignal.any([signal, closing.signal]);
  return {
    source: serverSource(address),
    capabilities: async (signal) => {
      known ??= await capabilities(http, live(signal));
      return known;
    },
    ...trackingOn(http, live),

    models: (query, signal) => getModels(http, query, live(signal)),
    model: (name, signal) => getModel(http, name, live(signal)),
    versions: (query, signal) => getVersions(http, query, live(signal)),
    version: (model, version, signal) => getVersion(http, model, version, live(signal)),
    versionsInStages: (model, named, signal) => getVersionsInStages(http, model, named, live(signal)),
    modelFile: (model, version, signal) => getModelFile(http, model, version, live(signal)),

    ...writesTo(http, live),

    ...noTransitions,
    changes: (signal) => changes(live(signal)),
    close: () => closing.abort(new RegistryError("unavailable", `${http.server} was closed.`, "Open the registry again.")),
  };
}

/** How the server at an http(s) address is named. */
export function serverSource(address: URL): RegistrySource {
  const base = bare(address);
  const uri = base.href.replace(/\/$/, "");
  const runPage = `${uri.replace(/\/+$/, "")}/#/experiments/{experiment}/runs/{run}`;
  return { uri, kind: "mlflow", shared: true, label: base.host, runPage };
}

async function capabilities(http: HttpClient, signal: AbortSignal): Promise<Capabilities> {
  const version = await serverVersion(http, signal);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return {
    writable: true,
    stages: true,
    aliases: true,
    versionTags: true,
    editsRuns: true,
    maxTagValue: major > 3 || (major === 3 && minor >= 1) ? longTagValue : portableTagValue,
    transitionRequests: false,
    bulkHistory: true,
    quickRanges: false,
    samplesHistories: false,
    countsRuns: false,
    version,
  };
}

/** Empty for a server that does not say; being refused or unreachable is an error all the same. */
async function serverVersion(http: HttpClient, signal: AbortSignal): Promise<string> {
  try {
    const answer = await http.text("/version", [], longestVersionText, signal);
    return /^\d+\.\d+[\w.+-]*$/.test(answer.trim()) ? answer.trim() : "";
  } catch (error) {
    if (RegistryError.is(error, "unsupported") || RegistryError.is(error, "notFound")) return "";
    throw error;
  }
}

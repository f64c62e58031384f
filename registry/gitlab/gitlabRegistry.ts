import type { Capabilities, Registry, RegistrySource } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { checkTagKey } from "#registry/model/registryRules.ts";
import { noTransitions } from "#registry/model/transitions.ts";
import { type ChangeLists, serverChanges } from "#registry/rest/changes.ts";
import { clientOf } from "#registry/rest/client.ts";
import { checkAddress } from "#registry/rest/errors.ts";
import type { HttpClient, HttpLimits, HttpWorld } from "#registry/rest/http.ts";
import { getExperiment } from "#registry/rest/models.ts";
import { confirmed } from "#registry/rest/writes.ts";
import { listRunArtifacts, modelFile, readRunArtifact } from "./artifacts.ts";
import { activity, listExperiments } from "./experiments.ts";
import { histories, ranges } from "./histories.ts";
import { getModel, getVersion, listModels, listVersions } from "./models.ts";
import { runsById, searchRuns } from "./runs.ts";

const capabilities: Capabilities = {
  writable: false,
  stages: false,
  aliases: true,
  versionTags: false,
  editsRuns: false,
  maxTagValue: 0,
  transitionRequests: false,
  bulkHistory: false,
  quickRanges: false,
  samplesHistories: false,
  countsRuns: false,
  version: "",
};

/** Experiments whose newest runs are looked at, beside the newest one, at each look. */
const inTurn = 3;
const newestRuns = 50;
/** Largest page that GitLab gives. */
const mostExperiments = 1000;

const lists: ChangeLists = {
  models: { path: "/api/2.0/mlflow/registered-models/search", order: "name ASC" },
  // They stand in the models.
  versions: undefined,
  // An order is one text there, and only that of creation is of use.
  experiments: { max_results: mostExperiments },
  runs: ([newest, ...others], look) => {
    const at = (n: number) => others[(look * inTurn + n) % others.length] ?? "";
    const turn = Array.from({ length: Math.min(inTurn, others.length) }, (_, n) => at(n));
    return (newest === undefined ? [] : [newest, ...turn]).map((id) => ({ experiment_ids: [id], max_results: newestRuns }));
  },
};

/**
 * A project of GitLab, through the part of MLflow's API that it has (its `lib/api/ml`): everything is read, the name of a version (`1.0.0`) is
 * its alias, and of all changes only a tag of an experiment is possible. It takes no filters and one order, so those are done here.
 */
export function openGitLabRegistry(address: URL, source: RegistrySource, world: HttpWorld, limits?: HttpLimits): Registry {
  const http = clientOf(address, world, limits).here();
  const look = serverChanges(http, lists);
  const closing = new AbortController();
  const live = (signal: AbortSignal) => AbortSignal.any([signal, closing.signal]);
  const ask = <T>(signal: AbortSignal, work: (http: HttpClient, signal: AbortSignal) => Promise<T>) =>
    inItsWords(work(http, live(signal)), source);
  return {
    source,
    capabilities: async () => capabilities,
    experiments: (query, signal) => ask(signal, (h, s) => listExperiments(h, query, s)),
    experiment: (id, signal) => ask(signal, (h, s) => getExperiment(h, id, s)),
    experimentActivity: (ids, signal) => ask(signal, (h, s) => activity(h, ids, s)),
    runs: (query, signal) => ask(signal, (h, s) => searchRuns(h, query, s)),
    runsById: (query, signal) => ask(signal, (h, s) => runsById(h, query, s)),
    history: (query, signal) => ask(signal, (h, s) => histories(h, query, s)),
    metricRanges: (query, signal) => ask(signal, (h, s) => ranges(h, query, s)),
    artifacts: (query, signal) => ask(signal, (h, s) => listRunArtifacts(h, query, s)),
    readArtifact: (query, signal) => ask(signal, (h, s) => readRunArtifact(h, query, s)),
    models: (query, signal) => ask(signal, (h, s) => listModels(h, query, s)),
    model: (name, signal) => ask(signal, (h, s) => getModel(h, name, s)),
    versions: (query, signal) => ask(signal, (h, s) => listVersions(h, query, s)),
    version: (model, version, signal) => ask(signal, (h, s) => getVersion(h, model, version, s)),
    modelFile: (model, version, signal) => ask(signal, (h, s) => modelFile(h, model, version, s)),
    versionsInStages: cannot("GitLab has no stages.", "Use the names of versions."),
    setExperimentTag: (id, key, value, signal) =>
      ask(signal, async (h, s) => {
        checkTagKey(key);
        const set = h.write("POST", "/api/2.0/mlflow/experiments/set-experiment-tag", { experiment_id: id, key, value }, s);
        await confirmed(set, async () => (await getExperiment(h, id, s)).tags.some((tag) => tag.key === key && tag.value === value));
      }),
    ...noWrites,
    ...noTransitions,
    changes: (signal) => ask(signal, (_, s) => look(s)),
    close: () => closing.abort(new RegistryError("unavailable", `${source.label} was closed.`, "Open the registry again.")),
  };
}

function cannot(message: string, next: string): () => Promise<never> {
  return async () => {
    throw new RegistryError("unsupported", message, next);
  };
}

const ofRuns = cannot("GitLab does not let a run be changed from here.", "Change it on the page of the run in GitLab.");
const ofVersions = cannot(
  "GitLab does not let tags of a version be set.",
  "Keep promotions in an MLflow server, or decide in a merge request.",
);
const ofAliases = cannot("In GitLab the alias of a version is its name, and stays.", "Create a version with that name in GitLab.");

const noWrites = {
  ...{ setRunTag: ofRuns, deleteRunTag: ofRuns, deleteRun: ofRuns, restoreRun: ofRuns },
  ...{ setVersionTag: ofVersions, deleteVersionTag: ofVersions, setAlias: ofAliases, deleteAlias: ofAliases },
  setStage: cannot("GitLab has no stages.", "Use the names of versions."),
};

/** GitLab answers to a project that is not there as to one that may not be read, and has no word of MLflow in either. */
async function inItsWords<T>(work: Promise<T>, { label }: RegistrySource): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const token = "Sign in with a token of the scope api, as Developer or higher.";
    if (RegistryError.is(error, "unauthorized") || RegistryError.is(error, "forbidden")) {
      throw new RegistryError(error.kind, error.message, token, { cause: error });
    }
    if (!RegistryError.is(error, "unsupported") || error.next !== checkAddress) throw error;
    const message = `${label} is not there, or does not let you read its models.`;
    throw new RegistryError("unsupported", message, `Check the project in the address. ${token}`, { cause: error });
  }
}

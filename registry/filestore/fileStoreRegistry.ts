import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Registry, RegistrySource } from "#registry/api.ts";
import { readModelFile } from "#registry/files/modelFile.ts";
import { noChange } from "#registry/model/changes.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { folderOfVersion } from "./artifacts.ts";
import { readActivity, readExperiment, readExperiments } from "./experiments.ts";
import { FileStore } from "./fileStore.ts";
import { readHistory, readRange } from "./histories.ts";
import { readModel, readModels, readVersion, readVersions, readVersionsInStages } from "./models.ts";
import type { IndexedRun } from "./runIndex.ts";
import { findRuns, readRuns, readRunsById, runsQuestion } from "./runs.ts";
import type { Turns } from "./turns.ts";

/** MLflow 3.1 and newer; a file has no limit. */
const longestTagValue = 100_000;

/** A registry on MLflow's file store, a folder such as `mlruns`. Nothing is read before the first call. */
export function openFileStoreRegistry(root: string): Registry {
  const store = new FileStore(root);
  return {
    source: fileStoreSource(root),
    capabilities: async () => ({
      writable: false,
      stages: true,
      aliases: true,
      versionTags: true,
      maxTagValue: longestTagValue,
      bulkHistory: true,
      quickRanges: true,
      countsRuns: true,
      version: "",
    }),
    experiments: (query, signal) => store.read(signal, (turns) => readExperiments(store, query, turns)),
    experiment: (id, signal) => store.read(signal, () => readExperiment(store, id)),
    experimentActivity: (ids, signal) => store.read(signal, (turns) => readActivity(store, ids, turns)),
    runs: async (query, signal) => {
      const question = runsQuestion(query);
      return store.read(signal, (turns) => readRuns(store, question, turns));
    },
    runsById: (query, signal) => store.read(signal, (turns) => readRunsById(store, query, turns)),
    history: ({ runIds, metrics, maxPoints }, signal) =>
      store.read(signal, (turns) => ofMetrics(store, runIds, metrics, turns, (run, metric) => readHistory(run, metric, maxPoints, turns))),
    metricRanges: ({ runIds, metrics }, signal) =>
      store.read(signal, (turns) => ofMetrics(store, runIds, metrics, turns, (run, metric) => readRange(run, metric, turns))),

    models: (query, signal) => store.read(signal, (turns) => readModels(store, query, turns)),
    model: (name, signal) => store.read(signal, () => readModel(store, name)),
    versions: (query, signal) => store.read(signal, (turns) => readVersions(store, query, turns)),
    version: (model, version, signal) => store.read(signal, () => readVersion(store, model, version)),
    versionsInStages: (model, stages, signal) => store.read(signal, (turns) => readVersionsInStages(store, model, stages, turns)),
    modelFile: (model, version, signal) =>
      store.read(signal, () => readModelFile(folderOfVersion(store, model, version), dirname(store.root), signal)),

    setVersionTag: notYet,
    deleteVersionTag: notYet,
    setAlias: notYet,
    deleteAlias: notYet,
    setStage: notYet,

    changes: (signal) => store.read(signal, () => noChange),
    close: () => store.close(),
  };
}

/** How the store in a folder is named. */
export function fileStoreSource(root: string): RegistrySource {
  const store = new FileStore(root);
  return { uri: pathToFileURL(store.root).href, kind: "filestore", shared: false, label: store.name };
}

async function notYet(): Promise<never> {
  throw new RegistryError("unsupported", "File stores are not written yet.", "Use MLflow itself.");
}

/** What is found for each run and metric, one after the other. */
async function ofMetrics<R>(
  store: FileStore,
  runIds: readonly string[],
  metrics: readonly string[],
  turns: Turns,
  find: (run: IndexedRun, metric: string) => Promise<R | undefined>,
): Promise<R[]> {
  const found: R[] = [];
  for (const run of await findRuns(store, runIds, turns)) {
    for (const metric of metrics) {
      const one = await find(run, metric);
      if (one !== undefined) found.push(one);
    }
  }
  return found;
}

import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Registry, RegistrySource } from "#registry/api.ts";
import { listArtifacts, readArtifactFile } from "#registry/files/artifactFiles.ts";
import { mayWrite } from "#registry/files/mayWrite.ts";
import { readModelFile } from "#registry/files/modelFile.ts";
import { checkHistoryQuery, checkRangeQuery } from "#registry/model/questionLimits.ts";
import { checkAlias, checkNewAlias, checkRunTag, checkTagKey, checkTagValue, longestExperimentTag } from "#registry/model/registryRules.ts";
import { noTransitions } from "#registry/model/transitions.ts";
import { folderOfRun, folderOfVersion } from "./artifacts.ts";
import { readActivity, readExperiment, readExperiments } from "./experiments.ts";
import { FileStore, modelsFolder } from "./fileStore.ts";
import { readHistory, readRange } from "./histories.ts";
import type { IndexedRun } from "./indexedRun.ts";
import { statAt } from "./keyFiles.ts";
import { readModel, readModels, readVersion, readVersions, readVersionsInStages } from "./models.ts";
import { findRuns, readRuns, readRunsById, runsQuestion } from "./runs.ts";
import { markRunActive, markRunDeleted, removeRunTag, writeRunTag } from "./runWrites.ts";
import { StoreChanges } from "./storeChanges.ts";
import type { Turns } from "./turns.ts";
import { removeAlias, removeVersionTag, writeAlias, writeExperimentTag, writeStage, writeVersionTag } from "./writes.ts";

/** MLflow 3.1 and newer; a file has no limit. */
const longestTagValue = 100_000;

/** A registry on MLflow's file store, a folder such as `mlruns`. Nothing is read before the first call. `now` gives ms since 1970. */
export function openFileStoreRegistry(root: string, now: () => number): Registry {
  const store = new FileStore(root);
  const changes = new StoreChanges(store);
  return {
    source: fileStoreSource(root),
    capabilities: async () => ({
      writable: mayWriteModels(store.root),
      stages: true,
      aliases: true,
      versionTags: true,
      editsRuns: mayWriteRuns(store),
      maxTagValue: longestTagValue,
      transitionRequests: false,
      bulkHistory: true,
      quickRanges: true,
      samplesHistories: false,
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
    ...historiesOn(store),
    artifacts: ({ runId, path }, signal) =>
      store.read(signal, () => listArtifacts(folderOfRun(store, runId), path, dirname(store.root), signal)),
    readArtifact: (query, signal) =>
      store.read(signal, () => readArtifactFile(folderOfRun(store, query.runId), query, dirname(store.root), signal)),

    models: (query, signal) => store.read(signal, (turns) => readModels(store, query, turns)),
    model: (name, signal) => store.read(signal, () => readModel(store, name)),
    versions: (query, signal) => store.read(signal, (turns) => readVersions(store, query, turns)),
    version: (model, version, signal) => store.read(signal, () => readVersion(store, model, version)),
    versionsInStages: (model, stages, signal) => store.read(signal, (turns) => readVersionsInStages(store, model, stages, turns)),
    modelFile: (model, version, signal) =>
      store.read(signal, () => readModelFile(folderOfVersion(store, model, version), dirname(store.root), signal)),

    ...runWritesOn(store, now),
    ...writesOn(store, now),
    ...noTransitions,
    changes: (signal) => store.read(signal, () => changes.look()),
    close: () => store.close(),
  };
}

function historiesOn(store: FileStore): Pick<Registry, "history" | "metricRanges"> {
  return {
    history: async (query, signal) => {
      checkHistoryQuery(query);
      return store.read(signal, (turns) =>
        ofMetrics(store, query, turns, (run, metric) => readHistory(run, metric, query.maxPoints, turns)),
      );
    },
    metricRanges: async (query, signal) => {
      checkRangeQuery(query);
      const { places = false } = query;
      return store.read(signal, (turns) => ofMetrics(store, query, turns, (run, metric) => readRange(run, metric, places, turns)));
    },
  };
}

type Writes = Pick<Registry, "setExperimentTag" | "setVersionTag" | "deleteVersionTag" | "setAlias" | "deleteAlias" | "setStage">;

function writesOn(store: FileStore, now: () => number): Writes {
  return {
    setExperimentTag: async (experimentId, key, value, signal) => {
      checkTagKey(key);
      checkTagValue(key, value, longestExperimentTag);
      await store.write(signal, () => writeExperimentTag(store, experimentId, key, value));
    },
    setVersionTag: async (model, version, key, value, signal) => {
      checkTagKey(key);
      checkTagValue(key, value, longestTagValue);
      await store.write(signal, () => writeVersionTag(store, model, version, key, value, now()));
    },
    deleteVersionTag: async (model, version, key, signal) => {
      checkTagKey(key);
      await store.write(signal, () => removeVersionTag(store, model, version, key, now()));
    },
    setAlias: async (model, alias, version, signal) => {
      checkNewAlias(alias);
      await store.write(signal, () => writeAlias(store, model, alias, version, now()));
    },
    deleteAlias: async (model, alias, signal) => {
      checkAlias(alias);
      await store.write(signal, () => removeAlias(store, model, alias, now()));
    },
    setStage: (model, version, stage, signal) => store.write(signal, () => writeStage(store, model, version, stage, now())),
  };
}

function runWritesOn(store: FileStore, now: () => number): Pick<Registry, "setRunTag" | "deleteRunTag" | "deleteRun" | "restoreRun"> {
  return {
    setRunTag: async (runId, key, value, signal) => {
      checkRunTag(key, value);
      await store.write(signal, () => writeRunTag(store, runId, key, value));
    },
    deleteRunTag: async (runId, key, signal) => {
      checkTagKey(key);
      await store.write(signal, () => removeRunTag(store, runId, key));
    },
    deleteRun: (runId, signal) => store.write(signal, () => markRunDeleted(store, runId, now())),
    restoreRun: (runId, signal) => store.write(signal, () => markRunActive(store, runId)),
  };
}

/** How the store in a folder is named. */
export function fileStoreSource(root: string): RegistrySource {
  const store = new FileStore(root);
  return { uri: pathToFileURL(store.root).href, kind: "filestore", shared: false, label: store.name };
}

/** What is found for each run and metric, one after the other. */
async function ofMetrics<R>(
  store: FileStore,
  { runIds, metrics }: { readonly runIds: readonly string[]; readonly metrics: readonly string[] },
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

/** Whether one may write where registered models are. */
function mayWriteModels(root: string): boolean {
  return mayWrite(statAt(`${root}/${modelsFolder}`) === undefined ? root : `${root}/${modelsFolder}`);
}

/** Whether one may write into any experiment: each may be another person's, and a run that is says so when it is written. */
function mayWriteRuns(store: FileStore): boolean {
  try {
    const folders = store.experimentFolders();
    return folders.length === 0 ? mayWrite(store.root) : folders.some(({ folder }) => mayWrite(folder));
  } catch {
    // There is no store now: reading says why.
    return false;
  }
}

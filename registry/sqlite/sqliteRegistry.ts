import { basename, dirname } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import type { Registry, RegistrySource } from "#registry/api.ts";
import { listArtifacts, readArtifactFile } from "#registry/files/artifactFiles.ts";
import { readModelFile } from "#registry/files/modelFile.ts";
import { checkHistoryQuery, checkRangeQuery } from "#registry/model/questionLimits.ts";
import { checkAlias, checkNewAlias, checkRunTag, checkTagKey, checkTagValue, longestExperimentTag } from "#registry/model/registryRules.ts";
import { noTransitions } from "#registry/model/transitions.ts";
import { modelFolder, runFolder } from "./artifacts.ts";
import { readActivity, readExperiment, readExperiments } from "./experiments.ts";
import { countPoints, readHistory, readRanges } from "./histories.ts";
import { readSamples } from "./historySamples.ts";
import { readModel, readModels, readVersion, readVersions, readVersionsInStages } from "./models.ts";
import { readRuns, readRunsById, runsSql } from "./runs.ts";
import { markRunActive, markRunDeleted, removeRunTag, writeRunTag } from "./runWrites.ts";
import { SqliteStore } from "./store.ts";
import { StoreChanges } from "./storeChanges.ts";
import { removeAlias, removeVersionTag, writeAlias, writeExperimentTag, writeStage, writeVersionTag } from "./writes.ts";

/** MLflow 3.1 and newer; the column itself has no limit. */
const longestTagValue = 100_000;

/**
 * A registry on MLflow's own SQLite file. Nothing is opened before the first call. Reads columns that are there and never migrates.
 * `now` gives ms since 1970.
 */
export function openSqliteRegistry(path: string, now: () => number): Registry {
  const store = new SqliteStore(path);
  const changes = new StoreChanges(store);
  const folder = dirname(path);
  const runFolderOf = (id: string, signal: AbortSignal) => store.read(signal, (c) => runFolder(c, id, folder));
  return {
    source: sqliteSource(path),
    capabilities: async (signal) => ({
      writable: store.writable,
      stages: true,
      aliases: await store.read(signal, (c) => c.has("registered_model_aliases")),
      versionTags: true,
      editsRuns: store.writable,
      maxTagValue: longestTagValue,
      transitionRequests: false,
      bulkHistory: true,
      quickRanges: true,
      samplesHistories: true,
      countsRuns: true,
      version: await store.revision(signal),
    }),
    experiments: (query, signal) => store.read(signal, (c) => readExperiments(c, query)),
    experiment: (id, signal) => store.read(signal, (c) => readExperiment(c, id)),
    experimentActivity: (ids, signal) => store.read(signal, (c) => readActivity(c, ids)),
    runs: async (query, signal) => {
      const sql = runsSql(query);
      return store.read(signal, (c) => readRuns(c, sql));
    },
    runsById: (query, signal) => store.read(signal, (c) => readRunsById(c, query)),
    ...historiesOn(store),
    artifacts: async ({ runId, path }, signal) => listArtifacts(await runFolderOf(runId, signal), path, folder, signal),
    readArtifact: async (query, signal) => readArtifactFile(await runFolderOf(query.runId, signal), query, folder, signal),

    models: (query, signal) => store.read(signal, (c) => readModels(c, query)),
    model: (name, signal) => store.read(signal, (c) => readModel(c, name)),
    versions: (query, signal) => store.read(signal, (c) => readVersions(c, query)),
    version: (model, version, signal) => store.read(signal, (c) => readVersion(c, model, version)),
    versionsInStages: (model, stages, signal) => store.read(signal, (c) => readVersionsInStages(c, model, stages)),
    modelFile: async (model, version, signal) => {
      const found = await store.read(signal, (c) => modelFolder(c, model, version, folder));
      return readModelFile(found, folder, signal);
    },

    ...writesOn(store, now),
    ...runWritesOn(store, now),
    ...noTransitions,
    changes: (signal) => changes.look(signal),
    close: () => store.close(),
  };
}

function historiesOn(store: SqliteStore): Pick<Registry, "history" | "metricRanges"> {
  return {
    history: async (query, signal) => {
      checkHistoryQuery(query);
      const { runIds, metrics, maxPoints } = query;
      if (query.sample) return readSamples(query, (work) => store.read(signal, work).finally(turn));
      return oneByOne(new Set(runIds), (id) =>
        oneByOne(metrics, async (metric) => {
          const history = await store.read(signal, (c) => readHistory(c, id, metric, maxPoints));
          return history === undefined ? [] : [history];
        }),
      );
    },
    metricRanges: async (query, signal) => {
      checkRangeQuery(query);
      const { runIds, metrics, countTo, places = false } = query;
      return oneByOne(new Set(runIds), (id) =>
        store.read(signal, (c) => (countTo === undefined ? readRanges(c, id, metrics, places) : countPoints(c, id, metrics, countTo))),
      );
    },
  };
}

type Writes = Pick<Registry, "setExperimentTag" | "setVersionTag" | "deleteVersionTag" | "setAlias" | "deleteAlias" | "setStage">;

function writesOn(store: SqliteStore, now: () => number): Writes {
  return {
    setExperimentTag: async (experimentId, key, value, signal) => {
      checkTagKey(key);
      checkTagValue(key, value, longestExperimentTag);
      await store.write(signal, (c) => writeExperimentTag(c, experimentId, key, value));
    },
    setVersionTag: async (model, version, key, value, signal) => {
      checkTagKey(key);
      checkTagValue(key, value, longestTagValue);
      await store.write(signal, (c) => writeVersionTag(c, model, version, key, value));
    },
    deleteVersionTag: async (model, version, key, signal) => {
      checkTagKey(key);
      await store.write(signal, (c) => removeVersionTag(c, model, version, key));
    },
    setAlias: async (model, alias, version, signal) => {
      checkNewAlias(alias);
      await store.write(signal, (c) => writeAlias(c, model, alias, version));
    },
    deleteAlias: async (model, alias, signal) => {
      checkAlias(alias);
      await store.write(signal, (c) => removeAlias(c, model, alias));
    },
    setStage: (model, version, stage, signal) => store.write(signal, (c) => writeStage(c, model, version, stage, now())),
  };
}

function runWritesOn(store: SqliteStore, now: () => number): Pick<Registry, "setRunTag" | "deleteRunTag" | "deleteRun" | "restoreRun"> {
  return {
    setRunTag: async (runId, key, value, signal) => {
      checkRunTag(key, value);
      await store.write(signal, (c) => writeRunTag(c, runId, key, value));
    },
    deleteRunTag: async (runId, key, signal) => {
      checkTagKey(key);
      await store.write(signal, (c) => removeRunTag(c, runId, key));
    },
    deleteRun: (runId, signal) => store.write(signal, (c) => markRunDeleted(c, runId, now())),
    restoreRun: (runId, signal) => store.write(signal, (c) => markRunActive(c, runId)),
  };
}

/** How the store at a path is named. */
export function sqliteSource(path: string): RegistrySource {
  return { uri: `sqlite:///${path}`, kind: "sqlite", shared: false, label: basename(path) };
}

/** One read after another, so that other requests get their turn between: 100 runs of 10,000 points take most of a second. */
async function oneByOne<T>(keys: Iterable<string>, read: (key: string) => Promise<readonly T[]>): Promise<T[]> {
  const found: T[] = [];
  for (const key of keys) {
    found.push(...(await read(key)));
    await turn();
  }
  return found;
}

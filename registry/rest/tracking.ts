import type { Registry } from "#registry/api.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { checkTagKey } from "#registry/model/registryRules.ts";
import type { ExperimentActivity } from "#registry/model/types.ts";
import { listArtifacts, readArtifact } from "./artifacts.ts";
import { getHistories, getRanges } from "./histories.ts";
import { atOnce, type HttpClient } from "./http.ts";
import { getExperiment, getExperiments } from "./models.ts";
import { getRuns, searchRuns } from "./runs.ts";
import { runWritesTo } from "./runWrites.ts";
import { confirmed } from "./writes.ts";

type Tracking = Pick<
  Registry,
  | "experiments"
  | "experiment"
  | "experimentActivity"
  | "runs"
  | "runsById"
  | "history"
  | "metricRanges"
  | "artifacts"
  | "readArtifact"
  | "setRunTag"
  | "deleteRunTag"
  | "deleteRun"
  | "restoreRun"
  | "setExperimentTag"
>;

/** Experiments and runs over MLflow's REST API. `live` makes a signal that ends with the connection, too. */
export function trackingOn(http: HttpClient, live: (signal: AbortSignal) => AbortSignal): Tracking {
  return {
    experiments: (query, signal) => getExperiments(http, query, live(signal)),
    experiment: (id, signal) => getExperiment(http, id, live(signal)),
    experimentActivity: (ids, signal) => activity(http, ids, live(signal)),
    runs: (query, signal) => searchRuns(http, query, live(signal)),
    runsById: (query, signal) => getRuns(http, query, live(signal)),
    history: (query, signal) => getHistories(http, query, live(signal)),
    metricRanges: (query, signal) => getRanges(http, query, live(signal)),
    setExperimentTag: async (id, key, value, signal) => {
      checkTagKey(key);
      const set = http.write("POST", "/api/2.0/mlflow/experiments/set-experiment-tag", { experiment_id: id, key, value }, live(signal));
      const hasIt = async () => (await getExperiment(http, id, live(signal))).tags.some((tag) => tag.key === key && tag.value === value);
      await confirmed(set, hasIt);
    },
    artifacts: (query, signal) => listArtifacts(http, query, live(signal)),
    readArtifact: (query, signal) => readArtifact(http, query, live(signal)),
    ...runWritesTo(http, live),
  };
}

/** A REST server does not count runs; the newest start is one small search per experiment. */
function activity(http: HttpClient, experimentIds: readonly string[], signal: AbortSignal): Promise<ExperimentActivity[]> {
  return inParallel(experimentIds, atOnce, async (experimentId) => {
    const orderBy = ["attributes.start_time DESC"];
    const newest = await searchRuns(http, { experimentIds: [experimentId], filter: "", orderBy, limit: 1 }, signal);
    const lastStart = newest.startTimes[0];
    return { experimentId, ...(lastStart === undefined || Number.isNaN(lastStart) ? {} : { lastStart }) };
  });
}

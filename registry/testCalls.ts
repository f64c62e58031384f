import type { Registry } from "./api.ts";
import type { TransitionAct } from "./model/transitions.ts";

type Call = (r: Registry, signal: AbortSignal) => Promise<unknown>;

/** A question of every kind, by name. For tests. */
export const everyRead: Readonly<Record<string, Call>> = {
  capabilities: (r, signal) => r.capabilities(signal),
  experiments: (r, signal) => r.experiments({ limit: 5 }, signal),
  experiment: (r, signal) => r.experiment("1", signal),
  experimentActivity: (r, signal) => r.experimentActivity(["1"], signal),
  runs: (r, signal) => r.runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 5 }, signal),
  "runs, filtered": (r, signal) =>
    r.runs({ experimentIds: ["1"], filter: "params.a = '1' OR params.b = '2'", orderBy: [], limit: 5 }, signal),
  runsById: (r, signal) => r.runsById({ ids: ["r1"] }, signal),
  "runsById, many": (r, signal) => r.runsById({ ids: ["r1", "r2", "r3", "r4", "r5"] }, signal),
  history: (r, signal) => r.history({ runIds: ["r1"], metrics: ["loss"], maxPoints: 5 }, signal),
  metricRanges: (r, signal) => r.metricRanges({ runIds: ["r1"], metrics: ["loss"] }, signal),
  models: (r, signal) => r.models({ limit: 5 }, signal),
  model: (r, signal) => r.model("scorer", signal),
  versions: (r, signal) => r.versions({ limit: 5 }, signal),
  "versions of a model": (r, signal) => r.versions({ model: "scorer", limit: 5 }, signal),
  version: (r, signal) => r.version("scorer", "1", signal),
  versionsInStages: (r, signal) => r.versionsInStages("scorer", ["Production"], signal),
  modelFile: (r, signal) => r.modelFile("scorer", "1", signal),
  artifacts: (r, signal) => r.artifacts({ runId: "r1", path: "" }, signal),
  readArtifact: (r, signal) => r.readArtifact({ runId: "r1", path: "a/b.txt", maxBytes: 100 }, signal),
  transitionRequests: (r, signal) => r.transitionRequests("scorer", "1", signal),
  changes: (r, signal) => r.changes(signal),
};
const transition =
  (kind: TransitionAct["kind"]): Call =>
  (r, signal) =>
    r.actOnTransition({ kind, model: "scorer", version: "1", stage: "Production", comment: "because", by: "ana" } as TransitionAct, signal);
/** A change of every kind. */
export const everyWrite: Readonly<Record<string, Call>> = {
  setExperimentTag: (r, signal) => r.setExperimentTag("1", "key", "value", signal),
  setVersionTag: (r, signal) => r.setVersionTag("scorer", "1", "key", "value", signal),
  deleteVersionTag: (r, signal) => r.deleteVersionTag("scorer", "1", "key", signal),
  setAlias: (r, signal) => r.setAlias("scorer", "champion", "1", signal),
  deleteAlias: (r, signal) => r.deleteAlias("scorer", "champion", signal),
  setStage: (r, signal) => r.setStage("scorer", "1", "Production", signal),
  setRunTag: (r, signal) => r.setRunTag("r1", "key", "value", signal),
  deleteRunTag: (r, signal) => r.deleteRunTag("r1", "key", signal),
  deleteRun: (r, signal) => r.deleteRun("r1", signal),
  restoreRun: (r, signal) => r.restoreRun("r1", signal),
  "ask for a stage": transition("request"),
  "take a request back": transition("cancel"),
  "approve a request": transition("approve"),
  "reject a request": transition("reject"),
  comment: transition("comment"),
};
export const everyCall = { ...everyRead, ...everyWrite };

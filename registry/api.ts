import type { ChangeSet } from "./model/changes.ts";
import type { TransitionAct, TransitionRequest } from "./model/transitions.ts";
import type {
  Artifact,
  ArtifactContent,
  Experiment,
  ExperimentActivity,
  Knowledge,
  MetricHistory,
  MetricRange,
  ModelVersion,
  Page,
  RegisteredModel,
  RunPage,
  WantedColumns,
} from "./model/types.ts";

/** Where a registry is and how it is named on screen. */
export interface RegistrySource {
  /** MLflow's own form: `sqlite:///abs/path/mlflow.db`, `http://host:5000`. Never holds a password. */
  readonly uri: string;
  /** Which kind of registry it is, for people: `mlflow`, `sqlite`. Nothing is decided by it. */
  readonly kind: string;
  /** A server, which other people use too: it is asked no more often than it has to be, and who may write there is its own affair. */
  readonly shared: boolean;
  /** Short form for a view's head: `mlflow.db`, `mlflow.internal:5000`. */
  readonly label: string;
  /** Address of a run's page, with `{experiment}` and `{run}` in the place of their ids; absent where runs have no pages. */
  readonly runPage?: string;
}

/** What a backend can do on its store; the rest of the code asks here instead of testing for a backend. */
export interface Capabilities {
  readonly writable: boolean;
  readonly stages: boolean;
  readonly aliases: boolean;
  readonly versionTags: boolean;
  /** Tags of runs can be changed, and runs deleted and restored. */
  readonly editsRuns: boolean;
  /** Longest registry tag value in characters that any server of this kind takes. */
  readonly maxTagValue: number;
  /** The registry keeps requests for stages itself, which people may make and answer without Slipway. */
  readonly transitionRequests: boolean;
  readonly bulkHistory: boolean;
  /** `metricRanges` is one quick query; elsewhere it reads whole histories. */
  readonly quickRanges: boolean;
  /** `history` gives a quick sample of long histories (`HistoryQuery.sample`). */
  readonly samplesHistories: boolean;
  /** `experimentActivity` counts runs. */
  readonly countsRuns: boolean;
  /** Version of the server (`3.17.2`), or the store's Alembic revision; empty when unknown. */
  readonly version: string;
}

export interface PageQuery {
  readonly pageToken?: string;
  /** Most items on the page, at least 1. */
  readonly limit: number;
}

/** Which runs a list has, as MLflow's `run_view_type` says it: a deleted run is one that is marked so. */
export type RunViewType = "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";

export interface RunQuery extends PageQuery {
  readonly experimentIds: readonly string[];
  /** Absent: `ACTIVE_ONLY`. */
  readonly viewType?: RunViewType;
  /** MLflow's filter syntax; empty for all. A filter that cannot be parsed is a RegistryError `invalid`. */
  readonly filter: string;
  /** MLflow's `order_by` (`metrics.loss DESC`); empty means newest first. Ties: start time descending, then run id. */
  readonly orderBy: readonly string[];
  /** Absent: all. */
  readonly columns?: WantedColumns;
}

export interface NamedRunsQuery {
  readonly ids: readonly string[];
  /** Absent: all. */
  readonly columns?: WantedColumns;
}

export interface VersionQuery extends PageQuery {
  /** Only of this model; `notFound` when there is none of the name. Absent: of all models. */
  readonly model?: string;
  /** Only those made from one of these runs; at most 100. */
  readonly runIds?: readonly string[];
  /** Only those with a tag whose key starts so. */
  readonly tagKeyPrefix?: string;
}

export interface HistoryQuery {
  /** At most 100. */
  readonly runIds: readonly string[];
  readonly metrics: readonly string[];
  /** Points per run and metric, at least 2; longer histories are min/max-downsampled and keep their first and last point. */
  readonly maxPoints: number;
  /**
   * For a first look: some points of each history, at about equal distances in steps, found without reading the others; its extremes may be
   * missing. Nothing where whole histories are read about as quickly. To be asked only of who `samplesHistories`.
   */
  readonly sample?: true;
}

export interface ArtifactQuery {
  readonly runId: string;
  /** Below the run's artifacts, with `/`; empty for all of them. One that leaves them is `invalid`. */
  readonly path: string;
}

export interface ArtifactContentQuery extends ArtifactQuery {
  /** What is read of it at most; at least 1. */
  readonly maxBytes: number;
  /** The byte to begin at; a negative one counts from the end. Absent: 0. Who cannot begin elsewhere gives the beginning, without `part`. */
  readonly from?: number;
}

export interface RangeQuery {
  /** At most 100. */
  readonly runIds: readonly string[];
  readonly metrics: readonly string[];
  /** Only how many points there are is wanted, and counting may stop at this: `min` and `max` may be NaN. */
  readonly countTo?: number;
  /** Where the first, the least and the greatest value are is wanted too (`places`); not together with `countTo`. */
  readonly places?: boolean;
}

/** The half of the open registry API that changes nothing: what an extension is given of an open registry. Reads may be retried. */
export interface RegistryReads {
  readonly source: RegistrySource;
  capabilities(signal: AbortSignal): Promise<Capabilities>;

  /** Active experiments, newest activity first (`last_update_time DESC`, then id descending). */
  experiments(query: PageQuery, signal: AbortSignal): Promise<Page<Experiment>>;
  /** One experiment, a deleted one too. */
  experiment(id: string, signal: AbortSignal): Promise<Experiment>;
  experimentActivity(experimentIds: readonly string[], signal: AbortSignal): Promise<ExperimentActivity[]>;
  /** Runs (active ones, unless `viewType` says otherwise) with latest metrics, params, tags and data sets, or the columns of them that are wanted. */
  runs(query: RunQuery, signal: AbortSignal): Promise<RunPage>;
  /** The named runs, in the order asked for, deleted ones too; ids that do not exist are left out. */
  runsById(query: NamedRunsQuery, signal: AbortSignal): Promise<RunPage>;
  /** One history per run and metric that the run logged, in the order of `runIds`, then of `metrics`. */
  history(query: HistoryQuery, signal: AbortSignal): Promise<MetricHistory[]>;
  /** One range per run and metric that the run logged, in the order of `runIds`, then of `metrics`. */
  metricRanges(query: RangeQuery, signal: AbortSignal): Promise<MetricRange[]>;

  /**
   * What lies in a folder of a run's artifacts, by path (code-point order), at most 10,000; nothing where there is no such folder.
   * `unsupported` where they are in a place that cannot be read from here: `next` names what would.
   */
  artifacts(query: ArtifactQuery, signal: AbortSignal): Promise<Artifact[]>;
  /** The beginning of a file among a run's artifacts, or the part from a byte on. `notFound` where there is none; `unsupported` as for `artifacts`. */
  readArtifact(query: ArtifactContentQuery, signal: AbortSignal): Promise<ArtifactContent>;

  /** Registered models by name; prompts (models tagged `mlflow.prompt.is_prompt`) are left out, as MLflow does. */
  models(query: PageQuery, signal: AbortSignal): Promise<Page<RegisteredModel>>;
  model(name: string, signal: AbortSignal): Promise<RegisteredModel>;
  /** Versions by model name, highest first within a model; those of prompts are left out. A page may hold fewer than `limit` and have a next one. */
  versions(query: VersionQuery, signal: AbortSignal): Promise<Page<ModelVersion>>;
  version(model: string, version: string, signal: AbortSignal): Promise<ModelVersion>;
  /**
   * The highest version in each of the named stages (any case), in the order of `stages`; a stage without a version is left out.
   * The cost does not grow with the number of versions. `invalid` for a word that is not a stage, `unsupported` where
   * `capabilities().stages` is false.
   */
  versionsInStages(model: string, stages: readonly string[], signal: AbortSignal): Promise<ModelVersion[]>;
  /** Text of the version's `MLmodel` file (at most 5 MB); `unknown` when its artifacts cannot be reached from here. */
  modelFile(model: string, version: string, signal: AbortSignal): Promise<Knowledge<string>>;
  /** The open requests for stages that the registry itself keeps of a version; `unsupported` where `capabilities().transitionRequests` is false. */
  transitionRequests(model: string, version: string, signal: AbortSignal): Promise<TransitionRequest[]>;
}

/** The half that writes. What is sent is sent once. */
export interface RegistryWrites {
  /** Of an active experiment; `invalid` for a key or value that MLflow does not take, and for a deleted experiment. */
  setExperimentTag(experimentId: string, key: string, value: string, signal: AbortSignal): Promise<void>;
  /**
   * Sets a tag of an active run, at most 8,000 characters. `mlflow.runName` renames the run, as in MLflow; `mlflow.note.content` is its note.
   * `invalid` for a deleted run.
   */
  setRunTag(runId: string, key: string, value: string, signal: AbortSignal): Promise<void>;
  /** `notFound` for a tag that the run does not have. */
  deleteRunTag(runId: string, key: string, signal: AbortSignal): Promise<void>;
  /** Marks a run as deleted; nothing of it is removed. */
  deleteRun(runId: string, signal: AbortSignal): Promise<void>;
  restoreRun(runId: string, signal: AbortSignal): Promise<void>;

  setVersionTag(model: string, version: string, key: string, value: string, signal: AbortSignal): Promise<void>;
  deleteVersionTag(model: string, version: string, key: string, signal: AbortSignal): Promise<void>;
  setAlias(model: string, alias: string, version: string, signal: AbortSignal): Promise<void>;
  deleteAlias(model: string, alias: string, signal: AbortSignal): Promise<void>;
  /**
   * Moves a version into a stage (any case). Into Staging and Production it archives the versions that were there, as MLflow's
   * `archive_existing_versions` does; into None and Archived, for which MLflow refuses that, it moves this version alone.
   * `invalid` for a word that is not a stage, `unsupported` where `capabilities().stages` is false.
   */
  setStage(model: string, version: string, stage: string, signal: AbortSignal): Promise<void>;

  /**
   * Makes, answers or takes back such a request, or comments on a version. Approving moves the version, and archives others, as `setStage`
   * does. `notFound` or `conflict` where there is nothing to answer (any more).
   */
  actOnTransition(act: TransitionAct, signal: AbortSignal): Promise<void>;
}

/**
 * The open registry API: what MLflow's REST API offers, in MLflow's words, the same on every backend.
 * Every call can be cancelled: an aborted signal rejects with the signal's reason. Every other failure is a `RegistryError`.
 */
export interface Registry extends RegistryReads, RegistryWrites {
  /**
   * What changed since this was last asked, of what a view may show; nothing at the first time. A look that fails loses nothing: the next
   * one tells it. Cheap enough to ask once a second (a file) or once per polling interval (a server).
   */
  changes(signal: AbortSignal): Promise<ChangeSet>;
  /** Frees files and connections; calls after it reject with `unavailable`. */
  close(): void;
}

// The types of Slipway's exported API, version 1: docs/extension-api.md. Written by scripts/generate-extension-types.ts. Do not edit.

/** What `activate()` of Slipway gives to other extensions. Within a version things are added; nothing is taken away or means something else. */
export interface SlipwayApi {
  readonly version: 1;

  /**
   * Brings a kind of registry: from now on `slipway.registry: "acme:…"` opens what `factory` makes. Throws a `RegistryFailure` of kind `invalid`
   * for a scheme that is Slipway's or MLflow's own, and `conflict` for one that somebody has brought already. Disposing closes
   * what is open of it.
   */
  registerBackend(scheme: string, factory: BackendFactory): SlipwayDisposable;

  /**
   * The registry that is open for a workspace folder (`folder.uri`), or, without one, that the side bar shows. Undefined where none is open,
   * as before the workspace is trusted. Calls go to the registry as long as it is open, after that they fail with `unavailable`.
   */
  registry(folder?: UriLike): Promise<OpenRegistry | undefined>;

  /** Tells of what changed in a registry that is open, and of registries that were opened and closed. */
  onDidChange(listener: (change: RegistryChanged) => void): SlipwayDisposable;
}

/** `vscode.Uri`, or the same as text. */
export interface UriLike {
  toString(): string;
}

/** `vscode.Disposable` is one. */
export interface SlipwayDisposable {
  dispose(): void;
}

/** An open registry, to read. There is no call that writes, and none that gives a credential. */
export type OpenRegistry = RegistryReads;

/** What is not as it was; ids and names as in `ChangeSet`. */
export interface RegistryChanged extends ChangeSet {
  /** `source.uri` of the registry. Absent: which registries are open changed, or it may be any; ask `registry()` again. */
  readonly registry?: string;
}

/**
 * Makes the registry at an address, `acme:…` as the person wrote it. It is called when the address is opened, never before the workspace is
 * trusted; more than once where the registry is opened again. Each is closed when it is no longer wanted. Where it fails, the next call tries again.
 */
export type BackendFactory = (uri: string) => BackendRegistry | Promise<BackendRegistry>;

/**
 * A registry that another extension brings: the reading half of `Registry`, as much of the writing half as it has, and what changed. A call that it
 * does not have is `unsupported`. `runs` may say `unsupported` to a filter or an order, whatever the page token: Slipway then reads all runs and does both. Every call takes plain data and a signal, and gives plain data; an answer that is something
 * else than the types say is refused. A call gets 60 s.
 */
export interface BackendRegistry
  extends Omit<RegistryReads, "source" | "capabilities" | "transitionRequests">,
    Partial<RegistryWrites & Pick<RegistryReads, "transitionRequests">>,
    Pick<Registry, "changes"> {
  /** What is left out, it cannot do. */
  capabilities(signal: AbortSignal): Promise<Partial<Capabilities>>;
  close?(): void;
}

/**
 * How a call fails: an Error with these. A backend may throw any error that has them; what else it throws is `unavailable`. An aborted call may reject with
 * anything.
 */
export interface RegistryFailure {
  readonly kind: RegistryErrorKind;
  /** What happened, and to what. */
  readonly message: string;
  /** What a person can do about it. */
  readonly next: string;
  /** ms to wait before the next try. */
  readonly retryAfter?: number;
}

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

/** MLflow run status; `UNKNOWN` stands for a value that this version of Slipway has not met. */
export type RunStatus = "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED" | "UNKNOWN";

export type Lifecycle = "active" | "deleted";

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** A page of a longer list. `nextPageToken` is absent on the last page; tokens are opaque. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken?: string;
}

export interface Experiment {
  readonly id: string;
  readonly name: string;
  readonly artifactLocation: string;
  readonly lifecycle: Lifecycle;
  /** ms; absent in stores written before MLflow 1.29. */
  readonly createdAt?: number;
  readonly updatedAt?: number;
  readonly tags: readonly KeyValue[];
  /** Why it could not be read whole, in words for people (a file store with a damaged file); its name then is its id. Absent: it could. */
  readonly problem?: string;
}

/** How much happened in an experiment. Absent fields are unknown (a REST server does not count). */
export interface ExperimentActivity {
  readonly experimentId: string;
  /** Active runs. */
  readonly runCount?: number;
  /** Start of the newest active run, ms; absent when there is none or it is unknown. */
  readonly lastStart?: number;
}

/** A column of a `RunPage`. It holds only the rows that have it: of 12,000 columns a run has few. `placeOf` finds a row in it. */
export interface Column {
  readonly key: string;
  /** The rows of the page that have it, ascending; all other arrays of a column are as long as this one. */
  readonly rows: Uint32Array;
}

/**
 * One metric over the rows of a `RunPage`: its latest value per run (latest = greatest step, then timestamp, then value).
 * A logged NaN is NaN, a logged infinity is an infinity (MLflow's SQL store clamps it to ±1.797e308; backends undo that).
 */
export interface MetricColumn extends Column {
  readonly values: Float64Array;
  readonly steps: Float64Array;
  /** ms */
  readonly timestamps: Float64Array;
}

/** One param or tag over the rows of a `RunPage`. */
export interface TextColumn extends Column {
  readonly values: readonly string[];
}

/** A data set that a run read (MLflow "dataset input"). */
export interface RunDataset {
  readonly name: string;
  readonly digest: string;
  /** Value of the input tag `mlflow.data.context` (`training`, `validation` …); empty when not set. */
  readonly context: string;
  /** `num_rows` of the profile, when the profile says so. */
  readonly rows?: number;
  /** Where it came from; absent unless it was asked for. */
  readonly source?: DatasetSource;
  /** Absent unless it was asked for, and where MLflow has none or it cannot be read. */
  readonly schema?: DatasetSchema;
}

/** Where a data set came from, as its source in MLflow says it. What that does not say is empty. */
export interface DatasetSource {
  /** MLflow's own word: `delta_table`, `http`, `hugging_face`, `local`, `code`, `s3` … */
  readonly kind: string;
  /** Path, address, table or query; of code its file. Without a name and password. */
  readonly where: string;
  /** Version of the Delta table, revision at Hugging Face, commit of the code. */
  readonly version: string;
  /** Part of it that was read: configuration and split at Hugging Face. */
  readonly part: string;
}

/** A column of a data set's schema. */
export interface DatasetColumn {
  /** Of a tensor without a name `features` or `targets`. */
  readonly name: string;
  /** `double`, `array of string`, `float32 (-1, 28)`; empty where it cannot be read. */
  readonly type: string;
  readonly required: boolean;
}

export interface DatasetSchema {
  /** In the order of the schema, at most 1,000. */
  readonly columns: readonly DatasetColumn[];
  /** Columns that there are. */
  readonly total: number;
}

/** A row of a page that could not be read whole. */
export interface RowProblem {
  readonly row: number;
  /** What could not be read and why, in words for people: `meta.yaml is half-written`. */
  readonly why: string;
}

/**
 * Runs as columns: row `i` is the `i`-th element of every array, but of those of `metrics`, `params` and `tags`, which are sparse and
 * sorted by key (code-unit order).
 */
export interface RunPage {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly experimentIds: readonly string[];
  readonly statuses: readonly RunStatus[];
  readonly lifecycles: readonly Lifecycle[];
  readonly users: readonly string[];
  /** ms; NaN where not set. */
  readonly startTimes: Float64Array;
  /** ms; NaN while running. */
  readonly endTimes: Float64Array;
  readonly artifactUris: readonly string[];
  readonly metrics: readonly MetricColumn[];
  readonly params: readonly TextColumn[];
  readonly tags: readonly TextColumn[];
  readonly datasets: readonly (readonly RunDataset[])[];
  /** Rows that show only what could be read, in the order of rows; absent: all are whole. */
  readonly problems?: readonly RowProblem[];
  readonly nextPageToken?: string;
}

/** Which columns of runs are wanted. A kind that is not named is given whole; the rest of a run (name, status, times …) always is. */
export interface WantedColumns {
  readonly metrics?: readonly string[];
  /** So many more of the metrics that most runs of the page logged, without MLflow's own (`system/…`); ties by name. Only beside `metrics`. */
  readonly commonMetrics?: number;
  readonly params?: readonly string[];
  readonly tags?: readonly string[];
  /** False: none. */
  readonly datasets?: boolean;
  /** Also where the data sets came from, and their schema, which may be a megabyte of each. */
  readonly datasetDetails?: true;
}

/** The history of one metric in one run, in MLflow's order (timestamp, step, value), at most the points asked for. */
export interface MetricHistory {
  readonly runId: string;
  readonly metric: string;
  readonly steps: Float64Array;
  /** ms */
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
  /** Points in the store; greater than `values.length` when the history was downsampled. NaN: of a sample, they were not counted. */
  readonly total: number;
}

/** A value that was logged, and where. */
export interface MetricPoint {
  readonly value: number;
  readonly step: number;
  /** ms */
  readonly timestamp: number;
}

/** What one metric's whole history in one run lies between. */
export interface MetricRange {
  readonly runId: string;
  readonly metric: string;
  /** Over all values but NaN; NaN where nothing else was logged. */
  readonly min: number;
  readonly max: number;
  /** Points in the store. */
  readonly total: number;
  /**
   * Only where they were asked for: the first point in the order of histories (timestamp, step, value), and the first of those with the least and
   * with the greatest value; these are absent where nothing but NaN was logged.
   */
  readonly places?: { readonly first: MetricPoint; readonly min?: MetricPoint; readonly max?: MetricPoint };
}

/** A file or folder among the artifacts of a run. */
export interface Artifact {
  /** From the root of the run's artifacts, with `/`. */
  readonly path: string;
  readonly isFolder: boolean;
  /** Bytes; absent for a folder, and where it is not known. */
  readonly size?: number;
}

/** The beginning of an artifact, a part that was asked for, or all of it. */
export interface ArtifactContent {
  readonly bytes: Uint8Array;
  /** False: there is more of it than was asked for. */
  readonly isWhole: boolean;
  /** Where a part was asked for and given: the byte that `bytes` begin at, and how many the file has. */
  readonly part?: { readonly from: number; readonly size: number };
}

export interface ModelAlias {
  readonly alias: string;
  readonly version: string;
}

export interface RegisteredModel {
  readonly name: string;
  readonly description: string;
  readonly createdAt?: number;
  readonly updatedAt?: number;
  readonly tags: readonly KeyValue[];
  /** Sorted by alias. May name a version that no longer exists ("dangling"). */
  readonly aliases: readonly ModelAlias[];
}

export interface ModelVersion {
  readonly model: string;
  /** Decimal digits, as MLflow's REST API gives it. */
  readonly version: string;
  readonly createdAt?: number;
  readonly updatedAt?: number;
  /** MLflow's deprecated stage: `None`, `Staging`, `Production`, `Archived`. */
  readonly stage: string;
  readonly description: string;
  readonly user: string;
  readonly source: string;
  /** Empty when the version was not made from a run. */
  readonly runId: string;
  /** `READY`, `PENDING_REGISTRATION`, `FAILED_REGISTRATION`. */
  readonly status: string;
  readonly statusMessage: string;
  /** Sorted; the aliases of the model that point here. */
  readonly aliases: readonly string[];
  /** Sorted by key. */
  readonly tags: readonly KeyValue[];
}

/**
 * Three-valued knowledge about something that a registry may or may not be able to tell.
 * `absent` is only said when the registry answered; `unknown` says why, in words for people.
 */
export type Knowledge<T> =
  | { readonly state: "known"; readonly value: T }
  | { readonly state: "absent" }
  | { readonly state: "unknown"; readonly why: string };

/** Ids or names of what changed; `all`: it is not known which, so it may be any. */
export type Changed = "all" | readonly string[];

/** What of a registry is not as it was. A view reads again only what it shows of it. */
export interface ChangeSet {
  /** Ids of experiments that changed themselves, came or went, or that have a run which did. */
  readonly experiments: Changed;
  /** Ids of runs that changed, came or went; a metric that was logged is a change. */
  readonly runs: Changed;
  /** Names of registered models that changed, came or went, or that have a version which did. */
  readonly models: Changed;
}

/** What went wrong, in kinds that a caller can act on. */
export type RegistryErrorKind =
  | "unauthorized"
  | "forbidden"
  | "notFound"
  | "conflict"
  | "rateLimited"
  | "unavailable"
  | "unsupported"
  | "invalid";

/** A request that a version go into a stage, as a registry itself keeps it for people who use it without Slipway. */
export interface TransitionRequest {
  /** In its canonical case. */
  readonly stage: string;
  /** Who asked, as the registry knows them. */
  readonly by: string;
  /** ms; 0 where the registry does not say. */
  readonly at: number;
  /** May be empty. */
  readonly comment: string;
  /** False: the registry says that who is signed in may not. Absent: it says nothing. */
  readonly mayApprove?: boolean;
  readonly mayReject?: boolean;
}

export interface OfVersion {
  readonly model: string;
  readonly version: string;
  /** Empty: none. */
  readonly comment: string;
}

/** What can be done with such requests. `cancel` takes back the one that `by` made. */
export type TransitionAct =
  | (OfVersion & { readonly kind: "request" | "approve" | "reject"; readonly stage: string })
  | (OfVersion & { readonly kind: "cancel"; readonly stage: string; readonly by: string })
  | (OfVersion & { readonly kind: "comment" });

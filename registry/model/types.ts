/**
 * The nouns of an MLflow registry as plain data. Times are milliseconds since 1970 (UTC), as MLflow stores them.
 * Field meanings follow MLflow 3.17.2; where servers differ the backend normalises, so that two backends over one store answer alike.
 */

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

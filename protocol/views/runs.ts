import type { RunStatus } from "#registry/model/types.ts";
import { type Answer, notification, request } from "../message.ts";
import type { AboutRegistry } from "../registryRequests.ts";
import type { NamedRun } from "../runEdits.ts";
import type { RunProgress } from "../runProgress.ts";

/** Metrics, params and tags as MLflow has them; attributes are what every run has. */
export type ColumnKind = "metric" | "param" | "tag" | "attribute";

/** The attributes that a page shows: start, duration, user, status, data sets, and the model version that a run became; of several experiments, which one. */
export const attributeKeys = ["experiment", "start_time", "duration", "user_id", "status", "dataset", "version"] as const;

/** A column by kind and key: `metric:val_auc`. */
export type ColumnId = `${ColumnKind}:${string}`;

/** The column of a metric, or of a formula: both have their key for a name. */
export function metricColumnId(key: string): ColumnId {
  return `metric:${key}`;
}

export interface SortBy {
  readonly column: ColumnId | "attribute:run_name";
  readonly descending: boolean;
}

/** Switches beside the filter. `running` and `failed` together take both; the others narrow what is taken. */
export type QuickFilter = "mine" | "running" | "failed" | "recent" | "unfinished";

/** Which of a metric's logged values stands for the run, where it is not the last: `at:val_auc` is the one at the best step of val_auc. */
export type ChosenValue = "min" | "max" | `at:${string}`;

export type Better = "higher" | "lower";

/** The runs that a page is about. */
export interface RunsOf {
  /** At least one; of several, those of all of them together. */
  readonly experimentIds: readonly string[];
  /** The deleted ones of them, and no others. */
  readonly isDeleted?: boolean;
}

/** Which runs, in which order, and what is shown of them. */
export interface RunsQuery extends RunsOf {
  /** MLflow's filter language, with `OR`, `NOT`, `IN` and parentheses; empty: all. It tests the last values, as MLflow does. */
  readonly filter: string;
  readonly quick?: readonly QuickFilter[];
  /** Empty: newest first. Missing values are last whichever way it goes. */
  readonly sort: readonly SortBy[];
  /** Per metric; what is sorted, marked as best and shown. Absent: the last. */
  readonly values?: Readonly<Record<string, ChosenValue>>;
  /** Per metric: the direction that a person chose. */
  readonly directions?: Readonly<Record<string, Better>>;
  /** Formulas over metrics (`= 1 - val_acc`), as they were typed: each is one more metric, `metric:= 1 - val_acc`, of the values that the others have here. */
  readonly formulas?: readonly string[];
  /** Params, tags or attributes, at most two; runs that have the same of all of them are one group. */
  readonly groupBy?: readonly ColumnId[];
  /** How a group's numbers are summed up: mean ± standard deviation, or median and from least to greatest. Absent: mean. */
  readonly summary?: "mean" | "median";
  /** Child runs stand for themselves, not beneath their parents. */
  readonly isFlat?: boolean;
  /** Runs whose children are folded, and groups that are open: ids of rows. */
  readonly turned?: readonly string[];
}

/** What the page remembers over a reload: intent, never data. */
export interface RunsState extends AboutRegistry, RunsQuery {
  /** Name of the experiment, or `a, b` of several, for the title. */
  readonly name: string;
  /** In the order shown within their groups; absent: chosen by what differs. */
  readonly columns?: readonly ColumnId[] | undefined;
  /** Groups that are folded. */
  readonly folded: readonly ColumnKind[];
  readonly charts: ChartsState;
  /** Runs that stay in view beneath the heads, beside the baseline. */
  readonly pinned?: readonly string[];
  /** Metrics are shown as the difference to the baseline. */
  readonly showsDelta?: boolean;
  /** px, of columns that are not as wide as usual. */
  readonly widths?: Readonly<Record<string, number>>;
  readonly leftOut?: readonly LeftOut[];
  /** Filters that were used, the last one first. */
  readonly history?: readonly string[];
  /** Columns that stay in view beside the name. */
  readonly frozen?: readonly ColumnId[];
  /** The saved view that was opened last. */
  readonly shownView?: { readonly home: "mine" | "shared" | "mlflow"; readonly id: string; readonly name: string } | undefined;
}

/** Columns that are not shown, even where they were chosen: the same in all runs, of less than half of the runs, MLflow's own of the machine. */
export type LeftOut = "equal" | "rare" | "system";

/** The curves above the table. */
export interface ChartsState {
  readonly xAxis: "step" | "time" | "relative";
  readonly smoothing: number;
  readonly isFolded: boolean;
  /** Metrics and formulas in their order; absent: the metrics that matter (`RunsCatalog.charted`). */
  readonly metrics?: readonly string[];
}

export function newRunsState(experimentIds: readonly string[], name: string): RunsState {
  // Which experiment a run is of is read with its name.
  const frozen: { readonly frozen?: readonly ColumnId[] } = experimentIds.length > 1 ? { frozen: ["attribute:experiment"] } : {};
  return { experimentIds, name, ...frozen, filter: "", sort: [], folded: [], charts: { isFolded: false, xAxis: "step", smoothing: 0 } };
}

/** What there is to show of an experiment's runs. */
export interface RunsColumn {
  readonly id: ColumnId;
  readonly kind: ColumnKind;
  readonly key: string;
  /** Runs that have it. */
  readonly count: number;
  /** All runs have it, and with one value. */
  readonly isEqual: boolean;
  /** All values are numbers: they stand at the right, and are sorted as numbers. */
  readonly isNumeric: boolean;
  /** Characters of the longest value, at most 40. */
  readonly width: number;
  /** Known from the policy or guessed from the name; absent when neither tells. */
  readonly better?: Better;
  readonly betterFrom?: "policy" | "name";
  /** A formula over metrics: nothing that a run logged. */
  readonly isFormula?: true;
}

export interface RunsCatalog {
  /** Name of the experiment, or `a, b` of several. */
  readonly name: string;
  /** By kind, then by key as people count. */
  readonly columns: readonly RunsColumn[];
  /** Those that are shown until a person chooses. */
  readonly defaults: readonly ColumnId[];
  /** Metrics that have a curve, those that matter first; at most 30. */
  readonly charted: readonly string[];
  /** Some runs are children of others. */
  readonly isNested: boolean;
  /** The registry takes edits of runs: without it no page offers any. */
  readonly editsRuns: boolean;
  /** Names that runs of the person at this computer have as their user. */
  readonly me: readonly string[];
  /** Runs that were read so far. */
  readonly total: number;
  /** False: more runs are on their way. */
  readonly isComplete: boolean;
}

/** A row: a run, or a group of runs. */
export interface RunsTableRow {
  /** Of the run; of a group `group:` and what its runs have in common. */
  readonly id: string;
  /** Of a group what its runs have in common, in the order of `groupBy`: `8 · 0.1`. */
  readonly name: string;
  /** Of a group the same with the names of the columns. */
  readonly words?: string;
  /** Set for a group: how many runs it has. */
  readonly group?: number;
  /** How many rows it stands beneath. */
  readonly depth: number;
  /** There are rows beneath it: so many runs. */
  readonly fold?: { readonly isOpen: boolean; readonly count: number };
  /** Of a run that is running. */
  readonly progress?: RunProgress;
  /** It does not pass the filter, and stands here for its children. */
  readonly isAside?: true;
  /** A pinned run of another experiment, or a deleted one. */
  readonly isElsewhere?: true;
  readonly status: RunStatus;
  /** ms */
  readonly startTime?: number;
  /** As shown, one per column asked for; null where the run does not have it. */
  readonly cells: readonly (string | null)[];
  /** Of metrics of runs the numbers in full, in the places of `cells`; absent where so many columns are asked for that it would be a burden. */
  readonly full?: readonly (string | null)[];
  /** Of `cells`, those that are the best of their column. */
  readonly best: readonly number[];
}

/** The rows on the screen, and what is true of all that pass the filter. */
export interface RunsWindow {
  readonly first: number;
  readonly rows: readonly RunsTableRow[];
  /** The runs that stay in view, in the order asked for; those that the registry does not have are left out. */
  readonly pinned: readonly RunsTableRow[];
  /** Rows of the whole table. */
  readonly length: number;
  /** Runs that pass the filter. */
  readonly matching: number;
  /** Of `followed`, in its order: where they stand in the table; null where they do not. */
  readonly places: readonly (number | null)[];
  /** What is not as asked for, in words. */
  readonly notes: readonly string[];
  readonly total: number;
  readonly isComplete: boolean;
  /** ms */
  readonly asOf: number;
}

export interface WindowParams extends RunsQuery {
  readonly columns: readonly ColumnId[];
  readonly first: number;
  /** At most 500. */
  readonly count: number;
  /** Ids of runs that stay in view, whatever the filter says; at most 20. */
  readonly pinned?: readonly string[];
  /** A run: metrics are shown as the difference to its values. */
  readonly deltaTo?: string;
  /** Ids of rows whose places are wanted. */
  readonly followed?: readonly string[];
}

/** Which runs, and which formulas are columns of them. */
export type CatalogParams = RunsOf & Pick<RunsQuery, "formulas" | "directions">;

/** Asked of the server by the host, and of the host by the page (same methods). */
export const runsCatalogRequest = request<CatalogParams, Answer<RunsCatalog>>("slipway/runs/catalog");
export const runsWindowRequest = request<WindowParams, Answer<RunsWindow>>("slipway/runs/window");
/** Ids of the runs in a part of the rows, for a selection that reaches beyond the screen; of a group its runs. At most 10,000. */
export const runIdsRequest = request<RunsQuery & { readonly first: number; readonly count: number }, Answer<readonly string[]>>(
  "slipway/runs/ids",
);
/** Of some runs those that are not among the runs of the page any more; at most 10,000. */
export const runsGoneRequest = request<RunsOf & { readonly ids: readonly string[] }, Answer<readonly string[]>>("slipway/runs/gone");
/** A condition that a cell suggests. */
export interface CellCondition {
  /** `val_auc ≥ 0.9412` */
  readonly label: string;
  /** In the filter's language. */
  readonly filter: string;
}
export interface CellParams extends RunsOf {
  readonly runId: string;
  readonly column: ColumnId;
}
/** What the filter can say of a cell's value. */
export const cellConditionsRequest = request<CellParams, Answer<readonly CellCondition[]>>("slipway/runs/cellConditions");
/** Texts of a param, tag or attribute, the most common first; at most 100. */
export const columnTextsRequest = request<RunsOf & { readonly column: ColumnId }, Answer<readonly string[]>>("slipway/runs/columnTexts");
/** The runs as a table in a text, with the columns given, in the order of the query or, where ids are given, of these. */
export interface RunsTextParams extends RunsQuery {
  readonly columns: readonly ColumnId[];
  readonly ids?: readonly string[];
  readonly format: RunsTextFormat;
}

/** `Python`: the call of MLflow's client that gives the same runs. */
export type RunsTextFormat = "Markdown" | "CSV" | "JSON" | "Python";
export const runsTextRequest = request<RunsTextParams, Answer<string>>("slipway/runs/text");

/** Page to host, once, when it can take messages; answered with the state to restore, the baseline of this registry and what was chosen on the page when it was last on the screen. */
export const runsReady = request<null, { readonly state: RunsState; readonly baseline?: string; readonly chosen?: readonly string[] }>(
  "runs/ready",
);
export const runsStateChanged = notification<RunsState>("runs/stateChanged");
/** `names` in the order of `ids`; `formulas`: those of the page, which are drawn there too. */
export const runsCompare = notification<{
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly formulas?: readonly string[];
}>("runs/compare");
export const runsSetBaseline = notification<{ readonly id: string }>("runs/setBaseline");
/** What a page is to show that is chosen elsewhere. */
export type RunsWanted = Pick<RunsState, "filter" | "isDeleted">;
/** Host to page: it takes the place of what is shown. */
export const runsWanted = notification<Partial<RunsWanted>>("runs/wanted");
/** Page to host: the runs that are chosen, for commands of the palette. */
export const runsChosen = notification<{ readonly runs: readonly NamedRun[] }>("runs/chosen");
/** Host to page: runs that were deleted, or restored: they are no longer where they were. */
export const runsLeft = notification<{ readonly ids: readonly string[] }>("runs/left");

import type { RunStatus } from "#registry/model/types.ts";
import { type Answer, notification, request } from "../message.ts";
import type { AboutRegistry } from "../registryRequests.ts";
import type { CompareState } from "./compare.ts";

/** Metrics, params and tags as MLflow has them; attributes are what every run has. */
export type ColumnKind = "metric" | "param" | "tag" | "attribute";

/** The attributes that a page shows: start, duration, user, and the model version that a run became. */
export const attributeKeys = ["start_time", "duration", "user_id", "version"] as const;

/** A column by kind and key: `metric:val_auc`. */
export type ColumnId = `${ColumnKind}:${string}`;

export interface SortBy {
  readonly column: ColumnId | "attribute:run_name";
  readonly descending: boolean;
}

/** Which runs, in which order. */
export interface RunsQuery {
  readonly experimentId: string;
  /** MLflow's filter language, with `OR`, `NOT`, `IN` and parentheses; empty: all. */
  readonly filter: string;
  /** Empty: newest first. Missing values are last whichever way it goes. */
  readonly sort: readonly SortBy[];
}

/** What the page remembers over a reload: intent, never data. */
export interface RunsState extends AboutRegistry, RunsQuery {
  /** Name of the experiment, for the title. */
  readonly name: string;
  /** In the order shown within their groups; absent: chosen by what differs. */
  readonly columns?: readonly ColumnId[] | undefined;
  /** Groups that are folded. */
  readonly folded: readonly ColumnKind[];
  readonly charts: ChartsState;
}

/** The curves above the table. */
export interface ChartsState extends Pick<CompareState, "xAxis" | "smoothing"> {
  readonly isFolded: boolean;
  /** Metrics in their order; absent: those that matter (`RunsCatalog.charted`). */
  readonly metrics?: readonly string[];
}

export function newRunsState(experimentId: string, name: string): RunsState {
  return { experimentId, name, filter: "", sort: [], folded: [], charts: { isFolded: false, xAxis: "step", smoothing: 0 } };
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
  readonly better?: "higher" | "lower";
}

export interface RunsCatalog {
  /** Name of the experiment. */
  readonly name: string;
  /** By kind, then by key as people count. */
  readonly columns: readonly RunsColumn[];
  /** Those that are shown until a person chooses. */
  readonly defaults: readonly ColumnId[];
  /** Metrics that have a curve, those that matter first; at most 30. */
  readonly charted: readonly string[];
  /** Runs of the experiment that were read so far. */
  readonly total: number;
  /** False: more runs are on their way. */
  readonly isComplete: boolean;
}

export interface RunsTableRow {
  readonly id: string;
  readonly name: string;
  readonly status: RunStatus;
  /** ms */
  readonly startTime?: number;
  /** As shown, one per column asked for; null where the run does not have it. */
  readonly cells: readonly (string | null)[];
  /** Of `cells`, those that are the best of their column. */
  readonly best: readonly number[];
}

/** The rows on the screen, and what is true of all that pass the filter. */
export interface RunsWindow {
  readonly first: number;
  readonly rows: readonly RunsTableRow[];
  /** Runs that pass the filter. */
  readonly matching: number;
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
}

/** Asked of the server by the host, and of the host by the page (same methods). */
export const runsCatalogRequest = request<{ readonly experimentId: string }, Answer<RunsCatalog>>("slipway/runs/catalog");
export const runsWindowRequest = request<WindowParams, Answer<RunsWindow>>("slipway/runs/window");
/** Ids of the runs in a part of the list, for a selection that reaches beyond the screen; at most 10,000. */
export const runIdsRequest = request<RunsQuery & { readonly first: number; readonly count: number }, Answer<readonly string[]>>(
  "slipway/runs/ids",
);
/** The runs as a table in a text, with the columns given, in the order of the query or, where ids are given, of these. */
export interface RunsTextParams extends RunsQuery {
  readonly columns: readonly ColumnId[];
  readonly ids?: readonly string[];
  readonly format: "Markdown" | "CSV";
}
export const runsTextRequest = request<RunsTextParams, Answer<string>>("slipway/runs/text");

/** Page to host, once, when it can take messages; answered with the state to restore and the baseline of this registry. */
export const runsReady = request<null, { readonly state: RunsState; readonly baseline?: string }>("runs/ready");
export const runsStateChanged = notification<RunsState>("runs/stateChanged");
/** `names` in the order of `ids`. */
export const runsCompare = notification<{ readonly ids: readonly string[]; readonly names: readonly string[] }>("runs/compare");
export const runsSetBaseline = notification<{ readonly id: string }>("runs/setBaseline");
/** Host to page: another run is the baseline; absent: none. */
export const baselineChanged = notification<{ readonly id?: string }>("runs/baselineChanged");

import type { ComparedDataset } from "#registry/model/compare/datasets.ts";
import type { GroupKey } from "#registry/model/compare/groupKey.ts";
import type { DeltaVersion } from "#registry/model/deltaLog.ts";
import type { DatasetSchema, RunStatus } from "#registry/model/types.ts";
import type { WireNumber } from "#registry/model/wireNumber.ts";
import { type Answer, notification, request } from "../message.ts";
import type { AboutRegistry } from "../registryRequests.ts";
import type { RelationState } from "./compareRelation.ts";

/** What the page remembers over a reload (VS Code keeps it; it holds intent, never data). */
export interface CompareState extends AboutRegistry {
  /** Run ids in the order of the columns. The first is the baseline; of groups, the one that it is in. */
  readonly runIds: readonly string[];
  /** Ids of runs, and of groups. */
  readonly hidden: readonly string[];
  /** Section names that are folded. */
  readonly folded: readonly string[];
  readonly showEqual: boolean;
  /** Per metric: which value stands for the run; absent means `last`. */
  readonly valueOf: Readonly<Record<string, ValueChoice>>;
  /** Per metric: direction chosen by hand. */
  readonly directions: Readonly<Record<string, Direction>>;
  readonly xAxis: "step" | "time" | "relative" | "metric";
  /** The metric at the bottom of the charts, where `xAxis` says so. */
  readonly xMetric?: string;
  readonly smoothing: number;
  readonly logScale: boolean;
  /** The y axes span the middle of the values, not all of them. */
  readonly clipOutliers: boolean;
  /** The metric whose chart is as wide as the page. */
  readonly largeChart?: string;
  /** What makes runs one column and one curve, at most two; absent or empty: every run stands for itself. */
  readonly groupBy?: readonly GroupKey[];
  /** Charts of formulas over metrics, as they were typed. Absent: none. */
  readonly formulas?: readonly string[];
  /** What lies about the mean of a group's curves. Absent: the standard deviation. */
  readonly band?: "std" | "range";
  /** Absent: nothing was chosen there yet. */
  readonly relation?: RelationState;
  /** Absent: nothing was chosen there yet. */
  readonly artifacts?: ArtifactsState;
}

/** What the person chose among the artifacts. */
export interface ArtifactsState {
  /** Names of the rows that are unfolded. */
  readonly open: readonly string[];
  readonly differencesOnly: boolean;
  /** How a picture stands to the baseline's. */
  readonly pictures: "beside" | "swipe" | "difference";
  /** The step that is shown, the same for all pictures of all runs; absent: the last. */
  readonly step?: number;
  /** Which run of each group is shown: the first, or the best by a metric. Absent: the best by the first metric that is better one way. */
  readonly of?: "first" | `best:${string}`;
}

export function newArtifactsState(): ArtifactsState {
  return { open: [], differencesOnly: false, pictures: "beside" };
}

/** A comparison as it opens: differences only, newest values, curves over steps. */
export function newCompareState(runIds: readonly string[]): CompareState {
  return {
    runIds,
    hidden: [],
    // What most come for is what changed, the metrics and the curves.
    folded: ["relation", "artifacts"],
    // One run differs from nothing: what it has is what is shown.
    showEqual: runIds.length === 1,
    valueOf: {},
    directions: {},
    xAxis: "step",
    smoothing: 0,
    logScale: false,
    clipOutliers: false,
  };
}

/** Which value of a metric stands for a run; `best:val_auc`: the one at the step at which `val_auc` was best. */
export type ValueChoice = "last" | "min" | "max" | `best:${string}`;
export type Direction = "higher" | "lower";

/** The value of `metric` where `of` was best is wanted. */
export interface AtBest {
  readonly metric: string;
  readonly of: string;
  readonly better: Direction;
}

/** One compared run. */
export interface CompareRun {
  readonly id: string;
  readonly name: string;
  readonly experimentId: string;
  readonly status: RunStatus;
  /** ms */
  readonly startTime?: number;
  /** `v12 prod`, `v3`; empty when no version was made from the run. */
  readonly versionLabel: string;
  /** Full commit; empty when none was logged. */
  readonly commit: string;
  /** `schema`: its place in `CompareData.schemas`. */
  readonly datasets: readonly ComparedDataset[];
}

/** One param or tag over the compared runs; null where a run does not have it. */
export interface CompareText {
  readonly key: string;
  readonly values: readonly (string | null)[];
}

export interface CompareMetric {
  readonly key: string;
  /** Latest value per run; null where not logged. */
  readonly last: readonly (WireNumber | null)[];
  readonly min: readonly (WireNumber | null)[];
  readonly max: readonly (WireNumber | null)[];
  /** Least and greatest values were not read, which takes whole histories. They come when they are asked for. */
  readonly rangesUnread?: true;
  /** Values where another metric was best, as they were asked for, with their steps; null where there is none. */
  readonly atBest?: readonly (Omit<AtBest, "metric"> & {
    readonly values: readonly (WireNumber | null)[];
    readonly steps: readonly (number | null)[];
  })[];
  /** Step of the latest value. */
  readonly steps: readonly (number | null)[];
  /** Greatest number of points that a run has; where ranges are unread, 2 for more than one. 1 or 0: there is no curve. */
  readonly points: number;
  /** Direction known from the policy or guessed from the name; absent when neither tells. */
  readonly direction?: { readonly better: Direction; readonly from: "policy" | "name" };
  /** A gate of the model checks this metric: its zero-based line in slipway.yaml. */
  readonly gateLine?: number;
}

/** A Delta table that the runs read in several versions. */
export interface DeltaTable {
  /** As the sources of the data sets have it. */
  readonly where: string;
  /** Those after the oldest version that was read, oldest first; of very many the newest. */
  readonly commits: readonly DeltaVersion[];
}

/** Change of code between the baseline's commit and another run's. */
export interface CodeChange {
  readonly runId: string;
  readonly state: "same" | "differs" | "unknown";
  readonly files?: number;
  readonly added?: number;
  readonly removed?: number;
  /** For `unknown`: why, in words. */
  readonly why?: string;
}

export interface CompareData {
  /** Name of the experiment that all runs belong to; empty when they differ. */
  readonly experiment: string;
  readonly runs: readonly CompareRun[];
  /** Ids that the registry no longer has. */
  readonly missing: readonly string[];
  /** Against `runs[0]`; one per other run. */
  readonly code: readonly CodeChange[];
  readonly params: readonly CompareText[];
  /** Tags that a person set (without `mlflow.*`). */
  readonly tags: readonly CompareText[];
  /** Of the data sets, each once. Absent: they were not read, of very many runs. */
  readonly schemas?: readonly DatasetSchema[];
  /** Source and schema of the data sets were left out, as it was asked. */
  readonly dataUnread?: true;
  /** Delta tables whose log is on this computer. */
  readonly tables?: readonly DeltaTable[];
  readonly metrics: readonly CompareMetric[];
  /** ms */
  readonly asOf: number;
}

/** One run's curve. Arrays are base64 of little-endian Float64 values: 1 M numbers as JSON would cost 18 MB. */
export interface Curve {
  readonly runId: string;
  readonly steps: string;
  /** ms */
  readonly timestamps: string;
  readonly values: string;
  /** Points in the store. Absent: of a sample, they were not counted. */
  readonly total?: number;
}

export interface CurvesQuestion {
  readonly runIds: readonly string[];
  /** The key of a metric; with `isFormula` a formula over metrics, as the person typed it. */
  readonly metric: string;
  readonly isFormula?: boolean;
  readonly maxPoints: number;
  /** For a first look, with some points of each curve; no curves where all are there as quickly. */
  readonly sample?: true;
}

/** Asked of the server by the host, and of the host by the page (same methods). */
/**
 * `ranges`: the metrics whose least or greatest values are to be shown; `atBest`: what is to be read from whole histories; `foldedData`: source
 * and schema of the data sets, which may be a megabyte each, are not shown.
 */
export const compareDataRequest = request<
  { runIds: readonly string[]; ranges?: readonly string[]; atBest?: readonly AtBest[]; foldedData?: true },
  Answer<CompareData>
>("slipway/compare/data");
export const curvesRequest = request<CurvesQuestion, Answer<readonly Curve[]>>("slipway/compare/curves");

/** The curves of a group's runs as one, over x as asked for; arrays as in `Curve`. `GroupCurve` of the registry's model says what they are. */
export interface WireGroupCurve {
  readonly x: string;
  readonly mean: string;
  readonly std: string;
  readonly min: string;
  readonly max: string;
  readonly n: string;
  /** Places that some run logged at. */
  readonly total: number;
  /** Points of the longest history, where it had too many to be read whole: what lies between those that were read is not in the mean. */
  readonly thinnedFrom?: number;
}

/** `axis` `relative`: each run begins at 0 ms; `metric`: the values of `xMetric` stand at the bottom. */
export interface GroupCurvesQuestion extends Omit<CurvesQuestion, "runIds"> {
  readonly groups: readonly (readonly string[])[];
  readonly axis: CompareState["xAxis"];
  readonly xMetric?: string;
}

/** One curve per group, in the order asked for. */
export const groupCurvesRequest = request<GroupCurvesQuestion, Answer<readonly WireGroupCurve[]>>("slipway/compare/groupCurves");

/** Page to host. */
export const stateChanged = notification<{ state: CompareState; title: string }>("compare/stateChanged");
/** Page to host: the address that opens this comparison elsewhere is wanted on the clipboard. */
export const shareComparison = notification<Pick<CompareState, "runIds" | "groupBy" | "formulas">>("compare/share");
/** Host asks the person for runs (quick pick) and answers with the new ids; empty when cancelled. */
export const pickRuns = request<{ except: readonly string[]; experimentId: string }, readonly string[]>("compare/pickRuns");
/** Page to host, once, when it can take messages; answered with the state to restore. */
export const compareReady = request<null, CompareState>("compare/ready");
/** Host to page. */
export const addRuns = notification<{ runIds: readonly string[] }>("compare/addRuns");
/** Host to page: formulas that are drawn too, where they are not yet. */
export const drawFormulas = notification<{ formulas: readonly string[] }>("compare/drawFormulas");

import type { Relation } from "#registry/model/compare/explain.ts";
import type { WireNumber } from "#registry/model/wireNumber.ts";
import { type Answer, notification, request } from "../message.ts";

/** A metric or a param as an axis: `metric:val_auc`, `param:learning_rate`. */
export type AxisId = `${"metric" | "param"}:${string}`;

export function axisKind(id: AxisId): "metric" | "param" {
  return id.startsWith("metric:") ? "metric" : "param";
}

export function axisKey(id: AxisId): string {
  return id.slice(id.indexOf(":") + 1);
}

/** Latest value of a metric, text of a param; null where the run does not have it. */
export type AxisValue = WireNumber | string | null;

/** The part of an axis that is brushed: numbers of a range, and values by themselves (words, and null for `(not set)`). */
export interface Brush {
  readonly from?: number;
  readonly to?: number;
  readonly values: readonly (string | null)[];
}

/** What the person chose in Relation; absent parts are chosen by what differs. */
export interface RelationState {
  /** From left to right. */
  readonly axes?: readonly AxisId[];
  /** Axes whose scale was chosen by hand. */
  readonly log: Readonly<Record<string, boolean>>;
  readonly flipped: readonly AxisId[];
  readonly brushes: Readonly<Record<string, Brush>>;
  readonly x?: AxisId;
  readonly y?: AxisId;
  /** What the size of a point says; absent: nothing. */
  readonly size?: AxisId;
  /** The metric to explain. */
  readonly explained?: string;
}

export const newRelationState: RelationState = { log: {}, flipped: [], brushes: {} };

/** The compared runs, in the order asked for, then the newest others of their experiments. */
export interface RelationData {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  /** How many of the first ones are the compared runs. */
  readonly compared: number;
  readonly axes: readonly { readonly id: AxisId; readonly values: readonly AxisValue[] }[];
  /** There are more runs than were read. */
  readonly isPartial: boolean;
}

/** How much a param goes with a metric. */
export interface Factor extends Relation {
  readonly param: string;
  /** Chance of as strong a relation where there is none: permutation test, times the number of params (Bonferroni). Absent: not computed. */
  readonly p?: number;
}

export interface Explanation {
  /** Runs that have a value of the metric. */
  readonly n: number;
  readonly isPartial: boolean;
  /** Strongest first. */
  readonly factors: readonly Factor[];
  /** Params that were not ranked: fewer than `fewest` runs have them, or nearly every run has a value of its own. */
  readonly left: number;
  /** Fewer runs than this tell nothing of what goes with what. */
  readonly fewest: number;
}

export const relationRequest = request<{ runIds: readonly string[]; axes: readonly AxisId[] }, Answer<RelationData>>(
  "slipway/compare/relation",
);
export const explainRequest = request<{ runIds: readonly string[]; metric: string; params: readonly string[] }, Answer<Explanation>>(
  "slipway/compare/explain",
);
/** Page to host: the Runs page of the experiment with this filter. */
export const openRunsFiltered = notification<{ experimentId: string; name: string; filter: string }>("compare/openRunsFiltered");

import type { ModelVersion, RunStatus } from "./types.ts";

/** Which version of a model is meant: by its number, the highest in a stage (any case), or the highest of all. */
export type VersionPick = { readonly version: string } | { readonly stage: string } | "latest";

/** A run in a few words. */
export interface RunStory {
  readonly id: string;
  readonly name: string;
  readonly status: RunStatus;
  /** ms; absent: not known. */
  readonly startedAt?: number;
  readonly user: string;
  /** Latest values, without MLflow's own (`system/…`), by name. */
  readonly metrics: readonly { readonly key: string; readonly value: number }[];
}

/** A promotion that was carried out. */
export interface Move {
  readonly to: string;
  /** As the person's Git says. */
  readonly by: string;
  /** ms */
  readonly at: number;
}

/** A version in a few words. */
export interface VersionStory {
  readonly version: ModelVersion;
  /** Absent: it came from no run, or the run cannot be read. */
  readonly run?: RunStory;
  /** Newest first. */
  readonly moves: readonly Move[];
}

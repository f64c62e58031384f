import { type Answer, notification, type Problem, request } from "./message.ts";
import type { AboutRegistry } from "./registryRequests.ts";

/**
 * What of a run is changed: one of its tags, or whether it is deleted. Its name and its note are tags (`runNameTag`, `runNoteTag`), as MLflow
 * has them. A value is the text of the tag or null where it has none; of the lifecycle `active` or `deleted`.
 */
export type RunField = { readonly kind: "tag"; readonly key: string } | { readonly kind: "lifecycle" };
export type RunValue = string | null;

export interface RunWrite {
  readonly runId: string;
  readonly value: RunValue;
  /** Written only where the run has this now: what somebody else wrote since stays. Absent: whatever it has. */
  readonly expected?: RunValue;
}

export interface EditRunsParams extends AboutRegistry {
  readonly field: RunField;
  /** At most 100, each of another run. */
  readonly writes: readonly RunWrite[];
}

/** What became of one write. */
export type RunEdited = { readonly runId: string; readonly name: string } & (
  | { readonly outcome: "written"; readonly before: RunValue }
  /** It was so already: nothing was written. */
  | { readonly outcome: "same" }
  /** It is not what was expected: nothing was written. */
  | { readonly outcome: "changed"; readonly now: RunValue }
  | { readonly outcome: "failed"; readonly problem: Problem }
);

/** Of a run, for an edit: what it is called, and its tags. */
export interface RunTags {
  readonly runId: string;
  readonly name: string;
  readonly isDeleted: boolean;
  /** All but MLflow's own (`mlflow.…`), of which only the note is here. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface RunTagsAnswer {
  readonly runs: readonly RunTags[];
  /** Tags of other runs of their experiment, the most common first, with their most common values. */
  readonly known: readonly { readonly key: string; readonly values: readonly string[] }[];
}

/** Writes to runs, each once. One that fails leaves the others as they are; the answer says of each what became of it, in the order asked for. */
export const editRunsRequest = request<EditRunsParams, Answer<readonly RunEdited[]>>("slipway/runs/edit");
/** Runs that do not exist are left out. `suggest`: with what is known from other runs. */
export const runTagsRequest = request<
  AboutRegistry & { readonly runIds: readonly string[]; readonly suggest?: boolean },
  Answer<RunTagsAnswer>
>("slipway/runs/tags");

/** What a person presses. */
export type RunAct = "rename" | "tag" | "removeTag" | "note" | "delete" | "restore";
/** A run as a press knows it: `name` is what was on the screen. */
export interface NamedRun {
  readonly id: string;
  readonly name: string;
}
/** Page to host, from any page (`client/views/pageActs.ts`): asks the person for what the act needs, writes, and says what came of it, with the way back. */
export const pressEdit = notification<{ readonly act: RunAct; readonly runs: readonly NamedRun[] }>("view/editRuns");

/** Scheme of the files that notes of runs are edited in. */
export const noteScheme = "slipway-note";

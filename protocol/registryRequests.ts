import type { AuthKind, SignIn } from "#registry/model/address.ts";
import type { ChangeSet } from "#registry/model/changes.ts";
import type { RunStatus } from "#registry/model/types.ts";
import type { WireNumber } from "#registry/model/wireNumber.ts";
import type { GateState, PromotionState } from "#registry/promotion/types.ts";
import { type Answer, notification, type Problem, request } from "./message.ts";

/** Which registry is open and why; `none` when nothing was found or the workspace is not trusted. */
export interface SourceState {
  readonly state: "none" | "untrusted" | "opening" | "open" | "failed";
  readonly uri?: string;
  /** `mlflow.db`, `mlflow.internal:5000` */
  readonly label?: string;
  /** One sentence: `Found in the workspace folder.` */
  readonly why?: string;
  /** URI of the folder that registry and policy are of, in a workspace of several. */
  readonly folder?: string;
  /** Address of a run's page, with `{experiment}` and `{run}` in the place of their ids; absent where runs have no pages. */
  readonly runPage?: string;
  readonly problem?: Problem;
  /** ms; when the registry last answered. */
  readonly asOf?: number;
}

/**
 * Which registry something is about: its address as `SourceState.uri` has it. Questions of pages and commands carry it as `registry`; the
 * server refuses those that are about another registry than the one that is open, and writes nothing there. Absent: about the open one.
 */
export type RegistryRef = string;

/** What a question, a press or a page is about; absent: what the side bar shows. */
export interface AboutRegistry {
  readonly registry?: RegistryRef;
  /** URI of the folder whose policy counts, in a workspace of several: two may lead to one registry. */
  readonly folder?: string;
}

/** That of what is about a registry, and nothing else of it; of anything: it may come from another version of Slipway, or from somebody else. */
export function aboutOf(given: unknown): AboutRegistry {
  const { registry, folder } = (typeof given === "object" && given !== null ? given : {}) as {
    readonly [K in keyof AboutRegistry]: unknown;
  };
  if (typeof registry !== "string") return {};
  return { registry, ...(typeof folder === "string" ? { folder } : {}) };
}

/** What the side bar shows, to be kept by what begins there. */
export function aboutShown(state: SourceState | undefined): AboutRegistry {
  if (state?.uri === undefined) return {};
  return { registry: state.uri, ...(state.folder === undefined ? {} : { folder: state.folder }) };
}

export interface ExperimentRow {
  readonly id: string;
  readonly name: string;
  readonly runCount?: number;
  /** ms */
  readonly lastStart?: number;
  /** Why it could not be read, in words for people; absent: it could. */
  readonly problem?: string;
}

/** The metric beside a row of a tree. */
export interface ShownMetric {
  readonly key: string;
  /** As it stands alone; empty when the run did not log it. */
  readonly value: string;
  /** Lets the list that shows it write as many digits as tell its rows apart. */
  readonly number?: WireNumber;
}

export interface RunRow {
  readonly id: string;
  readonly name: string;
  readonly experimentId: string;
  readonly status: RunStatus;
  /** ms */
  readonly startTime?: number;
  /** ms */
  readonly endTime?: number;
  readonly metric?: ShownMetric;
  readonly parentRunId?: string;
  /** Its registry takes edits of runs; absent: it does not, and none is offered. */
  readonly isEditable?: true;
  /** What of it could not be read, and why, in words for people; absent: it is whole. */
  readonly problem?: string;
}

/** What a tooltip shows. */
export interface RunDetail {
  readonly row: RunRow;
  readonly user: string;
  readonly commit: string;
  readonly params: readonly { readonly key: string; readonly value: string }[];
  readonly metrics: readonly { readonly key: string; readonly value: string }[];
  readonly datasets: readonly string[];
  /** Counts of all params and metrics, of which only the first are listed. */
  readonly paramCount: number;
  readonly metricCount: number;
}

export interface RowPage<T> {
  readonly rows: readonly T[];
  readonly nextPageToken?: string;
  /** Items that could not be read, each as a sentence; the rest loaded. */
  readonly failures: readonly string[];
}

export interface EnvironmentRow {
  readonly name: string;
  /** Absent: nothing there yet. */
  readonly version?: string;
  /** `@champion`, or the stage's name. */
  readonly marker: string;
  /** ms; when the version came here, as far as events tell, else when it was made. */
  readonly since?: number;
  /** The alias points to a version that does not exist. */
  readonly dangling: boolean;
}

export interface ModelRow {
  readonly name: string;
  /** Highest environment first; empty without a policy. The first environment of the policy is left out. */
  readonly environments: readonly EnvironmentRow[];
  /** Aliases that point to versions that no longer exist. */
  readonly danglingAliases: readonly string[];
}

/** What became of the newest request for a version; `none`: nobody asked, or nothing of it is left to be said. */
export type VersionRequest = "none" | "waiting" | "rejected";

export interface VersionRow {
  readonly model: string;
  readonly version: string;
  readonly runId: string;
  readonly aliases: readonly string[];
  readonly stage: string;
  readonly createdAt?: number;
  readonly request: VersionRequest;
  readonly metric?: ShownMetric;
  /** Environment that one click would ask for; absent when there is none above, or where the registry has no place for a promotion into it. */
  readonly nextEnvironment?: string;
  /** What one click does: `Moves @challenger from v12 to v13 at once.`, `Asks bruno. Nothing moves yet.`; absent with `nextEnvironment`. */
  readonly effect?: string;
  /** The version in the environment above. */
  readonly incumbent?: { readonly version: string; readonly runId: string };
}

export interface InboxItem {
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly to: string;
  readonly requestedBy: string;
  /** ms */
  readonly requestedAt: number;
  readonly state: PromotionState;
  /** Worst gate at this moment. */
  readonly gates: GateState;
  /** `1 gate fails`, `pass`, `1 gate unknown` */
  readonly gateSummary: string;
  readonly closedBy?: string;
  readonly closedAt?: number;
  /** The incumbent or a gate's result changed since the request: a decision needs the page. */
  readonly changed: boolean;
}

export interface Inbox {
  /** False: there is no readable slipway.yaml. */
  readonly hasPolicy: boolean;
  /** The policy has errors: nothing can be decided until they are gone; what is listed follows the last good policy. */
  readonly policyProblem?: string;
  /** `slipway.yaml here differs from main: 2 gates. Promotions follow main.` */
  readonly policyNote?: string;
  /** Who the reader is (`user.email` of Git); empty when unknown. */
  readonly me: string;
  readonly waiting: readonly InboxItem[];
  readonly mine: readonly InboxItem[];
  readonly recent: readonly InboxItem[];
  /** Ids of the runs that the gates of open requests look at. */
  readonly runs: readonly string[];
  /** Events of a newer Slipway, each as a sentence. */
  readonly newer: readonly string[];
  /** Tags in our namespace that are not readable events, each as a sentence. */
  readonly broken: readonly string[];
  /** Other folders of the workspace, with a registry or a policy of their own, where promotions wait for the reader. */
  readonly elsewhere: readonly WaitingElsewhere[];
}

export interface WaitingElsewhere {
  /** URI of the folder. */
  readonly folder: string;
  /** `mlflow.db`, `mlflow.internal:5000` */
  readonly label: string;
  /** So many, at least 1. */
  readonly count: number;
}

/** What can be said of an address before a registry is opened there. */
export interface AddressCheck {
  /** What is wrong with it, with the next step; absent when it can be tried. */
  readonly problem?: string;
  /** How one may sign in there, the usual way first. */
  readonly authKinds: readonly AuthKind[];
}

/** What was found when a registry was tried. */
export interface AddressTrial {
  /** Absent: it answers. */
  readonly problem?: Problem;
  /** An address near by that answers as a registry does. */
  readonly better?: string;
}

export const tryAddressRequest = request<{ readonly uri: string; readonly credentials?: Credentials }, AddressTrial>("slipway/tryAddress");
export const checkAddressRequest = request<{ readonly uri: string }, AddressCheck>("slipway/checkAddress");
export const sourceRequest = request<null, SourceState>("slipway/source");
/** Opens the registry again, as if the window had just been opened. */
export const refreshRequest = request<null, SourceState>("slipway/refresh");
/** A store that lies in a folder: its name there, and its address as `SourceState.uri` has it. */
export interface StoreInFolder {
  readonly name: string;
  readonly uri: string;
}
/** The stores of the folder that is shown, as files: nothing is opened. None before the workspace is trusted. */
export const storesInFolderRequest = request<null, readonly StoreInFolder[]>("slipway/storesInFolder");
export const experimentsRequest = request<{ pageToken?: string }, Answer<RowPage<ExperimentRow>>>("slipway/experiments");
export const runsRequest = request<{ experimentId: string; pageToken?: string }, Answer<RowPage<RunRow>>>("slipway/runs");
export const runDetailRequest = request<{ runId: string }, Answer<RunDetail>>("slipway/runDetail");
export const modelsRequest = request<{ pageToken?: string }, Answer<RowPage<ModelRow>>>("slipway/models");
export const versionsRequest = request<{ model: string; pageToken?: string }, Answer<RowPage<VersionRow>>>("slipway/versions");
export const inboxRequest = request<AboutRegistry | null, Answer<Inbox>>("slipway/inbox");

/** The open source changed: another registry, or it failed, or it is back. */
export const sourceChanged = notification<SourceState>("slipway/sourceChanged");
/** What changed in a registry; without one: in any. */
export type RegistryChange = ChangeSet & Pick<AboutRegistry, "registry">;
/** Something in a registry or a policy changed: views that show it ask again. */
export const registryChanged = notification<RegistryChange>("slipway/registryChanged");
/** A registry of any folder failed, or answers again: pages about it read again, and say from when they are or no longer do. */
export const reachChanged = notification<{ readonly registry: string }>("slipway/reachChanged");

/** The folder whose registry and policy count from now on, in a workspace of several. */
export const folderChosen = notification<{ readonly folder: string }>("slipway/folderChosen");
/** The workspace is trusted from now on. */
export const trustGranted = notification<null>("slipway/trustGranted");
/** How to sign in at one origin, given by the user; empty values sign out. Takes effect at once. */
export interface Credentials extends SignIn {
  /** Scheme, host and port as `originOf` spells them: what was given for `https` is never sent over `http`. */
  readonly origin: string;
}
export const credentialsChanged = notification<Credentials>("slipway/credentials");

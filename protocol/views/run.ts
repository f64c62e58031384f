import type { KeyValue, RunDataset, RunStatus } from "#registry/model/types.ts";
import type { WireNumber } from "#registry/model/wireNumber.ts";
import { type Answer, notification, request } from "../message.ts";
import type { AboutRegistry } from "../registryRequests.ts";
import type { NamedRun } from "../runEdits.ts";
import type { RunProgress } from "../runProgress.ts";
import type { ModelColumn } from "./compareModels.ts";

/** What the page of a run remembers over a reload: intent, never data. */
export interface RunPageState extends AboutRegistry {
  readonly runId: string;
  /** For the title until the page knows better. */
  readonly name: string;
  /** What params, metrics and tags are searched for. */
  readonly search: string;
  /** Sections that are folded. */
  readonly folded: readonly string[];
  /** The metric that is shown large. */
  readonly metric?: string;
  /** The artifact that is shown. */
  readonly artifact?: string;
}

/** Sections that are of MLflow itself begin folded. */
export function newRunPageState(runId: string, name: string): RunPageState {
  return { runId, name, search: "", folded: ["system", "ownTags"] };
}

/** The latest value of a metric. */
export interface RunMetric {
  readonly key: string;
  readonly value: WireNumber;
  readonly step: number;
  /** Known from the policy or guessed from the name; absent when neither tells. */
  readonly better?: "higher" | "lower";
  /** A gate checks it: its zero-based line in slipway.yaml. */
  readonly gateLine?: number;
}

/** A model version that the run became. */
export interface RunVersionRow {
  readonly model: string;
  /** `13` */
  readonly version: string;
  readonly aliases: readonly string[];
  /** MLflow's stage; `None` is left out. */
  readonly stage?: string;
}

/** Where the run's code stood, as MLflow's tags say it; empty where they don't. */
export interface RunSource {
  /** File, notebook or project. */
  readonly name: string;
  /** Of a project (`mlflow run`): MLflow logs what it was started with. */
  readonly isProject: boolean;
  readonly entryPoint: string;
  readonly commit: string;
  readonly branch: string;
  readonly repository: string;
}

/** A run whose page can be opened. */
export interface RelatedRun extends NamedRun {
  readonly status: RunStatus;
}

/** Everything that the page shows of a run, but curves, artifacts and what its models say. */
export interface RunPageData {
  readonly id: string;
  readonly name: string;
  readonly experimentId: string;
  readonly experiment: string;
  readonly status: RunStatus;
  readonly isDeleted: boolean;
  /** The registry takes edits of runs: without it no page offers any. */
  readonly editsRuns: boolean;
  readonly user: string;
  /** ms */
  readonly startTime?: number;
  /** ms */
  readonly endTime?: number;
  /** Of a run that is running. */
  readonly progress?: RunProgress;
  /** Markdown, as it was written; empty: none. */
  readonly note: string;
  readonly metrics: readonly RunMetric[];
  /** MLflow's own of the machine (`system/…`). */
  readonly systemMetrics: readonly RunMetric[];
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
  /** MLflow's own (`mlflow.…`). */
  readonly ownTags: readonly KeyValue[];
  readonly datasets: readonly RunDataset[];
  readonly source: RunSource;
  readonly versions: readonly RunVersionRow[];
  readonly parent?: RelatedRun;
  readonly children: readonly RelatedRun[];
  /** There are more than are told. */
  readonly hasMoreChildren: boolean;
  /** What could not be read of it, in words. */
  readonly problem?: string;
  /** ms */
  readonly asOf: number;
}

/** Asked of the server by the host, and of the host by the page (same method). */
export const runPageRequest = request<{ readonly runId: string }, Answer<RunPageData>>("slipway/run/page");

/** Page to host, once, when it can take messages. */
export const runPageReady = request<null, RunPageStart>("run/ready");
export interface RunPageStart {
  readonly state: RunPageState;
  /** Id of the run that comparisons start from. */
  readonly baseline?: string;
  /** The registry has a page of its own for each run. */
  readonly hasBrowser: boolean;
}
/** `title` is the tab's. */
export const runPageChanged = notification<{ readonly state: RunPageState; readonly title: string }>("run/changed");
/** What a press of the page asks of the editor about its run. */
export type RunPress =
  | "compareWithBaseline"
  | "compareWith"
  | "setAsBaseline"
  | "openInBrowser"
  | "openRuns"
  | "diffCode"
  | "showNote"
  | "copyCommand";
export interface PressedRun extends NamedRun {
  readonly experimentId: string;
  readonly experiment: string;
  readonly commit: string;
}
export const runPagePressed = notification<{ readonly act: RunPress; readonly run: PressedRun }>("run/pressed");
/** Page to host: the page of another run. */
export const openRunPage = notification<NamedRun>("run/open");
/** Page to host: the promotion page of a version. */
export const openVersionPage = notification<{ readonly model: string; readonly version: string }>("run/openVersion");

/** `name: type`, the type alone where a column has no name. */
export function columnText({ name, type, required }: ModelColumn): string {
  return `${name === "" ? type : `${name}: ${type}`}${required ? "" : " (optional)"}`;
}

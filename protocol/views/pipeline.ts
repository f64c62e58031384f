import { type Answer, notification, request } from "../message.ts";
import type { AboutRegistry } from "../registryRequests.ts";

/** How a stage stands to its last run. `follows`: nothing of its own has changed, and a stage before it has. */
export type StageState = "current" | "changed" | "follows" | "frozen" | "unknown";

/** A stage, a group of stages that a loop makes, a `.dvc` file that keeps data, or data. */
export interface PipelineNode {
  readonly id: string;
  readonly kind: "stage" | "group" | "tracked" | "data";
  readonly name: string;
  /** Of a stage that a loop makes: the id of its group. */
  readonly group?: string;
  /** URI of the file that it is, where that is another than the page's: a `.dvc` file. */
  readonly file?: string;
  /** Where it is known; of data never. */
  readonly state?: StageState;
  /** In a few words: `changed: params lr`. */
  readonly note?: string;
  /** Zero-based, of the file; absent for what stands in no line of it. */
  readonly lines?: { readonly first: number; readonly last: number };
}

export interface PipelineEdge {
  readonly from: string;
  readonly to: string;
}

/** The stages of one file, what they read and write, in the order of the file. */
export interface PipelineGraph {
  readonly nodes: readonly PipelineNode[];
  readonly edges: readonly PipelineEdge[];
  /** Stages whose names or paths rest on something that is not known are left out. */
  readonly isWhole: boolean;
}

/** What a page keeps over a reload. */
export interface PipelineState extends AboutRegistry {
  /** Of the file. */
  readonly uri: string;
  /** Ids of the groups that are unfolded. */
  readonly open: readonly string[];
  /** Absent: shown where there are few stages. */
  readonly showsData?: boolean;
  readonly chosen?: string;
}

export const pipelineReady = request<null, PipelineState>("pipeline/ready");
/** `compares`: with what is stale, for which files are read. */
export const pipelineRequest = request<{ readonly uri: string; readonly compares: boolean }, Answer<PipelineGraph>>(
  "slipway/pipeline/graph",
);

// Page to host.
export const pipelineStateChanged = notification<PipelineState>("pipeline/stateChanged");
/** Zero-based line of the file, or of the `.dvc` file that a node is; `takesFocus`: the person goes on in the editor. */
export const openStage = notification<{ readonly file?: string; readonly line: number; readonly takesFocus: boolean }>(
  "pipeline/openStage",
);

// Host to page.
/** A file was typed in, saved, or written by a tool: what is shown may be another. */
export const pipelineTouched = notification<null>("pipeline/touched");
/** The cursor stands on another line of the file, zero-based. */
export const cursorMoved = notification<{ readonly line: number }>("pipeline/cursorMoved");

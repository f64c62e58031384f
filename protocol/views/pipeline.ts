import { type Answer, notification, request } from "../message.ts";
import type { AboutRegistry } from "../registryRequests.ts";

/** How a stage stands to its last run. `follows`: nothing of its own has changed, and a stage before it has. */
export type StageState = "current" | "changed" | "follows" | "frozen" | "unknown";

/** Of one file with the `.dvc` files that its stages begin with, or of all `dvc.yaml` and `.dvc` files of its repository. */
export type PipelineScope = "file" | "repository";

/** A stage, a group of stages that a loop makes, a `.dvc` file that keeps data, or data. */
export interface PipelineNode {
  readonly id: string;
  readonly kind: "stage" | "group" | "tracked" | "data";
  /** As its own file has it; of a `.dvc` file its path from the top of the repository. */
  readonly name: string;
  /** As DVC has it from the top of the repository, where that is another: `data/dvc.yaml:prepare`. */
  readonly address?: string;
  /** Of a stage that a loop makes: the id of its group. */
  readonly group?: string;
  /** URI of the file that it stands in, or that it is; absent: that of the page, and of data always. */
  readonly file?: string;
  /** Where it is known; of data never. */
  readonly state?: StageState;
  /** In a few words: `changed: params lr`. */
  readonly note?: string;
  /** Zero-based, of its file; absent for what stands in no line. */
  readonly lines?: { readonly first: number; readonly last: number };
}

export interface PipelineEdge {
  readonly from: string;
  readonly to: string;
}

/** A file of the repository. */
export interface PipelineFile {
  readonly uri: string;
  /** Its path from the top of the repository. */
  readonly name: string;
}

/** Stages, what they read and write, in the order of their files: the page's own first. */
export interface PipelineGraph {
  readonly nodes: readonly PipelineNode[];
  readonly edges: readonly PipelineEdge[];
  readonly scope: PipelineScope;
  /** The repository has more than `file` shows. */
  readonly hasMore: boolean;
  /** Those that nodes stand in, in their order. */
  readonly files: readonly PipelineFile[];
  /** Stages and `.dvc` files that there are, and those among the nodes: the nearest to the page's file. */
  readonly count: { readonly all: number; readonly shown: number };
  /** False: stages of the page's file whose names or paths rest on something that is not known are left out. */
  readonly isWhole: boolean;
  /** Other files of which something cannot be read, each with the zero-based line of that. */
  readonly unread: readonly (PipelineFile & { readonly line: number })[];
}

/** What a page keeps over a reload. */
export interface PipelineState extends AboutRegistry {
  /** Of the file. */
  readonly uri: string;
  /** Absent: all of the repository, where the file is connected with more of it than `file` shows. */
  readonly scope?: PipelineScope;
  /** Ids of the groups that are unfolded. */
  readonly open: readonly string[];
  /** URIs of the files that are folded in the tree. */
  readonly folded?: readonly string[];
  /** Absent: shown where there are few stages. */
  readonly showsData?: boolean;
  readonly chosen?: string;
}

/** The id of the `.dvc` file at a URI. */
export function trackedId(file: string): string {
  return `tracked:${file}`;
}

/** What is asked of a graph. */
export interface PipelineQuestion {
  readonly uri: string;
  readonly scope?: PipelineScope;
  /** With what is stale, for which files are read. */
  readonly compares: boolean;
}

export const pipelineReady = request<null, PipelineState>("pipeline/ready");
export const pipelineRequest = request<PipelineQuestion, Answer<PipelineGraph>>("slipway/pipeline/graph");

// Server to host.
/** Config files changed on disk, and what is asked from now on is answered from what they are. The editor itself tells of that later than its own watchers. */
export const configFilesChanged = notification<null>("slipway/pipeline/configFilesChanged");

// Page to host.
export const pipelineStateChanged = notification<PipelineState>("pipeline/stateChanged");
/** Zero-based line of the file that a node stands in; absent, the page's own. `takesFocus`: the person goes on in the editor. */
export const openStage = notification<{ readonly file?: string; readonly line: number; readonly takesFocus: boolean }>(
  "pipeline/openStage",
);

// Host to page.
/** A file was typed in, saved, or written by a tool: what is shown may be another. */
export const pipelineTouched = notification<null>("pipeline/touched");
/** The cursor stands on another line of a file, zero-based: any file of the editor. */
export const cursorMoved = notification<{ readonly uri: string; readonly line: number }>("pipeline/cursorMoved");

import type { Artifact } from "#registry/model/types.ts";
import { type Answer, notification, type Problem, request } from "../message.ts";
import type { NamedRun } from "../runEdits.ts";

/** A file or a folder among the artifacts of a run; an empty path is all of them. */
export interface ArtifactPlace {
  readonly runId: string;
  /** With `/`, as MLflow has it. */
  readonly path: string;
}

/** What lies in a folder, folders first. */
export interface ArtifactFolder {
  readonly entries: readonly Artifact[];
  /** So many more lie there, which are not told. */
  readonly left: number;
}

/** How much of a file was read. */
interface ArtifactExtent {
  /** Bytes that were read. */
  readonly read: number;
  /** False: what is shown is the beginning, and what follows is not known. */
  readonly isWhole: boolean;
}

/** Text as it was logged; `json` is indented anew where all of it was read, its values as they were written. */
export interface TextPreview extends ArtifactExtent {
  readonly kind: "text";
  readonly format: "text" | "json" | "html" | "log";
  readonly text: string;
  /** Of a log: its first line that tells of a failure; `line` counts from 1. */
  readonly failing?: { readonly line: number; readonly text: string };
}

export interface ImagePreview extends ArtifactExtent {
  readonly kind: "image";
  /** For an `img` alone: what an SVG says is never part of the page. */
  readonly mediaType: "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/svg+xml";
  readonly base64: string;
}

export interface TablePreview extends ArtifactExtent {
  readonly kind: "table";
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows that are known of and not told. */
  readonly rowsLeft: number;
  readonly columnsLeft: number;
}

/** What a page does not show; `what` names it: `Parquet table`, `binary file`. */
export interface UnshownPreview extends ArtifactExtent {
  readonly kind: "unshown";
  readonly why: "binary" | "tooLarge" | "empty" | "unread";
  readonly what: string;
  /** Why it was not read, as a clause: `broken, its end is missing`. */
  readonly because?: string;
}

export type ArtifactPreview = TextPreview | ImagePreview | TablePreview | UnshownPreview;

/** A file of one run: `null` it has none of the path, `"unknown"` the registry does not tell its size, else bytes. */
export type ArtifactSize = number | "unknown" | null;

/** The files of several runs, by path in natural order. */
export interface ArtifactTable {
  readonly files: readonly { readonly path: string; readonly sizes: readonly ArtifactSize[] }[];
  /** One per run: why its artifacts could not be listed. */
  readonly problems: readonly (Problem | null)[];
  /** One per run: there is more than was listed. */
  readonly isPartial: readonly boolean[];
}

/** Files whose contents are to be held against each other. */
export interface WantedHashes {
  readonly path: string;
  readonly runIds: readonly string[];
}

/** Asked of the server by the host, and of the host by the page (same methods). */
export const artifactFolderRequest = request<ArtifactPlace, Answer<ArtifactFolder>>("slipway/artifacts/folder");
export const artifactPreviewRequest = request<ArtifactPlace, Answer<ArtifactPreview>>("slipway/artifacts/preview");
export const artifactTableRequest = request<{ runIds: readonly string[] }, Answer<ArtifactTable>>("slipway/artifacts/table");
/** SHA-256 in hex per file and run, as asked; null where a file is too large to be read for it, or cannot be read. */
export const artifactHashesRequest = request<{ files: readonly WantedHashes[] }, Answer<readonly (readonly (string | null)[])[]>>(
  "slipway/artifacts/hashes",
);
/** Host to server alone: a file for the editor. `base64` of at most `maxBytes`. */
export const artifactFileRequest = request<ArtifactPlace & { readonly maxBytes: number }, Answer<{ base64: string; isWhole: boolean }>>(
  "slipway/artifacts/file",
);

/** Of the addresses under which the editor reads artifacts. */
export const artifactScheme = "slipway-artifact";

/** Page to host: the file in an editor of VS Code's. */
export const openArtifact = notification<ArtifactPlace>("artifacts/open");
/** Page to host: VS Code's own diff of the file of two runs, which are named as the page names them. */
export const diffArtifacts = notification<{ path: string; left: NamedRun; right: NamedRun }>("artifacts/diff");

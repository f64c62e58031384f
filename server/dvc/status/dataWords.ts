import { byteSize } from "#registry/model/byteSize.ts";
import type { DataState } from "./dataStatus.ts";

/** What was noted of data in a few words: `14.2 MB · 3 files`. `size` in bytes; `files` of a folder, absent for a file. */
export function sizeWords(size: number | undefined, files: number | undefined): string[] {
  return [...(size === undefined ? [] : [byteSize(size)]), ...(files === undefined ? [] : [`${files} ${files === 1 ? "file" : "files"}`])];
}

/** How data stands to what was noted of it, a sentence; undefined: it is not known. */
export const stateWords: Readonly<Record<DataState, string | undefined>> = {
  same: "On disk: the same.",
  modified: "On disk: changed.",
  deleted: "On disk: missing.",
  "not in cache": "DVC's cache does not have it.",
  unknown: undefined,
};

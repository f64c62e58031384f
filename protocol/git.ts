import { request } from "./message.ts";

/** Files that differ between two commits, paths relative to the repository with `/`. Empty text: the file does not exist there. */
export interface CodeDiffFile {
  readonly path: string;
  readonly status: "added" | "removed" | "changed";
}

/** Without `right`: what the files on disk are by now, `root` being the path of their repository. */
export const codeDiffRequest = request<
  { left: string; right?: string },
  { readonly files: readonly CodeDiffFile[]; readonly root?: string; readonly problem?: string }
>("slipway/git/diff");
/** Text of a file at a commit, for VS Code's diff editor. */
export const fileAtCommitRequest = request<{ commit: string; path: string }, { readonly text: string }>("slipway/git/file");

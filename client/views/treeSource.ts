import type { TreeNode } from "#client/core/treeNode.ts";

/** A tree without VS Code: what it shows, and how it is told that this changed. */
export interface TreeSource {
  roots(signal: AbortSignal): Promise<readonly TreeNode[]>;
  /** Everything is read again when it is next shown; rows stay until then. */
  markStale(): void;
  /** Another registry is open: nothing shown so far is true any more. */
  reset(): void;
  /** ms; set when old rows are shown because a newer read failed. */
  staleSince(): number | undefined;
}

import type { Freshness } from "#client/core/pagedList.ts";
import type { TreeNode } from "#client/core/treeNode.ts";
import type { ViewHead } from "#client/core/viewHead.ts";
import type { ChangeSet } from "#registry/model/changes.ts";

/** A tree without VS Code: what it shows, and how it is told that this changed. */
export interface TreeSource {
  roots(signal: AbortSignal, freshness?: Freshness): Promise<readonly TreeNode[]>;
  /** What shows something that changed is read again when it is next shown; rows stay until then. False: nothing does. */
  markStale(changes: ChangeSet): boolean;
  /** Another registry is open: nothing shown so far is true any more. */
  reset(): void;
  /** What is to be said above the rows that were read last. */
  head(): ViewHead;
}

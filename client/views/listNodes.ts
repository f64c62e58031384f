import { failedItemNode, loadMoreNode, problemNodes } from "#client/core/messageRows.ts";
import type { ListState, PagedList } from "#client/core/pagedList.ts";
import type { TreeNode } from "#client/core/treeNode.ts";
import type { Wording } from "#client/core/wording.ts";

/**
 * A list in one of its states as rows: the items, then those that could not be read, then `Load 50 more…`. A list that could not be
 * read at all says why. Old items stay, and the cause stands above them.
 */
export function listNodes<T>(
  parentId: string,
  list: PagedList<T>,
  items: (state: ListState<T>) => readonly TreeNode[],
  context: { readonly words: Wording; readonly changed: () => void },
): TreeNode[] {
  const { words, changed } = context;
  const { state } = list;
  const failed = state.failures.map((sentence, index) => failedItemNode(parentId, index, sentence));
  const cause = state.problem === undefined ? [] : problemNodes(parentId, state.problem, words);
  if (state.problem !== undefined && state.asOf === undefined) return cause;
  const loadMore = async (): Promise<void> => {
    await list.loadMore(new AbortController().signal);
    changed();
  };
  return [...cause, ...items(state), ...failed, ...(state.hasMore ? [loadMoreNode(parentId, loadMore, words)] : [])];
}

/** The time of the oldest rows that stand beside a failed read; absent when all that is shown is fresh. */
export function oldestStale(lists: Iterable<PagedList<unknown>>): number | undefined {
  let oldest: number | undefined;
  for (const { state } of lists) {
    if (state.problem === undefined || state.asOf === undefined) continue;
    oldest = Math.min(oldest ?? state.asOf, state.asOf);
  }
  return oldest;
}

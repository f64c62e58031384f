import { failedItemNode, loadMoreNode, problemNodes, unreadNode } from "#client/core/messageRows.ts";
import type { AnyList, ListState, PagedList } from "#client/core/pagedList.ts";
import type { Goal, TreeNode } from "#client/core/treeNode.ts";
import { causeOf, type ViewHead } from "#client/core/viewHead.ts";
import type { Wording } from "#client/core/wording.ts";
import type { ViewId } from "#protocol/viewIds.ts";
import type { SourceWatch } from "./sourceWatch.ts";

export interface ListContext {
  readonly source: SourceWatch;
  readonly words: Wording;
  /** Something that is loaded looks different now; a row that is given gets the focus, once it is there. */
  readonly changed: (goal?: Goal) => void;
}

type Items<T> = (state: ListState<T>) => readonly TreeNode[];

/**
 * The list at the top of a view: the items, then those that could not be read, then `Load 50 more…`. Where the read failed the text
 * above the view says why, and the first rows are what to do about it; old items stay below them.
 */
export function rootNodes<T>(view: ViewId, list: PagedList<T>, items: Items<T>, context: ListContext): TreeNode[] {
  return [...stepNodes(view, list, context), ...itemNodes(undefined, list, items, context)];
}

/** What can be done about a read that failed, where this view is the one that says so. */
export function stepNodes(view: ViewId, list: AnyList, { source, words }: ListContext): TreeNode[] {
  const cause = causeOf(view, list.state.problem, source.state);
  return cause === undefined ? [] : problemNodes(view, cause, words);
}

/** A list under a row, which has no text above it: a read that failed is a row. */
export function nestedNodes<T>(parent: TreeNode, list: PagedList<T>, items: Items<T>, context: ListContext): TreeNode[] {
  const { problem, asOf } = list.state;
  // A registry that fails is told above the view; rows from before say it all then.
  const told = context.source.state?.state === "failed";
  const isSilent = problem === undefined || (told && asOf !== undefined);
  const cause = isSilent ? [] : [unreadNode(parent.view.id, problem, told, context.words)];
  return [...cause, ...itemNodes(parent, list, items, context)];
}

function itemNodes<T>(parent: TreeNode | undefined, list: PagedList<T>, items: Items<T>, { words, changed }: ListContext): TreeNode[] {
  const { state } = list;
  const parentId = parent?.view.id ?? "top";
  const shown = items(state);
  const failed = state.failures.map((sentence, index) => failedItemNode(parentId, index, sentence));
  const loadMore = async (): Promise<void> => {
    await list.loadMore(new AbortController().signal);
    const known = new Set(shown.map(({ view }) => view.id));
    // The row that was pressed moves down or goes away: without this the focus would go with it.
    const node = items(list.state).find(({ view }) => !known.has(view.id));
    changed(node && { node, parent });
  };
  return [...shown, ...failed, ...(state.hasMore ? [loadMoreNode(parentId, loadMore, words)] : [])];
}

/** The head of a view that shows `list` at its top, and perhaps more lists below. */
export function headOf(list: AnyList, others: Iterable<AnyList> = []): ViewHead {
  const { problem, asOf } = list.state;
  const staleSince = oldestStale([list, ...others]);
  return {
    wasRead: asOf !== undefined,
    ...(problem === undefined ? {} : { problem }),
    ...(staleSince === undefined ? {} : { staleSince }),
  };
}

/** The time of the oldest rows that stand beside a failed read; absent when all that is shown is fresh. */
function oldestStale(lists: Iterable<AnyList>): number | undefined {
  let oldest: number | undefined;
  for (const { state } of lists) {
    if (state.problem === undefined || state.asOf === undefined) continue;
    oldest = Math.min(oldest ?? state.asOf, state.asOf);
  }
  return oldest;
}

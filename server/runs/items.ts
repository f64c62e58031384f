import type { RunsQuery } from "#protocol/views/runs.ts";
import type { RunPage } from "#registry/model/types.ts";
import { groupsOf, type RunGroup } from "./groups.ts";
import { flatItems, type RunItem, treeItems } from "./tree.ts";

/** A row of the table. */
export type TableItem = RunItem | (RunGroup & { readonly isOpen: boolean });

interface Items {
  readonly of: string;
  readonly items: readonly TableItem[];
  /** Empty where nothing is grouped. */
  readonly groups: readonly RunGroup[];
}

/** The last rows of each order: a table that is scrolled asks for them again and again. */
const lastItems = new WeakMap<readonly number[], Items>();

/** The rows of the table: groups with the members of those that are open, or runs beneath their parents, or every run for itself. */
export function tableItems(page: RunPage, order: readonly number[], query: RunsQuery): Omit<Items, "of"> {
  const { groupBy = [], summary, sort, isFlat = false, turned = [] } = query;
  const of = JSON.stringify([groupBy, summary, sort, isFlat, turned]);
  const last = lastItems.get(order);
  if (last?.of === of) return last;
  const made = { of, ...madeItems(page, order, query) };
  lastItems.set(order, made);
  return made;
}

function madeItems(page: RunPage, order: readonly number[], query: RunsQuery): Omit<Items, "of"> {
  const turned = new Set(query.turned);
  if ((query.groupBy ?? []).length === 0) {
    return { items: query.isFlat ? flatItems(order) : treeItems(page, order, turned), groups: [] };
  }
  const groups = groupsOf(page, order, query);
  const items = groups.flatMap((group): TableItem[] => {
    const isOpen = turned.has(group.id);
    return [{ ...group, isOpen }, ...(isOpen ? flatItems(group.rows, 1) : [])];
  });
  return { items, groups };
}

/** The runs of some rows of the table, each once; of a group all. */
export function runsOfItems(page: RunPage, items: readonly TableItem[]): string[] {
  const rows = items.flatMap((item) => (item.kind === "run" ? [item.row] : item.rows));
  return [...new Set(rows)].map((row) => page.ids[row] ?? "");
}

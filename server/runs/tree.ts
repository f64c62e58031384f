import { columnOf, textAt } from "#registry/model/columns.ts";
import type { RunPage } from "#registry/model/types.ts";

/** A run's place in the table. */
export interface RunItem {
  readonly kind: "run";
  readonly row: number;
  readonly depth: number;
  /** It does not pass the filter. */
  readonly isAside: boolean;
  /** Absent: nothing stands beneath it. */
  readonly fold?: { readonly isOpen: boolean; readonly count: number };
}

/** MLflow's own limit is none; a loop of parents ends here. */
const deepest = 20;

/** Of each row its parent's row, -1 where it has none or the parent is not among these runs. */
const knownParents = new WeakMap<RunPage, Int32Array | undefined>();
const knownRows = new WeakMap<RunPage, ReadonlyMap<string, number>>();

/** The row of each run id. */
export function rowsById(page: RunPage): ReadonlyMap<string, number> {
  let rows = knownRows.get(page);
  if (rows === undefined) {
    rows = new Map(page.ids.map((id, row) => [id, row]));
    knownRows.set(page, rows);
  }
  return rows;
}

/** Absent: no run is a child of another. */
export function parentRows(page: RunPage): Int32Array | undefined {
  if (knownParents.has(page)) return knownParents.get(page);
  const tag = columnOf(page.tags, "mlflow.parentRunId");
  const rows = rowsById(page);
  const parents = tag && Int32Array.from(page.ids, (_id, row) => rows.get(textAt(tag, row) ?? "") ?? -1);
  const found = parents?.some((parent) => parent >= 0) ? parents : undefined;
  knownParents.set(page, found);
  return found;
}

/** Every run for itself. */
export function flatItems(order: readonly number[], depth = 0): RunItem[] {
  return order.map((row) => ({ kind: "run", row, depth, isAside: false }));
}

/**
 * Child runs beneath their parents, in the order given; a parent stands where the first of it and its descendants would. A parent that
 * is not in the order is there for its children, aside. `folded` are the ids of runs whose children are not shown.
 */
export function treeItems(page: RunPage, order: readonly number[], folded: ReadonlySet<string>): RunItem[] {
  const parents = parentRows(page);
  if (parents === undefined) return flatItems(order);
  const passing = new Set(order);
  const children = childrenOf(order, parents);
  const items: RunItem[] = [];
  const count = (row: number): number =>
    (children.get(row) ?? []).reduce((sum, child) => sum + count(child) + Number(passing.has(child)), 0);
  const add = (row: number, depth: number): void => {
    const own = children.get(row) ?? [];
    const isOpen = !folded.has(page.ids[row] ?? "");
    const fold = own.length === 0 ? {} : { fold: { isOpen, count: count(row) } };
    items.push({ kind: "run", row, depth, isAside: !passing.has(row), ...fold });
    if (isOpen) for (const child of own) add(child, depth + 1);
  };
  for (const row of children.get(-1) ?? []) add(row, 0);
  return items;
}

/** Rows by their parent's (-1: they have none), each where it or one beneath it first comes in the order. */
function childrenOf(order: readonly number[], parents: Int32Array): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  const placed = new Set<number>();
  for (const row of order) {
    let above = -1;
    for (const each of ancestors(row, parents).reverse()) {
      if (!placed.has(each)) {
        placed.add(each);
        const list = children.get(above);
        if (list === undefined) children.set(above, [each]);
        else list.push(each);
      }
      above = each;
    }
  }
  return children;
}

/** A row and those above it, upwards. Where parents go round in a circle, or on without an end, the row stands for itself. */
function ancestors(row: number, parents: Int32Array): number[] {
  const chain = [row];
  for (let above = parents[row] ?? -1; above >= 0; above = parents[above] ?? -1) {
    if (chain.includes(above) || chain.length > deepest) return [row];
    chain.push(above);
  }
  return chain;
}

import type { ColumnId, RunsCatalog, RunsState } from "#protocol/views/runs.ts";
import { differingColumns, type Placed, type PlacedColumn, placedColumns, shownIds } from "./columns.ts";

/** Params that stand in the words of a row. */
export const mostSaid = 8;

/** Of so many columns all values are read; of more those near the screen: a run may have 12,000 metrics. */
const mostAsked = 200;
/** Columns that are read together, so that not every move sideways asks again. */
const block = 40;

/**
 * Whose values are read, in the order of the columns: of many the frozen ones, those between `from` and `to` (px from the left edge of the table) with a block
 * more on either side, and `always`.
 */
export function askedColumns(
  shown: readonly ColumnId[],
  { frozen, columns }: Pick<Placed, "frozen" | "columns">,
  { from, to }: { readonly from: number; readonly to: number },
  always: readonly ColumnId[],
): readonly ColumnId[] {
  if (shown.length <= mostAsked) return shown;
  const [first, after] = indexesWithin(columns, from, to);
  const near = columns.slice(Math.max(0, (Math.floor(first / block) - 1) * block), (Math.ceil(after / block) + 1) * block);
  const asked = new Set([...frozen, ...near].flatMap(({ column }) => column?.id ?? []));
  for (const id of always) asked.add(id);
  return shown.filter((id) => asked.has(id));
}

/** Whose values are read of what a page shows: those that tell runs apart stand in the words of their names. */
export function columnsToAsk(
  catalog: RunsCatalog,
  state: RunsState,
  sight: { readonly from: number; readonly to: number },
): readonly ColumnId[] {
  const shown = shownIds(catalog, state);
  const has = new Set(shown);
  const said = differingColumns(catalog).flatMap(({ id }) => (has.has(id) ? id : []));
  return askedColumns(shown, placedColumns(catalog, state), sight, said.slice(0, mostSaid));
}

/** The columns between `from` and `to`, px from the left edge of the table. */
export function columnsWithin(columns: readonly PlacedColumn[], from: number, to: number): readonly PlacedColumn[] {
  return columns.slice(...indexesWithin(columns, from, to));
}

/** The first column that reaches beyond `from`, and the first one from `to` on: the table is drawn at every frame, and looks at few of 12,000. */
function indexesWithin(columns: readonly PlacedColumn[], from: number, to: number): [first: number, after: number] {
  return [firstWhere(columns, ({ left, width }) => left + width > from), firstWhere(columns, ({ left }) => left >= to)];
}

/** `test` is false for the first ones and true from one on; the length where it is true for none. */
function firstWhere(columns: readonly PlacedColumn[], test: (column: PlacedColumn) => boolean): number {
  let [low, high] = [0, columns.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const column = columns[middle];
    if (column !== undefined && test(column)) high = middle;
    else low = middle + 1;
  }
  return low;
}

import type { TablePreview } from "#protocol/views/artifacts.ts";

type Table = Pick<TablePreview, "head" | "rows" | "rowsLeft" | "columnsLeft" | "isWhole">;

/**
 * Per row and column: what stands there in the other table, where that is something else; null, the other has no such row or column;
 * undefined, it is the same, or not known.
 */
export type OtherCells = readonly (readonly (string | null | undefined)[])[];

/**
 * The cells of a table that another one does not have. Columns are the same by their names. Rows are by what stands in their first column, where that names at least
 * half of them in both, else by their place. What the part of the other that was read does not show is not known. Nothing is marked of tables that
 * have no cell in common: all of it would be.
 */
export function otherCells(table: Table, other: Table): OtherCells {
  const columns = partners(table.head, other.head);
  const rows = rowPartners(table, other, columns[0]);
  const hasAllRows = other.isWhole && other.rowsLeft === 0;
  let isAnySame = false;
  const marked = table.rows.map((cells, row) => {
    const [at, isRowGone] = [rows[row], rows[row] === undefined && hasAllRows];
    return cells.map((text, column) => {
      const there = columns[column];
      if (isRowGone || (there === undefined && other.columnsLeft === 0)) return null;
      const value = at === undefined || there === undefined ? undefined : other.rows[at]?.[there];
      if (value === text) isAnySame = true;
      return value === text ? undefined : value;
    });
  });
  return isAnySame ? marked : [];
}

function rowPartners(table: Table, other: Table, named: number | undefined): readonly (number | undefined)[] {
  const byPlace = table.rows.map((_, row) => (row < other.rows.length ? row : undefined));
  if (named === undefined) return byPlace;
  const names = ({ rows }: Table, column: number) => rows.map((cells) => cells[column] ?? "");
  const byName = partners(names(table, 0), names(other, named));
  const found = byName.filter((row) => row !== undefined).length;
  return found * 2 >= Math.min(table.rows.length, other.rows.length) ? byName : byPlace;
}

/** Where each text stands among the others: the second of its like is the second there. */
function partners(texts: readonly string[], others: readonly string[]): (number | undefined)[] {
  const places = new Map<string, number[]>();
  for (const [place, text] of others.entries()) places.set(text, [...(places.get(text) ?? []), place]);
  return texts.map((text) => places.get(text)?.shift());
}

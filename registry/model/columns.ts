import type { Column, MetricColumn, TextColumn } from "./types.ts";

/** Where a column holds a row of its page: an index into its arrays, -1 where the run does not have it. */
export function placeOf({ rows }: Column, row: number): number {
  // A column that all runs have holds each row at its own number.
  if (rows[row] === row) return row;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? row) < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row ? low : -1;
}

export function hasRow(column: Column | undefined, row: number): boolean {
  return column !== undefined && placeOf(column, row) >= 0;
}

/** The latest value of a metric in one run; absent where the run did not log it. */
export function metricAt(column: MetricColumn | undefined, row: number): number | undefined {
  return column?.values[placeOf(column, row)];
}

/** A param or tag of one run; absent where the run does not have it. */
export function textAt(column: TextColumn | undefined, row: number): string | undefined {
  return column?.values[placeOf(column, row)];
}

/** The column of a key; absent where no run of the page has it. */
export function columnOf<C extends Column>(columns: readonly C[], key: string): C | undefined {
  return columns.find((column) => column.key === key);
}

/** The values that one run has, by key. */
export function rowOf<V>(columns: readonly (Column & { readonly values: ArrayLike<V> })[], row: number): (readonly [string, V])[] {
  return columns.flatMap((column): (readonly [string, V])[] => {
    const place = placeOf(column, row);
    return place < 0 ? [] : [[column.key, column.values[place] as V]];
  });
}

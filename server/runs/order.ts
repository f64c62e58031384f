import type { ColumnId, RunsQuery, SortBy } from "#protocol/views/runs.ts";
import { filterTest } from "#registry/model/evaluateFilter.ts";
import { parseFilter } from "#registry/model/filter.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import type { RunPage } from "#registry/model/types.ts";
import { numberAt, wordAt } from "./columnValues.ts";

type Order = (a: number, b: number) => number;

/**
 * The rows that pass the filter, sorted. Numbers are sorted as numbers, params that are all numbers too, words as people count; missing
 * values are last whichever way it goes, NaN before them; ties are as without a sort: newest first. Throws `invalid` for a bad filter.
 */
export function orderedRows(page: RunPage, { filter, sort }: Pick<RunsQuery, "filter" | "sort">): number[] {
  const test = filterTest(parseFilter(filter), page);
  const rows = page.ids.flatMap((_id, row) => (test(row) ? [row] : []));
  const orders = sort.map((by) => orderBy(page, by));
  if (orders.length === 0) return rows;
  return rows.sort((a, b) => {
    for (const order of orders) {
      const difference = order(a, b);
      if (difference !== 0) return difference;
    }
    return a - b;
  });
}

function orderBy(page: RunPage, { column, descending }: SortBy): Order {
  const number = numberAt(page, column as ColumnId);
  const word = wordAt(page, column as ColumnId);
  const sign = descending ? -1 : 1;
  if (number !== undefined) {
    return byRank(
      number,
      (value) => Number.isNaN(value),
      (a, b) => sign * (a - b || 0),
    );
  }
  return byRank(
    word,
    () => false,
    (a, b) => sign * naturalOrder(a, b),
  );
}

/** Missing values last, odd ones before them, the others in order. */
function byRank<V>(at: (row: number) => V | undefined, isOdd: (value: V) => boolean, compare: (a: V, b: V) => number): Order {
  const rank = (value: V | undefined) => (value === undefined ? 2 : isOdd(value) ? 1 : 0);
  return (a, b) => {
    const [one, other] = [at(a), at(b)];
    const difference = rank(one) - rank(other);
    if (difference !== 0 || one === undefined || other === undefined || rank(one) > 0) return difference;
    return compare(one, other);
  };
}

/** Of the rows that pass, the finished ones with the best value; none where the direction is unknown or all are equal. */
export function bestRows(
  page: RunPage,
  column: ColumnId,
  rows: readonly number[],
  better: "higher" | "lower" | undefined,
): ReadonlySet<number> {
  const number = better === undefined ? undefined : numberAt(page, column);
  if (number === undefined) return new Set();
  const finished = rows.flatMap((row) => {
    const value = page.statuses[row] === "FINISHED" ? number(row) : undefined;
    return value === undefined || Number.isNaN(value) ? [] : [{ row, value }];
  });
  const values = finished.map(({ value }) => value);
  const best = values.reduce((a, b) => ((better === "higher" ? b > a : b < a) ? b : a), values[0] ?? Number.NaN);
  if (values.every((value) => value === best)) return new Set();
  return new Set(finished.filter(({ value }) => value === best).map(({ row }) => row));
}

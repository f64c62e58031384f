import type { ColumnId, QuickFilter, RunsQuery } from "#protocol/views/runs.ts";
import { filterTest } from "#registry/model/evaluateFilter.ts";
import { parseFilter } from "#registry/model/filter.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import { orderOf } from "#registry/model/sortRuns.ts";
import type { RunPage } from "#registry/model/types.ts";
import { numberAt, wordAt } from "./columnValues.ts";

type Ordering = Pick<RunsQuery, "filter" | "sort" | "quick">;

/** What the switches rest on. */
export interface Around {
  /** ms */
  readonly now: number;
  /** Users that are the person. */
  readonly me: readonly string[];
  /** The page that the filter tests, where chosen values stand in the one that is sorted. */
  readonly tested?: RunPage;
}

/** The last rows of each page, and their last order: a table that is scrolled asks for them again and again. */
const lastPassing = new WeakMap<RunPage, LastRows>();
const lastOrders = new WeakMap<readonly number[], LastRows>();

interface LastRows {
  readonly of: string;
  readonly rows: readonly number[];
}

/** The rows that pass the filter, newest first; the same list as long as these are the same. Throws `invalid` for a bad filter. */
export function passingRows(page: RunPage, { filter, quick = [] }: Omit<Ordering, "sort">, around: Around): readonly number[] {
  // The clock goes on; nobody sees a minute of it.
  const minute = quick.includes("recent") ? Math.floor(around.now / 60_000) : 0;
  const of = JSON.stringify([filter, quick, minute]);
  const last = lastPassing.get(page);
  if (last?.of === of) return last.rows;
  const test = filterTest(parseFilter(filter), around.tested ?? page);
  const isQuick = quickTest(page, quick, around);
  const rows = page.ids.flatMap((_id, row) => (test(row) && isQuick(row) ? [row] : []));
  lastPassing.set(page, { of, rows });
  return rows;
}

/**
 * Rows sorted: numbers as numbers, params that are all numbers too, words as people count; missing values are last whichever way it
 * goes, NaN before them; ties are as without a sort: newest first.
 */
export function orderedRows(page: RunPage, passing: readonly number[], sort: Ordering["sort"]): readonly number[] {
  if (sort.length === 0) return passing;
  const of = JSON.stringify(sort);
  const last = lastOrders.get(passing);
  if (last?.of === of) return last.rows;
  const orders = sort.map(({ column, descending }) => {
    const id = column as ColumnId;
    return orderOf(numberAt(page, id) ?? wordAt(page, id), descending, naturalOrder);
  });
  const rows = passing.toSorted((a, b) => {
    for (const order of orders) {
      const difference = order(a, b);
      if (difference !== 0) return difference;
    }
    return a - b;
  });
  lastOrders.set(passing, { of, rows });
  return rows;
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
  const finished = rows.filter((row) => page.statuses[row] === "FINISHED" && isNumber(number(row)));
  const values = finished.map((row) => number(row) ?? Number.NaN);
  const best = values.reduce((a, b) => ((better === "higher" ? b > a : b < a) ? b : a), values[0] ?? Number.NaN);
  if (values.every((value) => value === best)) return new Set();
  return new Set(finished.filter((_row, at) => values[at] === best));
}

function isNumber(value: number | undefined): boolean {
  return value !== undefined && !Number.isNaN(value);
}

const day = 24 * 3600_000;

function quickTest(page: RunPage, quick: readonly QuickFilter[], { now, me }: Around): (row: number) => boolean {
  const on = new Set(quick);
  const statuses = [...(on.has("running") ? ["RUNNING", "SCHEDULED"] : []), ...(on.has("failed") ? ["FAILED", "KILLED"] : [])];
  const mine = new Set(me);
  return (row) =>
    (!on.has("mine") || mine.has(page.users[row] ?? "")) &&
    (statuses.length === 0 || statuses.includes(page.statuses[row] ?? "")) &&
    (!on.has("recent") || (page.startTimes[row] ?? 0) >= now - day) &&
    (!on.has("unfinished") || page.statuses[row] !== "FINISHED");
}

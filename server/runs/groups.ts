import type { Better, ColumnId, RunsQuery, SortBy } from "#protocol/views/runs.ts";
import { groupId, groupRows, type RowGroup } from "#registry/model/groupRows.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import { orderOf } from "#registry/model/sortRuns.ts";
import { type Spread, spreadOf } from "#registry/model/spread.ts";
import type { RunPage } from "#registry/model/types.ts";
import { kindOf, numberAt, wordAt } from "./columnValues.ts";

/** Runs that have the same of all that is grouped by. */
export interface RunGroup extends RowGroup {
  readonly kind: "group";
  readonly id: string;
}

/** The groups of some rows, in the order of the sort; without one as people count the values, what is not set last. */
export function groupsOf(page: RunPage, order: readonly number[], { groupBy = [], sort, summary }: RunsQuery): RunGroup[] {
  const words = groupBy.map((id) => wordAt(page, id));
  const groups = groupRows(order, words).map((group): RunGroup => ({ kind: "group", id: groupId(group), ...group }));
  const orders = [
    ...sort.map((by) => orderOf(sortedBy(page, groups, groupBy, by.column as ColumnId, summary), by.descending, naturalOrder)),
    ...groupBy.map((_id, at) => orderOf((group: number) => groups[group]?.values[at] ?? undefined, false, naturalOrder)),
  ];
  const places = [...groups.keys()].sort((a, b) => orders.reduce((difference, next) => difference || next(a, b), 0));
  return places.flatMap((at) => groups[at] ?? []);
}

/** What a group is sorted by in a column: its own value, what its numbers come to, or the first word of its runs. */
function sortedBy(
  page: RunPage,
  groups: readonly RunGroup[],
  groupBy: readonly ColumnId[],
  column: SortBy["column"],
  summary: RunsQuery["summary"],
): (group: number) => number | string | undefined {
  const number = numberAt(page, column as ColumnId);
  const word = wordAt(page, column as ColumnId);
  const own = groupBy.indexOf(column as ColumnId);
  const values = groups.map((group) => {
    if (number !== undefined) return summarised(spreadOf(group.rows.flatMap((row) => number(row) ?? [])), summary);
    return own >= 0 ? (group.values[own] ?? undefined) : group.rows.map(word).find((each) => each !== undefined);
  });
  return (group) => values[group];
}

function summarised(spread: Spread | undefined, summary: RunsQuery["summary"]): number | undefined {
  return summary === "median" ? spread?.median : spread?.mean;
}

/** The spread of a metric in each group, by group. */
export function spreadsOf(page: RunPage, id: ColumnId, groups: readonly RunGroup[]): (Spread | undefined)[] {
  const number = numberAt(page, id);
  return groups.map(({ rows }) => (number === undefined ? undefined : spreadOf(rows.flatMap((row) => number(row) ?? []))));
}

/** The groups with the best mean or median; none where the direction is unknown or all are equal. */
export function bestGroups(
  page: RunPage,
  id: ColumnId,
  groups: readonly RunGroup[],
  better: Better | undefined,
  summary: RunsQuery["summary"],
): ReadonlySet<RunGroup> {
  if (better === undefined || kindOf(id) !== "metric") return new Set();
  const spreads = spreadsOf(page, id, groups).map((spread) => summarised(spread, summary));
  const numbers = spreads.filter((value) => value !== undefined);
  const best = numbers.reduce((a, b) => ((better === "higher" ? b > a : b < a) ? b : a), numbers[0] ?? Number.NaN);
  if (numbers.every((value) => value === best)) return new Set();
  return new Set(groups.filter((_group, at) => spreads[at] === best));
}

import type { Better, ColumnId, RunsQuery, RunsTableRow } from "#protocol/views/runs.ts";
import { columnOf, metricAt } from "#registry/model/columns.ts";
import { formatDelta } from "#registry/model/format.ts";
import { runNameAt } from "#registry/model/runName.ts";
import type { RunPage } from "#registry/model/types.ts";
import type { RunVersion } from "../compare/versionsOfRuns.ts";
import { keyOf, kindOf, shownCells } from "./columnValues.ts";
import { groupCells } from "./groupCells.ts";
import { bestGroups, type RunGroup } from "./groups.ts";
import type { TableItem } from "./items.ts";
import { OfRows } from "./ofRows.ts";
import { bestRows } from "./order.ts";
import { progressOf } from "./progress.ts";
import type { RunItem } from "./tree.ts";

/** All that rows are written from. */
export interface RowsOf {
  readonly page: RunPage;
  /** Rows of the page that pass the filter: what numbers are told apart among, and where the best is looked for. */
  readonly passing: readonly number[];
  readonly groups: readonly RunGroup[];
  readonly columns: readonly ColumnId[];
  /** ms */
  readonly now: number;
  readonly versions: ReadonlyMap<string, RunVersion>;
  readonly directionOf: (metric: string) => Better | undefined;
  readonly groupBy?: RunsQuery["groupBy"];
  readonly summary?: RunsQuery["summary"];
  /** The run that metrics are shown as the difference to, and its values. */
  readonly base?: { readonly id: string; of(metric: string): number | undefined };
}

/** Rows of the table as they are shown. */
export function shownRows(of: RowsOf, items: readonly TableItem[]): RunsTableRow[] {
  const runs = runRows(
    of,
    items.flatMap((item) => (item.kind === "run" ? [item] : [])),
  ).values();
  const groups = groupRows(
    of,
    items.flatMap((item) => (item.kind === "group" ? [item] : [])),
  ).values();
  return items.flatMap((item) => (item.kind === "run" ? runs : groups).next().value ?? []);
}

function runRows(of: RowsOf, items: readonly RunItem[]): RunsTableRow[] {
  const { page, passing, columns, directionOf } = of;
  const rows = items.map(({ row }) => row);
  const cells = columns.map((id) => runCells(of, id, rows));
  const full = columns.length > mostFull ? undefined : columns.map((id) => fullNumbers(page, id, rows));
  const best = columns.map((id) => (kindOf(id) === "metric" ? knownBest(page, id, passing, directionOf(keyOf(id))) : undefined));
  return items.map(({ row, depth, isAside, fold }, at) => {
    const start = page.startTimes[row] ?? Number.NaN;
    return {
      id: page.ids[row] ?? "",
      name: runNameAt(page, row),
      status: page.statuses[row] ?? "UNKNOWN",
      depth,
      ...(Number.isNaN(start) ? {} : { startTime: start }),
      ...(fold === undefined ? {} : { fold }),
      ...progressOf(page, row, of.now),
      ...(isAside ? { isAside } : {}),
      cells: cells.map((column) => column[at] ?? null),
      ...(full === undefined ? {} : { full: full.map((column) => column?.[at] ?? null) }),
      best: best.flatMap((found, column) => (found?.has(row) ? [column] : [])),
    };
  });
}

const bests = new OfRows<ReadonlySet<number>>();

function knownBest(page: RunPage, id: ColumnId, passing: readonly number[], better: Better | undefined): ReadonlySet<number> {
  return bests.of(passing, `${better} ${id}`, () => bestRows(page, id, passing, better));
}

/** Columns of which numbers are told in full as well. */
const mostFull = 100;

function fullNumbers(page: RunPage, id: ColumnId, rows: readonly number[]): (string | null)[] | undefined {
  if (kindOf(id) !== "metric") return undefined;
  const column = columnOf(page.metrics, keyOf(id));
  return rows.map((row) => metricAt(column, row)?.toString() ?? null);
}

function runCells({ page, passing, versions, base }: RowsOf, id: ColumnId, rows: readonly number[]): (string | null)[] {
  if (id === "attribute:version") return rows.map((row) => versions.get(page.ids[row] ?? "")?.label || null);
  const texts = shownCells(page, id, rows, passing);
  if (kindOf(id) !== "metric" || base === undefined) return texts;
  const [column, from] = [columnOf(page.metrics, keyOf(id)), base.of(keyOf(id))];
  return rows.map((row, at) => {
    const value = metricAt(column, row);
    if (page.ids[row] === base.id) return texts[at] ?? null;
    if (value === undefined || from === undefined) return null;
    return formatDelta(value - from, texts[at] ?? "") || null;
  });
}

function groupRows(of: RowsOf, items: readonly (RunGroup & { readonly isOpen: boolean })[]): RunsTableRow[] {
  const { page, groups, columns, directionOf, summary, groupBy = [] } = of;
  const byId = new Map(groups.map((group) => [group.id, group]));
  const own = items.map((item) => byId.get(item.id) ?? item);
  const cells = columns.map((id) => groupCells(page, id, own, groups, summary));
  const best = columns.map((id) => bestGroups(page, id, groups, directionOf(keyOf(id)), summary));
  return items.map(({ id, values, rows, isOpen }, at) => ({
    id,
    name: values.map((value) => value ?? "(not set)").join(" · "),
    words: groupBy.map((column, place) => `${keyOf(column)} ${values[place] ?? "(not set)"}`).join(" · "),
    status: "UNKNOWN" as const,
    group: rows.length,
    depth: 0,
    fold: { isOpen, count: rows.length },
    cells: cells.map((column) => column[at] ?? null),
    best: best.flatMap((found, column) => (own[at] && found.has(own[at]) ? [column] : [])),
  }));
}

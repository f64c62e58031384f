import type { ColumnId, ColumnKind } from "#protocol/views/runs.ts";
import { columnOf, metricAt, textAt } from "#registry/model/columns.ts";
import { formatDuration, formatMetric, metricWriter } from "#registry/model/format.ts";
import { datasetNames } from "#registry/model/groupRows.ts";
import type { MetricColumn, RunPage, TextColumn } from "#registry/model/types.ts";
import type { NamedRunPage } from "./loadedRuns.ts";
import { OfRows } from "./ofRows.ts";

export function kindOf(id: ColumnId): ColumnKind {
  return id.slice(0, id.indexOf(":")) as ColumnKind;
}

export function keyOf(id: ColumnId): string {
  return id.slice(id.indexOf(":") + 1);
}

/** All values are numbers as people write them: `0.1`, `-3`, `1e-5`; not `0x10`, and no empty text. */
export function isNumeric({ values }: TextColumn): boolean {
  return values.length > 0 && values.every((value) => /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value));
}

/** A number to sort and compare by; absent where the run has none. */
export function numberAt(page: NamedRunPage, id: ColumnId): ((row: number) => number | undefined) | undefined {
  const key = keyOf(id);
  switch (kindOf(id)) {
    case "metric": {
      const column = columnOf(page.metrics, key);
      return (row) => metricAt(column, row);
    }
    case "param":
    case "tag": {
      const column = columnOf(kindOf(id) === "param" ? page.params : page.tags, key);
      if (column === undefined || !isNumeric(column)) return undefined;
      return (row) => {
        const text = textAt(column, row);
        return text === undefined ? undefined : Number(text);
      };
    }
    case "attribute":
      if (key === "start_time") return (row) => given(page.startTimes[row]);
      return key === "duration" ? (row) => given((page.endTimes[row] ?? Number.NaN) - (page.startTimes[row] ?? Number.NaN)) : undefined;
  }
}

/** The text to sort by where there is no number. */
export function wordAt(page: NamedRunPage, id: ColumnId): (row: number) => string | undefined {
  const key = keyOf(id);
  if (kindOf(id) === "attribute") {
    const list = { user_id: page.users, run_name: page.names, status: page.statuses }[key] ?? [];
    if (key === "experiment") return (row) => experimentOf(page, row);
    return key === "dataset" ? (row) => datasetsOf(page, row) : (row) => list[row] || undefined;
  }
  const column = columnOf(kindOf(id) === "param" ? page.params : page.tags, key);
  return (row) => textAt(column, row);
}

/** What stands in a column's cells, for some rows; numbers with as many digits as tell all of `among` apart. */
export function shownCells(page: NamedRunPage, id: ColumnId, rows: readonly number[], among: readonly number[]): (string | null)[] {
  switch (kindOf(id)) {
    case "metric": {
      const column = columnOf(page.metrics, keyOf(id));
      const { passing, write } = writerOf(column, among);
      return rows.map((row) => {
        const value = metricAt(column, row);
        // A row that stands beside those that pass the filter has a number of its own.
        return value === undefined ? null : passing.has(row) ? write(value) : formatMetric(value);
      });
    }
    case "attribute":
      return rows.map((row) => attributeText(page, keyOf(id), row));
    default: {
      const word = wordAt(page, id);
      return rows.map((row) => word(row) ?? null);
    }
  }
}

const passings = new OfRows<ReadonlySet<number>>();
const writers = new OfRows<(value: number) => string>();

/** How a metric is written where it is told apart among some rows, and which these are. */
function writerOf(column: MetricColumn | undefined, among: readonly number[]) {
  const passing = passings.of(among, "", () => new Set(among));
  const write = writers.of(among, column?.key ?? "", () => metricWriter(among.flatMap((row) => metricAt(column, row) ?? [])));
  return { passing, write };
}

function attributeText(page: NamedRunPage, key: string, row: number): string | null {
  const start = page.startTimes[row] ?? Number.NaN;
  if (key === "start_time") return Number.isNaN(start) ? null : new Date(start).toISOString();
  if (key === "user_id") return page.users[row] || null;
  if (key === "status") return page.statuses[row]?.toLowerCase() ?? null;
  if (key === "dataset") return datasetsOf(page, row) ?? null;
  if (key === "experiment") return experimentOf(page, row) ?? null;
  const duration = (page.endTimes[row] ?? Number.NaN) - start;
  return key === "duration" && !Number.isNaN(duration) ? formatDuration(duration) : null;
}

function experimentOf({ experimentIds, experimentNames }: NamedRunPage, row: number): string | undefined {
  return experimentNames?.get(experimentIds[row] ?? "") ?? experimentIds[row];
}

function datasetsOf(page: RunPage, row: number): string | undefined {
  return datasetNames(page.datasets[row] ?? []);
}

function given(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

import { byCodePoints } from "./codePoints.ts";
import { columnOf, metricAt, textAt } from "./columns.ts";
import type { SortKey } from "./orderBy.ts";
import type { RunPage } from "./types.ts";

/** What a run is sorted by; absent: it has none. */
type Sorted = number | string | undefined;

/**
 * The rows of a page that has the columns of the keys, in the order of MLflow 3.17.2: missing values last, NaN before them, whichever way it goes;
 * ties by start time, newest first, then by run id. As `orderSql` of `registry/sqlite`. `users` are the `user_id`s of MLflow's runs.
 */
export function sortedRows(page: RunPage, keys: readonly SortKey[], users: readonly string[] = page.users): number[] {
  const orders = keys.map((key) => orderOf(sortedBy(page, key, users), key.descending));
  const newest = orderOf((row) => time(page.startTimes[row]), true);
  const order = (a: number, b: number): number => {
    for (const compare of orders) {
      const difference = compare(a, b);
      if (difference !== 0) return difference;
    }
    return newest(a, b) || byCodePoints(page.ids[a] ?? "", page.ids[b] ?? "");
  };
  return Array.from(page.ids, (_, row) => row).sort(order);
}

/** Rows by a value: missing values last, NaN before them, whichever way it goes. */
export function orderOf(
  value: (row: number) => Sorted,
  descending: boolean,
  byText: (one: string, other: string) => number = byCodePoints,
): (a: number, b: number) => number {
  return (a, b) => {
    const [one, other] = [value(a), value(b)];
    const difference = rank(one) - rank(other);
    if (difference !== 0 || rank(one) > 0) return difference;
    const compared = typeof one === "string" ? byText(one, String(other)) : Number(one) - Number(other) || 0;
    return descending ? -compared : compared;
  };
}

function rank(value: Sorted): number {
  if (value === undefined) return 2;
  return typeof value === "number" && Number.isNaN(value) ? 1 : 0;
}

function sortedBy(page: RunPage, { target }: SortKey, users: readonly string[]): (row: number) => Sorted {
  switch (target.kind) {
    case "metric": {
      const column = columnOf(page.metrics, target.key);
      return (row) => metricAt(column, row);
    }
    case "param":
    case "tag": {
      const column = columnOf(target.kind === "param" ? page.params : page.tags, target.key);
      return (row) => textAt(column, row);
    }
    case "attribute":
      switch (target.key) {
        case "start_time":
          return (row) => time(page.startTimes[row]);
        case "end_time":
          return (row) => time(page.endTimes[row]);
        case "run_id":
          return (row) => page.ids[row];
        case "run_name":
          return (row) => page.names[row] || undefined;
        case "user_id":
          return (row) => users[row];
        case "status":
          return (row) => page.statuses[row];
        case "artifact_uri":
          return (row) => page.artifactUris[row];
      }
  }
}

function time(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

import { columnOf, metricAt, textAt } from "./columns.ts";
import { formulaColumn } from "./compare/formulaColumn.ts";
import type { Comparison, Filter } from "./filter.ts";
import type { AttributeKey } from "./filterTarget.ts";
import { isLike, lowerAscii } from "./like.ts";
import type { MetricColumn, RunPage } from "./types.ts";

/** Says of a row of a page whether its run is taken. */
export type RowTest = (row: number) => boolean;

/**
 * A filter over the runs of a page that has all their columns: takes the runs that `registry/sqlite/filterSql.ts` takes. `users` are the
 * `user_id`s of MLflow's runs; a page shows the tag in their place where there is one.
 */
export function filterTest(filter: Filter, page: RunPage, users: readonly string[] = page.users): RowTest {
  switch (filter.kind) {
    case "comparison":
      return comparisonTest(filter, page, users);
    case "not": {
      const part = filterTest(filter.part, page, users);
      return (row) => !part(row);
    }
    default: {
      const parts = filter.parts.map((part) => filterTest(part, page, users));
      return filter.kind === "and" ? (row) => parts.every((part) => part(row)) : (row) => parts.some((part) => part(row));
    }
  }
}

function comparisonTest(comparison: Comparison, page: RunPage, users: readonly string[]): RowTest {
  const { target } = comparison;
  switch (target.kind) {
    case "metric":
      return metricTest(comparison, columnOf(page.metrics, target.key));
    case "formula":
      return metricTest(comparison, formulaColumn(page, target.key, target.formula));
    case "param":
    case "tag": {
      const column = columnOf(target.kind === "param" ? page.params : page.tags, target.key);
      return textTest(comparison, (row) => textAt(column, row));
    }
    case "dataset": {
      const { key } = target;
      // A data set without a context has none to compare.
      const texts = (row: number) =>
        (page.datasets[row] ?? []).map((dataset) => dataset[key]).filter((text) => key !== "context" || text !== "");
      return (row) => texts(row).some((text) => holdsForText(comparison, text));
    }
    case "attribute":
      if (target.key === "start_time" || target.key === "end_time") {
        const times = target.key === "start_time" ? page.startTimes : page.endTimes;
        return (row) => holdsForTime(comparison, times[row] ?? Number.NaN);
      }
      return textTest(comparison, attributeOf(target.key, page, users));
  }
}

type TextOfRow = (row: number) => string | undefined;

function attributeOf(key: Exclude<AttributeKey, "start_time" | "end_time">, page: RunPage, users: readonly string[]): TextOfRow {
  switch (key) {
    case "run_id":
      return (row) => page.ids[row];
    case "run_name": {
      const column = columnOf(page.tags, "mlflow.runName");
      return (row) => textAt(column, row);
    }
    case "user_id":
      return (row) => users[row];
    case "status":
      return (row) => page.statuses[row];
    case "artifact_uri":
      return (row) => page.artifactUris[row];
  }
}

function textTest(comparison: Comparison, textOf: TextOfRow): RowTest {
  if (comparison.comparator === "IS NULL") return (row) => textOf(row) === undefined;
  return (row) => {
    const value = textOf(row);
    return value !== undefined && holdsForText(comparison, value);
  };
}

function holdsForText({ comparator, value }: Comparison, text: string): boolean {
  switch (comparator) {
    case "=":
      return text === value;
    case "!=":
      return text !== value;
    case "LIKE":
      return isLike(text, String(value));
    case "ILIKE":
      return isLike(lowerAscii(text), lowerAscii(String(value)));
    case "IN":
      return (value as readonly string[]).includes(text);
    case "NOT IN":
      return !(value as readonly string[]).includes(text);
    default:
      return comparator === "IS NOT NULL";
  }
}

function metricTest(comparison: Comparison, column: MetricColumn | undefined): RowTest {
  const isNull = comparison.comparator === "IS NULL";
  return (row) => {
    const value = metricAt(column, row);
    if (value === undefined) return isNull;
    if (isNull) return false;
    // NaN is unequal to every number, and neither less nor greater.
    if (Number.isNaN(value)) return comparison.comparator === "!=" || comparison.comparator === "IS NOT NULL";
    return holdsForNumber(comparison, Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE));
  };
}

/** NaN: the time is not set. */
function holdsForTime(comparison: Comparison, time: number): boolean {
  return Number.isNaN(time) ? comparison.comparator === "IS NULL" : holdsForNumber(comparison, time);
}

function holdsForNumber({ comparator, value }: Comparison, number: number): boolean {
  const bound = value as number;
  switch (comparator) {
    case "=":
      return number === bound;
    case "!=":
      return number !== bound;
    case "<":
      return number < bound;
    case "<=":
      return number <= bound;
    case ">":
      return number > bound;
    case ">=":
      return number >= bound;
    case "BETWEEN": {
      const [least, greatest] = value as readonly [number, number];
      return least <= number && number <= greatest;
    }
    default:
      return comparator === "IS NOT NULL";
  }
}

import type { ShownMetric } from "#protocol/registryRequests.ts";
import { formatMetrics } from "#registry/model/format.ts";
import { fromWire } from "#registry/model/wireNumber.ts";

/** A side bar is 300 px wide: values that agree in so many digits are as good as equal there. The page of the run has the rest. */
const mostDigits = 6;

/** Rows of one list, their metric written with as many digits as tell the values of the same metric apart (3 to 6 significant). */
export function tellMetricsApart<Row extends { readonly metric?: ShownMetric }>(rows: readonly Row[]): readonly Row[] {
  const numbers = new Map<string, Set<number>>();
  for (const { metric } of rows) {
    if (metric?.number === undefined) continue;
    const known = numbers.get(metric.key) ?? new Set();
    numbers.set(metric.key, known.add(rounded(metric.number)));
  }
  const texts = new Map<string, ReadonlyMap<number, string>>();
  for (const [key, values] of numbers) {
    const formatted = formatMetrics([...values]);
    texts.set(key, new Map([...values].map((value, index) => [value, formatted[index] ?? ""])));
  }
  return rows.map((row) => {
    if (row.metric?.number === undefined) return row;
    const { key, value, number } = row.metric;
    // Without the number: what is not on the screen must not count as a change of the row.
    return { ...row, metric: { key, value: texts.get(key)?.get(rounded(number)) ?? value } };
  });
}

function rounded(number: NonNullable<ShownMetric["number"]>): number {
  return Number(fromWire(number).toPrecision(mostDigits));
}

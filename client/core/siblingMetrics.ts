import type { ShownMetric } from "#protocol/registryRequests.ts";
import { formatMetrics } from "#registry/model/format.ts";
import { fromWire } from "#registry/model/wireNumber.ts";

const leastDigits = 3;
/** A side bar is 300 px wide: values that agree in so many digits are as good as equal there. The page of the run has the rest. */
const mostDigits = 6;

/**
 * Rows of one list, each metric written with as many digits as tell its value from those beside it (3 to 6 significant): where two runs
 * are close they get more, and the others keep the room for their age.
 */
export function tellMetricsApart<Row extends { readonly metric?: ShownMetric }>(rows: readonly Row[]): readonly Row[] {
  const values = new Map<string, Set<number>>();
  for (const { metric } of rows) {
    if (metric?.number === undefined) continue;
    values.set(metric.key, (values.get(metric.key) ?? new Set()).add(rounded(fromWire(metric.number), mostDigits)));
  }
  const texts = new Map([...values].map(([key, numbers]) => [key, distinctTexts([...numbers])]));
  return rows.map((row) => {
    if (row.metric?.number === undefined) return row;
    const { key, value, number } = row.metric;
    // Without the number: what is not on the screen must not count as a change of the row.
    return { ...row, metric: { key, value: texts.get(key)?.get(rounded(fromWire(number), mostDigits)) ?? value } };
  });
}

/** The texts of different values: those that three digits do not tell apart get as many as do. */
function distinctTexts(values: readonly number[]): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  for (const close of Map.groupBy(values, (value) => rounded(value, leastDigits)).values()) {
    const formatted = formatMetrics(close);
    for (const [index, value] of close.entries()) texts.set(value, formatted[index] ?? "");
  }
  return texts;
}

function rounded(number: number, digits: number): number {
  return Number(number.toPrecision(digits));
}

import { columnOf, placeOf } from "../columns.ts";
import type { MetricColumn, RunPage } from "../types.ts";
import type { Formula } from "./formula.ts";
import { formulaValues } from "./formulaValues.ts";
import { withoutDust } from "./groupCell.ts";

const digits = 12;

/**
 * What a formula comes to as one more metric of a page, named `key`: for the runs that have all of its metrics, of the values that the page holds of them. NaN
 * and infinities are what arithmetic makes of them. Values are kept to 12 digits: beyond them 0.9313 - 0.9513 differs from 0.9179 - 0.9379, and one of two
 * equal runs would be the best.
 */
export function formulaColumn(page: Pick<RunPage, "metrics">, key: string, formula: Formula): MetricColumn {
  const own = formula.metrics.map((metric) => columnOf(page.metrics, metric.key));
  const all = own.filter((column) => column !== undefined);
  const [first, ...others] = all;
  const isWhole = first !== undefined && all.length === own.length;
  const rows = isWhole ? first.rows.filter((row) => others.every((column) => placeOf(column, row) >= 0)) : new Uint32Array();
  const of = (column: MetricColumn, which: "values" | "steps" | "timestamps") =>
    Float64Array.from(rows, (row) => column[which][placeOf(column, row)] ?? Number.NaN);
  const latest = (which: "steps" | "timestamps") =>
    all
      .map((column) => of(column, which))
      .reduce(
        (a, b) => a.map((value, at) => Math.max(value, b[at] ?? value)),
        new Float64Array(rows.length).fill(Number.NEGATIVE_INFINITY),
      );
  const columns = new Map(all.map((column) => [column.key, of(column, "values")]));
  return {
    key,
    rows,
    values: formulaValues(formula, columns, rows.length).map((value) => withoutDust(value, digits)),
    steps: latest("steps"),
    timestamps: latest("timestamps"),
  };
}

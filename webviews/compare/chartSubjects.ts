import { type Formula, parseFormula } from "#registry/model/compare/formula.ts";
import { formulaDirection } from "#registry/model/compare/formulaDirection.ts";
import type { MetricTableRow } from "./metricTable.ts";
import type { CompareView } from "./view.ts";

/** What a chart of curves is about. */
export interface ChartSubject {
  /** The key of the metric, or the formula as it was typed. */
  readonly key: string;
  readonly direction: MetricTableRow["direction"];
  readonly isFormula: boolean;
  /** Of a formula that can be read, all that it names. */
  readonly metrics?: readonly string[];
}

/** The formulas, which were asked for, and the metrics that have a curve. */
export function chartSubjects({ state: { formulas = [] }, metrics: { rows } }: CompareView): ChartSubject[] {
  const directions = new Map(rows.map(({ metric, direction }) => [metric.key, direction]));
  return [
    ...formulas.map((key) => formulaSubject(key, directions)),
    ...rows.filter(({ metric }) => metric.points > 1).map(({ metric: { key }, direction }) => ({ key, direction, isFormula: false })),
  ];
}

function formulaSubject(key: string, directions: ReadonlyMap<string, ChartSubject["direction"]>): ChartSubject {
  const formula = readFormula(key);
  if (formula === undefined) return { key, direction: { from: "none" }, isFormula: true };
  const metrics = formula.metrics.map((metric) => metric.key);
  const better = formulaDirection(formula, (metric) => directions.get(metric)?.better);
  // As sure as the least sure of its metrics.
  const from = metrics.some((metric) => directions.get(metric)?.from === "name") ? "name" : "policy";
  return { key, direction: better ? { better, from } : { from: "none" }, isFormula: true, metrics };
}

/** One that came with an address, or from another version, may be none: its chart says why. */
function readFormula(text: string): Formula | undefined {
  try {
    return parseFormula(text);
  } catch {
    return undefined;
  }
}

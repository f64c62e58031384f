import { formatRow } from "../format.ts";

export type Verdict = "better" | "worse";

/** One metric of one run beside the baseline's. */
export interface MetricCell {
  /** Empty when the run did not log the metric. */
  readonly text: string;
  /** Difference to the baseline, with sign; empty for the baseline and where a value is missing. */
  readonly delta: string;
  readonly verdict?: Verdict;
  readonly best: boolean;
}

/**
 * A metric over the compared runs, `baseline` being an index. Best are all runs with the best value; none where the direction is
 * not known, all values are equal, or only one run has one. A NaN is neither better nor worse nor best.
 */
export function metricRow(values: readonly (number | undefined)[], baseline: number, better: "higher" | "lower" | undefined): MetricCell[] {
  const shown = formatRow(values, baseline);
  const best = bestValue(values, better);
  const base = values[baseline];
  return values.map((value, index) => {
    const verdict = index === baseline ? undefined : verdictOf(value, base, better);
    return {
      text: shown.values[index] ?? "",
      delta: shown.deltas[index] ?? "",
      ...(verdict === undefined ? {} : { verdict }),
      best: value !== undefined && value === best,
    };
  });
}

/** How often a run is better, worse and best over all metrics. */
export interface Tally {
  readonly better: number;
  readonly worse: number;
  readonly best: number;
}

/** One tally per run over the rows of a table. */
export function tallies(rows: readonly (readonly MetricCell[])[], runs: number): Tally[] {
  return Array.from({ length: runs }, (_, run) => {
    const cells = rows.flatMap((row) => row[run] ?? []);
    return {
      better: cells.filter((cell) => cell.verdict === "better").length,
      worse: cells.filter((cell) => cell.verdict === "worse").length,
      best: cells.filter((cell) => cell.best).length,
    };
  });
}

function verdictOf(value: number | undefined, base: number | undefined, better: "higher" | "lower" | undefined): Verdict | undefined {
  if (better === undefined || value === undefined || base === undefined || value === base) return undefined;
  if (Number.isNaN(value) || Number.isNaN(base)) return undefined;
  return value > base === (better === "higher") ? "better" : "worse";
}

function bestValue(values: readonly (number | undefined)[], better: "higher" | "lower" | undefined): number | undefined {
  const real = values.filter((value) => value !== undefined && !Number.isNaN(value)) as number[];
  if (better === undefined || new Set(real).size < 2) return undefined;
  return real.reduce((a, b) => (a > b === (better === "higher") ? a : b));
}

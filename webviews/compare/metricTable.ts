import type { AtBest, CompareData, CompareMetric, CompareState, Direction, ValueChoice } from "#protocol/views/compare.ts";
import { type GroupCell, groupCell, reachOf, withoutDust, wordsOf } from "#registry/model/compare/groupCell.ts";
import type { GroupColumn } from "#registry/model/compare/groupColumns.ts";
import { type MetricCell, metricRow, type Tally, tallies } from "#registry/model/compare/metricRow.ts";
import { chanceText } from "#registry/model/compare/welch.ts";
import { withUnit } from "#registry/model/metricUnit.ts";
import { spreadOf } from "#registry/model/spread.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { fromWire } from "#registry/model/wireNumber.ts";

/** Stands before the best value of a row. */
export const bestSign = "★";

/** A row of the metrics table, over the shown runs. */
export interface MetricTableRow {
  readonly metric: CompareMetric;
  readonly choice: ValueChoice;
  readonly direction: { readonly better?: Direction; readonly from: "policy" | "name" | "hand" | "none" };
  readonly cells: readonly MetricCell[];
  /** Full values for tooltips and copies; undefined where not logged. */
  readonly values: readonly (number | undefined)[];
  /** Of the baseline, shown or hidden. */
  readonly baseline: number | undefined;
  readonly steps: readonly (number | null)[];
  /** Of groups: what stands beside each mean; undefined where no run of the group has a value. */
  readonly groups?: readonly (GroupCell | undefined)[];
}

export interface MetricTable {
  readonly rows: readonly MetricTableRow[];
  /** One per run of `data.runs`, hidden ones too: their chips still say how they do. */
  readonly tallies: readonly Tally[];
}

/**
 * The metrics as chosen: value (`last`, `min`, `max`), direction (by hand before policy before name), gated metrics first, those
 * without a curve last. The best of a metric is one of the shown runs.
 */
export function metricTable(
  data: CompareData,
  state: CompareState,
  shown: readonly number[],
  groups: readonly GroupColumn[] = [],
): MetricTable {
  const all = data.metrics.toSorted(byInterest).map((metric) => tableRow(metric, state, { data, shown, groups }));
  return {
    rows: all.map(({ row }) => row),
    tallies: tallies(
      all.map(({ everyCell }) => everyCell),
      groups.length || data.runs.length,
    ),
  };
}

/** What stands for each run; with groups, what the runs of each come to. */
interface Columns {
  readonly data: CompareData;
  /** Indices of runs, or of groups. */
  readonly shown: readonly number[];
  readonly groups: readonly GroupColumn[];
}

function tableRow(metric: CompareMetric, state: CompareState, { data, shown, groups }: Columns) {
  const choice = own(state.valueOf, metric.key) ?? "last";
  const direction = directionOf(metric, state);
  const chosen = chosenValues(metric, choice);
  const ofRuns = shownValues(data, metric, state);
  const spreads = groups.map(({ runs }) => spreadOf(runs.flatMap((run) => ofRuns[run] ?? [])));
  const all = groups.length > 0 ? spreads.map((spread) => spread && withoutDust(spread.mean)) : ofRuns;
  // A hidden run takes no part, but the baseline stays what the others are compared with.
  const taking = all.map((value, run) => (run === 0 || shown.includes(run) ? value : undefined));
  const judged = metricRow(taking, 0, direction.better);
  const everyCell = metricRow(all, 0, direction.better).map((cell, run) => ({ ...cell, best: shown.includes(run) && !!judged[run]?.best }));
  const cells = shown.map((run) => judged[run] ?? { text: "", delta: "", best: false });
  const values = shown.map((run) => all[run]);
  const row: MetricTableRow = {
    metric,
    choice,
    direction,
    cells,
    values,
    baseline: all[0],
    // A mean is of no one step.
    steps: shown.map((run) => (groups.length > 0 ? null : (chosen.steps[run] ?? null))),
    ...(groups.length > 0 ? { groups: shown.map((group) => groupCell(spreads, group, groups[group])) } : {}),
  };
  return { row, everyCell };
}

/** The value of a metric that stands for each run as it was chosen; undefined where there is none. */
export function shownValues(data: CompareData, metric: CompareMetric, state: CompareState): (number | undefined)[] {
  const { values } = chosenValues(metric, own(state.valueOf, metric.key) ?? "last");
  return data.runs.map((_, run) => {
    const value = values[run];
    return value === null || value === undefined ? undefined : fromWire(value);
  });
}

/** The values that stand for the runs, with their steps where they are known. What was not read yet is not there. */
function chosenValues(
  metric: CompareMetric,
  choice: ValueChoice,
): Pick<CompareMetric, "steps"> & { readonly values: CompareMetric["last"] } {
  if (choice === "last") return { values: metric.last, steps: metric.steps };
  if (choice === "min" || choice === "max") return { values: metric[choice], steps: [] };
  const of = otherMetric(choice);
  return metric.atBest?.find((told) => told.of === of) ?? { values: [], steps: [] };
}

/** The metric at whose best step a value is wanted; absent for the other choices. */
function otherMetric(choice: ValueChoice): string | undefined {
  return choice.startsWith("best:") ? choice.slice("best:".length) : undefined;
}

/** `last`, `at best val_auc`. */
export function choiceText(choice: ValueChoice): string {
  const of = otherMetric(choice);
  return of === undefined ? choice : `at best ${visibleText(of)}`;
}

/** What has to be read of whole histories for the values that were chosen: nothing where the direction of the other metric is not known. */
export function wantedAtBest(data: CompareData, state: CompareState): AtBest[] {
  return Object.entries(state.valueOf).flatMap(([metric, choice]) => {
    const of = otherMetric(choice);
    const other = data.metrics.find(({ key }) => key === of);
    const better = other && directionOf(other, state).better;
    return of === undefined || better === undefined ? [] : [{ metric, of, better }];
  });
}

function byInterest(a: CompareMetric, b: CompareMetric): number {
  const rank = (metric: CompareMetric) => (metric.gateLine !== undefined ? 0 : metric.points > 1 ? 1 : 2);
  return rank(a) - rank(b);
}

function directionOf(metric: CompareMetric, state: CompareState): MetricTableRow["direction"] {
  const chosen = own(state.directions, metric.key);
  if (chosen) return { better: chosen, from: "hand" };
  return metric.direction ?? { from: "none" };
}

/** `gbm-031 is best in 3 of 5`; names two that tie; how many metrics there are where nobody is best. */
export function metricsSummary(data: CompareData, table: MetricTable): string {
  const count = table.rows.length;
  const most = Math.max(0, ...table.tallies.map((tally) => tally.best));
  if (most === 0) return count === 1 ? "1 metric" : `${count} metrics`;
  const names = data.runs.filter((_, run) => table.tallies[run]?.best === most).map((run) => visibleText(run.name));
  if (names.length > 2) return `${names.length} runs are best in ${most} of ${count} each`;
  return names.length === 2 ? `${names.join(" and ")} are best in ${most} of ${count} each` : `${names[0]} is best in ${most} of ${count}`;
}

/** Width of the widest value and the widest difference, px, by the measure that is given. */
export function widestCells(rows: readonly MetricTableRow[], width: (text: string) => number): { value: number; delta: number } {
  const widest = (pick: (cell: MetricCell) => string) =>
    rows.reduce((most, row) => Math.max(most, ...row.cells.map((cell) => width(withUnit(row.metric.key, pick(cell))))), 0);
  const value = widest((cell) => (cell.best ? `${bestSign} ${cell.text}` : cell.text));
  const delta = widest((cell) => cell.delta);
  const groups = rows.flatMap((row) => row.groups ?? []).filter((cell) => cell !== undefined);
  const most = (text: (cell: GroupCell) => string) => groups.reduce((px, cell) => Math.max(px, width(text(cell))), 0);
  // Beneath a mean its deviation, beneath a difference its p, beneath both how many runs there are and from where to where they reach.
  const [left, right] = [
    Math.max(
      value,
      most(({ std }) => std),
    ),
    Math.max(
      delta,
      most(({ test }) => (test ? chanceText(test.p) : "")),
    ),
  ];
  return { value: left, delta: Math.max(right, most(reachOf) - left) };
}

/** What a cell has no room for: the value and the difference in full, also in percent, the verdict, the step. One per line. */
export function cellTooltip(row: MetricTableRow, column: number): string {
  const { baseline } = row;
  const value = row.values[column];
  const cell = row.cells[column];
  const step = row.steps[column];
  const group = row.groups?.[column];
  const lines = [`${visibleText(row.metric.key)} ${choiceText(row.choice)}${group ? ", mean" : ""}: ${value}`];
  if (cell !== undefined && cell.delta !== "" && value !== undefined && baseline !== undefined) {
    // Without the dust of binary fractions: 0.3 − 0.1 is 0.2.
    const short = (number: number, digits: number) => `${number > 0 ? "+" : ""}${Number(number.toPrecision(digits))}`;
    const share = ((value - baseline) / Math.abs(baseline)) * 100;
    const percent = Number.isFinite(share) ? ` (${short(share, 3)} %)` : "";
    lines.push(`Δ ${short(value - baseline, 14)}${percent}${cell.verdict ? `, ${cell.verdict}` : ""}`);
  }
  if (step !== null && step !== undefined) lines.push(`step ${step}`);
  if (group) lines.push(...wordsOf(group));
  return lines.join("\n");
}

/** A name from a registry may be `__proto__`. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

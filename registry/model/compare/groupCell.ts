import { formatMetrics } from "../format.ts";
import { type Spread, spreadText } from "../spread.ts";
import type { GroupColumn } from "./groupColumns.ts";
import { fewestTested, type WelchTest, welchTest } from "./welch.ts";

/** With fewer runs in a group only large differences show. */
const fewRuns = 5;

/** A metric over a group of runs. */
export interface GroupCell {
  readonly spread: Spread;
  /** Runs of the group, with a value or without. */
  readonly of: number;
  /** `± 0.0023`; empty for one run. */
  readonly std: string;
  /** `0.938–0.945`; empty where all values are equal. */
  readonly range: string;
  /** Runs of the baseline's group that have a value; absent for that group itself. */
  readonly baseline?: number;
  /** Against the baseline's group; absent where it says nothing. */
  readonly test?: WelchTest;
}

/** The first of the spreads is the baseline's. Undefined where no run of the group has a value. */
export function groupCell(spreads: readonly (Spread | undefined)[], index: number, group: GroupColumn | undefined): GroupCell | undefined {
  const [spread, baseline] = [spreads[index], spreads[0]];
  if (spread === undefined || group === undefined) return undefined;
  const test = index === 0 ? undefined : welchTest(spread, baseline);
  return {
    spread,
    of: group.runs.length,
    std: Number.isNaN(spread.std) ? "" : `± ${spreadText(spread.std)}`,
    range: spread.min === spread.max ? "" : formatMetrics([spread.min, spread.max]).join("–"),
    ...(index === 0 ? {} : { baseline: baseline?.n ?? 0 }),
    ...(test ? { test } : {}),
  };
}

/** `n 5 · 0.938–0.945`; `n 3 of 5` where some runs have no value. */
export function reachOf({ spread, of, range }: GroupCell): string {
  const n = spread.n === of ? `n ${of}` : `n ${spread.n} of ${of}`;
  return range === "" ? n : `${n} · ${range}`;
}

/** The numbers of a group in full, and what the test says: one per line. */
export function wordsOf(cell: GroupCell): string[] {
  const { spread, of, baseline } = cell;
  const short = (value: number) => String(Number(value.toPrecision(12)));
  return [
    `standard deviation: ${Number.isNaN(spread.std) ? "none of one value" : short(spread.std)}`,
    `least ${spread.min}, greatest ${spread.max}`,
    `n: ${spread.n}${spread.n < of ? ` of ${of} runs, the others have no value` : ""}`,
    ...(baseline === undefined ? [] : testWords(cell, baseline)),
  ];
}

function testWords({ spread, test }: GroupCell, baseline: number): string[] {
  if (baseline === 0) return [];
  const least = Math.min(spread.n, baseline);
  if (least < fewestTested) return [`Not tested: a group has fewer than ${fewestTested} values`];
  if (test === undefined) return ["Not tested: neither group has any spread"];
  const words = `Welch's t-test, two-sided: t ${test.t.toPrecision(3)}, ${test.df.toPrecision(3)} degrees of freedom, p ${test.p.toPrecision(3)}, n ${spread.n} and ${baseline}`;
  return least < fewRuns ? [words, "So few runs show only large differences."] : [words];
}

/** What the page says of its tests; empty where there is none. `differing`: params that differ within groups. */
export function testsNote(cells: readonly (GroupCell | undefined)[], differing: readonly string[]): string {
  const tests = cells.filter((cell) => cell?.test !== undefined).length;
  const few = cells.some((cell) => cell?.test !== undefined && Math.min(cell.spread.n, cell.baseline ?? 0) < fewRuns);
  const untested = cells.some((cell) => cell?.baseline !== undefined && Math.min(cell.spread.n, cell.baseline) < fewestTested);
  const named = differing.slice(0, 3).join(", ") + (differing.length > 3 ? ` and ${differing.length - 3} more` : "");
  return [
    "Mean ± standard deviation of a group's runs; n, least–greatest.",
    tests > 0 ? "p: Welch's t-test, two-sided, against the baseline's group." : "",
    tests > 1 ? `${tests} tests, not corrected: one in twenty is below 0.05 where nothing differs.` : "",
    few ? `Groups of fewer than ${fewRuns} runs show only large differences.` : "",
    untested ? `Groups of fewer than ${fewestTested} are not tested.` : "",
    tests > 0 && differing.length > 0 ? `Runs of a group also differ in ${named}: they are not mere repeats.` : "",
  ]
    .filter((text) => text !== "")
    .join(" ");
}

/** Sums of the same numbers in another order differ in their last digits: neither mean is better. Differences of near numbers do in more of them: then fewer `digits` are sure. */
export function withoutDust(value: number, digits = 14): number {
  return Number(value.toPrecision(digits));
}

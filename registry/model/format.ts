/** Numbers and times as people compare them on screen. A minus is U+2212, so that signs line up with `+`. */

import {
  cellSignificant,
  type Decimal,
  decimalOf,
  decimalText,
  difference,
  maximumSignificant,
  rounded,
  rowWriter,
  significantText,
} from "./shownNumber.ts";

/**
 * The values of one row, with the same number of decimals and as many digits as tell them apart (at least 3 significant; whole
 * numbers get none after the point). A NaN is `NaN`, infinities are `∞` and `−∞`.
 */
export function formatMetrics(values: readonly number[]): string[] {
  return values.map(metricWriter(values));
}

/** Writes one of the values of a row as `formatMetrics` does: of thousands, those that are shown. */
export function metricWriter(values: readonly number[]): (value: number) => string {
  const write = rowWriter(values, maximumSignificant);
  return (value) => write(value, 0);
}

/** As `formatMetrics`, with at most the 9 significant digits that a cell has room for: values that are equal so far read alike. */
export function formatCells(values: readonly number[]): string[] {
  const write = rowWriter(values, cellSignificant);
  return values.map((value) => write(value, 0));
}

/** One value that stands alone: 3 significant digits, whole numbers in full. */
export function formatMetric(value: number): string {
  return formatMetrics([value])[0] ?? "";
}

/** A row of values and what each differs from the baseline by. */
export interface FormattedRow {
  readonly values: readonly string[];
  /** Empty for the baseline itself and where a value is missing. */
  readonly deltas: readonly string[];
}

/**
 * A row of cells with their differences to `values[baseline]`. As `formatMetrics`, but with at most 9 significant digits: values that
 * are equal so far are told apart by their difference alone. A difference is that of the two texts, in their last place; the row gets
 * one or two digits more where that is not the rounded difference of the values (0.93 − 0.92 shown as +0.02), and one where no row of
 * that many values would do: then a difference is off by one in the last place. A further digit never makes two texts equal (8.6349 and
 * 8.6351 with three digits). `undefined` stands for a value that was not logged: its text is empty.
 */
export function formatRow(values: readonly (number | undefined)[], baseline: number): FormattedRow {
  const base = values[baseline];
  const write = cellWriter(values);
  if (base === undefined) return { values: write(0), deltas: values.map(() => "") };
  const isBaseline = (index: number) => index === baseline;
  const fits = (row: readonly string[]) =>
    values.every((value, index) => value === undefined || isBaseline(index) || addsUp(value, base, row[index], row[baseline]));
  const rows = [0, 1, 2].map(write).filter((row, _, [least]) => new Set(row).size >= new Set(least).size);
  const shown = rows.find(fits) ?? rows[1] ?? write(0);
  return {
    values: shown,
    deltas: values.map((value, index) =>
      value === undefined || isBaseline(index) ? "" : shownDelta(value, base, shown[index] ?? "", shown[baseline] ?? ""),
    ),
  };
}

function cellWriter(values: readonly (number | undefined)[]): (extra: number) => string[] {
  const logged = values.filter((value) => value !== undefined);
  const write = rowWriter(logged, cellSignificant);
  return (extra) => values.map((value) => (value === undefined ? "" : write(value, extra)));
}

/** The difference of two texts; where they are equal though the values are not, the values'. */
function shownDelta(value: number, base: number, text: string, baseText: string): string {
  const shown = differenceOf(text, baseText);
  if (shown === undefined || shown.digits === 0n) return formatDelta(value - base, "e");
  return shown.digits < 0n ? `−${decimalText({ ...shown, digits: -shown.digits })}` : `+${decimalText(shown)}`;
}

/** Whether the difference of the texts is the difference of the values, rounded. */
function addsUp(value: number, base: number, text = "", baseText = ""): boolean {
  const shown = differenceOf(text, baseText);
  const exact = decimalOf((value - base).toExponential(20));
  return shown === undefined || exact === undefined || rounded(exact, shown.exponent).digits === shown.digits;
}

function differenceOf(text: string, baseText: string): Decimal | undefined {
  const [left, right] = [decimalOf(text), decimalOf(baseText)];
  return left && right && difference(left, right);
}

/**
 * A difference with its sign: `+0.007`, `−12`, `0`. It has the decimals of `like` (the formatted value it stands beside), or more
 * when it would read as zero without being zero. Empty for NaN.
 */
export function formatDelta(delta: number, like: string): string {
  if (Number.isNaN(delta)) return "";
  if (delta === 0) return "0";
  const sign = delta < 0 ? "−" : "+";
  const size = Math.abs(delta);
  if (!Number.isFinite(size)) return `${sign}∞`;
  const fixed = size.toFixed(/^[−-]?\d+\.(\d+)$/.exec(like)?.[1]?.length ?? 0);
  const useFixed = !like.includes("e") && size < 1e9 && Number(fixed) !== 0;
  return sign + (useFixed ? fixed : significantText(size));
}

/** `just now`, `12 min ago`, `3 h ago`, `2 d ago`, `3 w ago`, `5 mo ago`, `2 y ago`. Both arguments in ms; a time to come is `just now`. */
export function relativeTime(ms: number, now: number): string {
  if (!Number.isFinite(ms)) return "";
  const age = shortAge(Math.max(0, now - ms));
  return age === "" ? "just now" : `${age} ago`;
}

function shortAge(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const days = Math.floor(minutes / (24 * 60));
  if (minutes < 1) return "";
  if (minutes < 60) return `${minutes} min`;
  if (days < 1) return `${Math.floor(minutes / 60)} h`;
  if (days < 7) return `${days} d`;
  if (days < 61) return `${Math.floor(days / 7)} w`;
  if (days < 365) return `${Math.floor(days / 30.44)} mo`;
  return `${Math.floor(days / 365.25) || 1} y`;
}

/** Length of a time in its two largest units: `850 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. Empty when not known (NaN). */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return "";
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return twoUnits(seconds, 60, "min", 1, "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return twoUnits(minutes, 60, "h", 1, "min");
  return twoUnits(Math.round(minutes / 60), 24, "d", 1, "h");
}

function twoUnits(amount: number, perBig: number, big: string, perSmall: number, small: string): string {
  const rest = Math.floor((amount % perBig) / perSmall);
  const head = `${Math.floor(amount / perBig)} ${big}`;
  return rest === 0 ? head : `${head} ${rest} ${small}`;
}

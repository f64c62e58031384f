import { formatDelta, formatMetrics } from "../format.ts";

/** Values that mean something else than their number, by the last word of the param's name. */
const specialValues = new Map([
  ["max_depth", new Map([["-1", "no limit"]])],
  ["n_jobs", new Map([["-1", "all cores"]])],
]);

/** A number as a person or a program writes it in a param; not hex, not `Infinity`, not an empty text. */
const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * By how much a param or tag differs from the baseline's, in a short note: `× 3` or `÷ 10` for positive fractions that are apart by
 * a factor of 2 or more, else `+64`; a special value in words (`no limit`). Empty where there is nothing to say, as for words, and where one
 * of two whole numbers is -1: it stands for “none” or “all”, and 6 is not 7 more than that.
 */
export function changeNote(key: string, baseline: string, value: string): string {
  if (baseline === value) return "";
  const special = meaningOf(key, value);
  if (special !== "") return special;
  const from = numberOf(baseline);
  const to = numberOf(value);
  if (from === undefined || to === undefined || from === to) return "";
  const isFraction = !Number.isInteger(from) || !Number.isInteger(to);
  if (!isFraction && (from === -1 || to === -1)) return "";
  if (isFraction && from > 0 && to > 0) {
    const factor = Math.max(to / from, from / to);
    if (factor >= 2 && Number.isFinite(factor)) return `${to > from ? "×" : "÷"} ${shortNumber(factor)}`;
  }
  return formatDelta(roundedDifference(to, from), isFraction ? longer(baseline, value) : "0");
}

/** What a value means beside its number, in words: -1 as `max_depth` is `no limit`. Empty for all others. */
export function meaningOf(key: string, value: string): string {
  return specialValues.get(key.split(/[./]/).at(-1) ?? "")?.get(value.trim()) ?? "";
}

/** `+5.1 %` between two counts; empty where the first is not positive or they are equal. */
export function percentNote(from: number, to: number): string {
  if (!(from > 0) || from === to || !Number.isFinite(to)) return "";
  const percent = ((to - from) / from) * 100;
  const size = Math.abs(percent);
  if (size < 0.05) return percent < 0 ? "−0.1 %" : "+0.1 %";
  return `${percent < 0 ? "−" : "+"}${size.toFixed(size < 100 ? 1 : 0)} %`;
}

/** `1.18 M`, `12.4 k`, `950`: a count of rows at a glance. */
export function shortCount(count: number): string {
  if (!Number.isFinite(count)) return "";
  const units = [
    [1e4, 1e3, "k"],
    [1e6, 1e6, "M"],
    [1e9, 1e9, "G"],
  ] as const;
  // As it is shown: 999,999 is a million to three digits.
  const rounded = Math.abs(Number(count.toPrecision(3)));
  const unit = units.findLast(([from]) => Math.abs(count) >= from || (rounded >= from && Math.abs(count) >= 1e4));
  return unit === undefined ? String(count) : `${(count / unit[1]).toPrecision(3)} ${unit[2]}`;
}

/** The number that a param's text is; undefined for every other text. */
export function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (!plainNumber.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}

function shortNumber(factor: number): string {
  const rounded = Number(factor.toPrecision(3));
  return Number.isInteger(rounded) ? String(rounded) : (formatMetrics([rounded])[0] ?? "").replace(/\.?0+$/, "");
}

/** The text with more decimals: a difference is not more exact than what was written. */
function longer(a: string, b: string): string {
  const decimals = (text: string) => text.split(".")[1]?.length ?? 0;
  return (decimals(a) > decimals(b) ? a : b).trim().replace(/^[+-]/, "");
}

/** Without the dust of binary fractions: 0.6 − 1 is −0.4. */
function roundedDifference(to: number, from: number): number {
  return Number((to - from).toPrecision(12));
}

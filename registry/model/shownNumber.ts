/** How numbers are written on screen, and arithmetic on what is written: a reader who subtracts two cells gets what the third one says. */

const minimumSignificant = 3;
/** A double has no more than 17 significant decimal digits. */
export const maximumSignificant = 17;
/** Digits that a cell has at most to tell its value from the others of the row; the rest is in its tooltip. */
export const cellSignificant = 9;
/** Digits of a row's greatest value that are spent on giving its least value 3 significant ones. */
const spread = 8;
/** Below this size a number is written with an exponent, and from `largest` on; whole numbers in a row of their like are counts, and read further. */
const smallest = 1e-4;
const largest = 1e7;
const largestCount = 1e9;

/**
 * How the values of a row are written: with the same number of decimals and as many digits as tell them apart, up to `most`
 * significant ones; at least 3, none after the point in a row of whole numbers. The function that is given back writes one of them, with
 * so many digits more. A NaN is `NaN`, infinities are `∞` and `−∞`, a minus is U+2212 as wide as a plus.
 */
export function rowWriter(values: readonly number[], most: number): (value: number, extra: number) => string {
  const isFixed = fixedIn(values);
  const fixed = values.filter(isFixed);
  const hasFraction = fixed.some((value) => !Number.isInteger(value));
  const decimals = neededDecimals(fixed, most);
  const digits = neededDigits(
    values.filter((value) => Number.isFinite(value) && !isFixed(value)),
    most,
  );
  return (value, extra) => {
    if (Number.isNaN(value)) return "NaN";
    const sign = value < 0 ? "−" : "";
    const size = Math.abs(value);
    if (!Number.isFinite(size)) return `${sign}∞`;
    if (isFixed(value)) return sign + size.toFixed(decimals + (hasFraction ? extra : 0));
    return sign + exponent(size, Math.min(maximumSignificant, digits + extra));
  };
}

/** 3 significant digits, without a sign; whole numbers in full as far as they are read without an exponent. */
export function significantText(size: number): string {
  if (!fixedIn([size])(size)) return exponent(size, minimumSignificant);
  return Number.isInteger(size) ? String(size) : size.toFixed(Math.max(0, minimumSignificant - 1 - magnitude(size)));
}

/** Which values of a row are written without an exponent. */
function fixedIn(values: readonly number[]): (value: number) => boolean {
  const real = values.filter((value) => Number.isFinite(value) && value !== 0);
  const limit = real.every(Number.isInteger) ? largestCount : largest;
  const within = real.map(Math.abs).filter((size) => size >= smallest && size < limit);
  const least = 10 ** -decimalsBeside(within);
  return (value) => {
    const size = Math.abs(value);
    return size === 0 || (size >= smallest && size < limit && (size >= least || Number.isInteger(value)));
  };
}

/** Decimals that still fit beside the digits before the point of the greatest of `sizes`. */
function decimalsBeside(sizes: readonly number[]): number {
  return Math.max(0, spread - 1 - magnitude(greatest(sizes)));
}

function neededDecimals(values: readonly number[], most: number): number {
  if (values.every(Number.isInteger)) return 0;
  const sizes = values.filter((value) => value !== 0).map(Math.abs);
  const wanted = minimumSignificant - 1 - magnitude(sizes.reduce((a, b) => Math.min(a, b)));
  const least = Math.min(Math.max(0, wanted), decimalsBeside(sizes));
  const limit = Math.max(least, most - 1 - magnitude(greatest(sizes)));
  const text = (value: number, digits: number) => value.toFixed(Math.min(100, digits));
  return fewestDigits(values, least, limit, { text, unit: (_size, digits) => 10 ** -digits });
}

function neededDigits(values: readonly number[], most: number): number {
  const text = (value: number, digits: number) => value.toExponential(digits - 1);
  return fewestDigits(values, minimumSignificant, most, { text, unit: (size, digits) => 10 ** (magnitude(size) - digits + 1) });
}

/** How a value is written with so many digits, and how much one more in the last of them is for a value of this size. */
interface Writing {
  text(value: number, digits: number): string;
  unit(size: number, digits: number): number;
}

/**
 * The fewest digits that tell as many values apart as `to` digits do. Written in order, equal texts stand beside each other: only
 * neighbours are compared, and none written that are further from each other than the last digit rounds.
 */
function fewestDigits(values: readonly number[], from: number, to: number, { text, unit }: Writing): number {
  const sorted = Float64Array.from(values).sort();
  const isAlike = (low: number, high: number, digits: number) =>
    high - low <= 1.01 * unit(Math.max(Math.abs(low), Math.abs(high)), digits) && text(low, digits) === text(high, digits);
  /** Different neighbours that are written alike, counted until they are more than `most`. */
  const alike = (digits: number, most: number) => {
    let count = 0;
    for (let at = 1; at < sorted.length && count <= most; at++) {
      const [low, high] = [sorted[at - 1] ?? 0, sorted[at] ?? 0];
      if (low !== high && isAlike(low, high, digits)) count++;
    }
    return count;
  };
  const least = alike(to, Number.POSITIVE_INFINITY);
  for (let digits = from; digits < to; digits++) if (alike(digits, least) <= least) return digits;
  return to;
}

function greatest(sizes: readonly number[]): number {
  return sizes.reduce((a, b) => Math.max(a, b), 0) || 1;
}

/** Exponent of the first digit: 0 for 5, 2 for 123, -3 for 0.005. */
function magnitude(size: number): number {
  return Math.floor(Math.log10(size));
}

function exponent(size: number, digits: number): string {
  return size
    .toExponential(digits - 1)
    .replace("e+", "e")
    .replace("e-", "e−");
}

/** A number as it is written: `digits` × 10 ^ `exponent`. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** What a text of a row says; undefined for NaN and infinities. */
export function decimalOf(text: string): Decimal | undefined {
  const match = /^([−-]?)(\d+)(?:\.(\d+))?(?:e([−+-]?\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = "", whole = "", fraction = "", power = "0"] = match;
  return {
    digits: BigInt(`${sign === "" ? "" : "-"}${whole}${fraction}`),
    exponent: Number(power.replace("−", "-")) - fraction.length,
  };
}

/** `left` − `right`, to the last place that both of them have. */
export function difference(left: Decimal, right: Decimal): Decimal {
  const finest = Math.min(left.exponent, right.exponent);
  const scaled = ({ digits, exponent: power }: Decimal) => digits * 10n ** BigInt(power - finest);
  return rounded({ digits: scaled(left) - scaled(right), exponent: finest }, Math.max(left.exponent, right.exponent));
}

/** Half away from zero, to a multiple of 10 ^ `place`. */
export function rounded({ digits, exponent: power }: Decimal, place: number): Decimal {
  if (place <= power) return { digits: digits * 10n ** BigInt(power - place), exponent: place };
  const unit = 10n ** BigInt(place - power);
  const half = digits < 0n ? -unit / 2n : unit / 2n;
  return { digits: (digits + half) / unit, exponent: place };
}

/** A positive decimal with all of its digits; with an exponent where it is large, or where that is shorter for a small one. */
export function decimalText({ digits, exponent: power }: Decimal): string {
  const all = digits.toString();
  const first = all.length - 1 + power;
  const scientific = `${all[0]}${all.length > 1 ? `.${all.slice(1)}` : ""}e${first < 0 ? "−" : ""}${Math.abs(first)}`;
  if (power > 0 || first >= spread + 1) return scientific;
  if (power === 0) return all;
  const padded = all.padStart(1 - power, "0");
  const fixed = `${padded.slice(0, power)}.${padded.slice(power)}`;
  return fixed.length > spread && scientific.length < fixed.length && fixed.startsWith("0.000") ? scientific : fixed;
}

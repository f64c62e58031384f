/** Numbers and times as people compare them on screen. A minus is U+2212, so that signs line up with `+`. */

const minimumSignificant = 3;
/** A double has no more than 17 significant decimal digits. */
const maximumSignificant = 17;
/** From here on, and below `smallest`, a number is written with an exponent. */
const largest = 1e9;
const smallest = 1e-4;

/**
 * The values of one row, with the same number of decimals and as many digits as tell them apart (at least 3 significant; whole
 * numbers get none after the point). A NaN is `NaN`, infinities are `∞` and `−∞`.
 */
export function formatMetrics(values: readonly number[]): string[] {
  return withDigits(values, 0).texts;
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
 * A row with its differences to `values[baseline]`. Gets one digit more where the rounded numbers would not add up on screen
 * (0.93 − 0.92 shown as +0.02). `undefined` stands for a value that was not logged: its text is empty.
 */
export function formatRow(values: readonly (number | undefined)[], baseline: number): FormattedRow {
  const logged = values.filter((value) => value !== undefined);
  const base = values[baseline];
  let chosen = withDigits(logged, 0);
  if (base !== undefined && logged.some((value) => !addsUp(value, base, chosen.decimals))) chosen = withDigits(logged, 1);
  const texts = chosen.texts.values();
  const shown = values.map((value) => (value === undefined ? "" : (texts.next().value ?? "")));
  const deltas = values.map((value, index) => {
    if (value === undefined || base === undefined || index === baseline) return "";
    return formatDelta(value - base, shown[index] ?? "");
  });
  return { values: shown, deltas };
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
  const fixed = size.toFixed(decimalsOf(like));
  const useFixed = !like.includes("e") && size < largest && Number(fixed) !== 0;
  if (useFixed) return `${sign}${fixed}`;
  return `${sign}${significant(size, minimumSignificant)}`;
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
  if (ms < 1000) return `${Math.round(ms)} ms`;
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

/** The texts of a row and the decimals they have. `extra` digits are added to those needed. */
function withDigits(values: readonly number[], extra: number): { texts: string[]; decimals: number } {
  const fixed = values.filter(isFixed);
  const decimals = Math.min(100, neededDecimals(fixed) + (extra > 0 && fixed.some((value) => !Number.isInteger(value)) ? extra : 0));
  const exponential = values.filter((value) => Number.isFinite(value) && !isFixed(value));
  const digits = Math.min(maximumSignificant, neededDigits(exponential) + extra);
  const texts = values.map((value) => {
    if (Number.isNaN(value)) return "NaN";
    const sign = value < 0 ? "−" : "";
    const size = Math.abs(value);
    if (!Number.isFinite(size)) return `${sign}∞`;
    return sign + (isFixed(value) ? size.toFixed(decimals) : exponent(size, digits));
  });
  return { texts, decimals };
}

function isFixed(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= smallest && size < largest);
}

/** Decimals so that each value has 3 significant digits and different values have different texts. */
function neededDecimals(values: readonly number[]): number {
  if (values.every(Number.isInteger)) return 0;
  const sizes = values.filter((value) => value !== 0).map(Math.abs);
  const least = Math.max(0, minimumSignificant - 1 - Math.floor(Math.log10(Math.min(...sizes))));
  const most = Math.max(least, maximumSignificant - 1 - Math.floor(Math.log10(Math.max(...sizes))));
  return firstThatTellsApart(values, least, most, (value, digits) => value.toFixed(digits));
}

function neededDigits(values: readonly number[]): number {
  return firstThatTellsApart(values, minimumSignificant, maximumSignificant, (value, digits) => value.toExponential(digits - 1));
}

function firstThatTellsApart(values: readonly number[], from: number, to: number, text: (value: number, digits: number) => string): number {
  const different = new Set(values).size;
  for (let digits = from; digits < to; digits++) {
    if (new Set(values.map((value) => text(value, digits))).size === different) return digits;
  }
  return values.length > 1 ? to : from;
}

function addsUp(value: number, base: number, decimals: number): boolean {
  if (!isFixed(value) || !isFixed(base)) return true;
  const unit = 10 ** decimals;
  const shown = (n: number) => Math.round(Number(n.toFixed(decimals)) * unit);
  return shown(value) - shown(base) === shown(value - base);
}

function decimalsOf(text: string): number {
  return /^[−-]?\d+\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
}

function significant(size: number, digits: number): string {
  if (!isFixed(size)) return exponent(size, digits);
  return Number.isInteger(size) ? String(size) : size.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
}

function exponent(size: number, digits: number): string {
  return size
    .toExponential(digits - 1)
    .replace("e+", "e")
    .replace("e-", "e−");
}

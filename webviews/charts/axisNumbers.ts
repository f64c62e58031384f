/** From this length on a label with an exponent is taken where it is shorter. */
const longFixed = 8;

/**
 * The labels of an axis whose ticks are evenly apart: all in one notation, with as many digits as the distance of the ticks asks for.
 * `0.00`, `0.02` would say less than `0`, `0.02`, so zero has no decimals.
 */
export function axisNumbers(splits: readonly (number | null)[]): string[] {
  const real = splits.filter((split) => split !== null);
  const place = finestPlace(real);
  const decimals = Math.min(100, Math.max(0, -place));
  const fixed = real.map((value) => fixedText(value, decimals, real.length));
  const scientific = real.map((value) => exponential(value, place));
  const isLong = widest(fixed) >= longFixed && widest(scientific) < widest(fixed);
  const texts = (isLong ? scientific : fixed).values();
  return splits.map((split) => (split === null ? "" : (texts.next().value ?? "")));
}

/** The labels of a logarithmic axis: each tick for itself. */
export function logNumbers(splits: readonly (number | null)[]): string[] {
  return splits.map((split) => {
    if (split === null) return "";
    const isShort = split >= 1e-3 && split < 1e6;
    return isShort ? String(Number(split.toPrecision(12))) : exponential(split, Math.floor(Math.log10(split)) - 2);
  });
}

/** Places on an axis are told apart by so many significant digits of its length; on a logarithmic one, of each value. */
const toldApart = 4;

/** The labels of ticks that stand at values: the values as they are where all are short, else as far as their places are told apart. */
export function valueNumbers(values: readonly number[], isLog: boolean): string[] {
  const whole = values.map((value) => plain(String(value)).replace("e+", "e"));
  if (widest(whole) <= longFixed) return whole;
  if (isLog) return values.map((value) => shorter(String(Number(value.toPrecision(toldApart))), value, magnitude(value) - toldApart + 1));
  const span = Math.max(...values) - Math.min(...values);
  const place = magnitude(span || values[0] || 1) - toldApart + 1;
  // Beyond 100 decimals there is no other way to write them.
  return values.map((value) =>
    place < -100 ? exponential(value, place) : shorter(withoutZeros(value.toFixed(Math.max(0, -place))), value, place),
  );
}

function shorter(fixed: string, value: number, place: number): string {
  const scientific = exponential(value, place);
  return plain(fixed.length >= longFixed && scientific.length < fixed.length ? scientific : fixed);
}

function magnitude(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)));
}

function fixedText(value: number, decimals: number, ticks: number): string {
  // Beyond this size JavaScript would write an exponent of its own.
  const text = Math.abs(value) < 1e21 ? value.toFixed(decimals) : BigInt(value).toString();
  return plain(value === 0 || ticks === 1 ? withoutZeros(text) : text);
}

/** The power of ten that the ticks are multiples of, as far as doubles can say. */
function finestPlace(values: readonly number[]): number {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const apart = sorted.slice(1).map((value, index) => value - (sorted[index] ?? 0));
  const step = Math.min(...apart, Number.POSITIVE_INFINITY);
  const only = Math.abs(sorted[0] ?? 0);
  if (!Number.isFinite(step)) return only === 0 ? 0 : Math.floor(Math.log10(only)) - 2;
  // A hair of tolerance: 0.3 − 0.2 is a little less than 0.1.
  return Math.floor(Math.log10(step * (1 + 1e-6)));
}

/** `1.5e−4`: down to `place`, without zeros at the end. */
function exponential(value: number, place: number): string {
  if (value === 0) return "0";
  const digits = Math.min(16, Math.max(0, Math.floor(Math.log10(Math.abs(value)) + 1e-9) - place));
  const [mantissa = "", power = ""] = value.toExponential(digits).split("e");
  return plain(`${withoutZeros(mantissa)}e${power.replace("+", "")}`);
}

function withoutZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function plain(text: string): string {
  return text.replaceAll("-", "−");
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

/** What the numbers of a group come to. */
export interface Spread {
  /** Numbers that count: those that are not NaN. */
  readonly n: number;
  readonly mean: number;
  /** Of the sample (divided by n − 1), as pandas' `std`; NaN for fewer than two numbers. */
  readonly std: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Absent where there is no number. NaN is left out, as pandas does. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const numbers = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const n = numbers.length;
  if (n === 0) return undefined;
  // Shifted by one of the numbers: squares of large numbers that lie close together would lose what tells them apart.
  const shift = numbers[0] ?? 0;
  const mean = Number.isFinite(shift) ? shift + sum(numbers.map((value) => value - shift)) / n : sum(numbers) / n;
  const std = n < 2 ? Number.NaN : deviation(numbers.map((value) => value - mean));
  return { n, mean, std, median: median(numbers), min: numbers[0] ?? Number.NaN, max: numbers.at(-1) ?? Number.NaN };
}

/** In parts of the greatest one: the squares of large numbers would be infinite, of small ones 0. */
function deviation(differences: readonly number[]): number {
  const unit = differences.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  if (unit === 0) return 0;
  return unit * Math.sqrt(sum(differences.map((each) => (each / unit) ** 2)) / (differences.length - 1));
}

function median(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  if (sorted.length % 2 === 1) return upper;
  const lower = sorted[sorted.length / 2 - 1] ?? Number.NaN;
  return lower === upper ? upper : lower / 2 + upper / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A standard deviation with two significant digits: more would claim to know more than a few runs tell. */
export function spreadText(std: number): string {
  const text = std.toPrecision(2);
  if (std >= 100 && std < 1e9) return String(Number(text));
  return text.includes("e") ? text.replace("+", "").replace("-", "−") : text;
}

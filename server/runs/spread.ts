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
  const std = n < 2 ? Number.NaN : Math.sqrt(sum(numbers.map((value) => (value - mean) ** 2)) / (n - 1));
  return { n, mean, std, median: median(numbers), min: numbers[0] ?? Number.NaN, max: numbers.at(-1) ?? Number.NaN };
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

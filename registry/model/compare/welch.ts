import type { Spread } from "../spread.ts";

/** Fewer runs in a group are not tested: two values say next to nothing of how far runs lie apart. */
export const fewestTested = 3;

/** Welch's t-test of two means, two-sided. */
export interface WelchTest {
  /** Positive: the first mean is greater. */
  readonly t: number;
  /** Degrees of freedom by Welch and Satterthwaite. */
  readonly df: number;
  /** Chance of means at least so far apart where the groups have one mean. */
  readonly p: number;
}

/**
 * Whether two means differ by more than repeats of a run do, without the assumption that both groups vary alike (B. L. Welch, 1947). Undefined for a
 * group of fewer than 3 numbers, and where there is no spread to hold the difference against: all values of both groups equal, or not finite.
 */
export function welchTest(one: Spread | undefined, other: Spread | undefined): WelchTest | undefined {
  if (one === undefined || other === undefined || Math.min(one.n, other.n) < fewestTested) return undefined;
  // In parts of the greater deviation: the square of one may be more, or less, than a number can be.
  const unit = Math.max(one.std, other.std);
  const [a, b] = [(one.std / unit) ** 2 / one.n, (other.std / unit) ** 2 / other.n];
  const t = (one.mean / unit - other.mean / unit) / Math.sqrt(a + b);
  const df = (a + b) ** 2 / (a ** 2 / (one.n - 1) + b ** 2 / (other.n - 1));
  return Number.isFinite(t) && Number.isFinite(df) ? { t, df, p: twoSided(t, df) } : undefined;
}

/** Chance of a t at least so far from 0: the regularized incomplete beta function I_x(df/2, 1/2) at x = df / (df + t²) (DLMF 8.17). */
function twoSided(t: number, df: number): number {
  const square = t * t;
  // Of the two x, the one that keeps its digits: 1 − x of a small x would have lost them.
  return Math.min(1, incompleteBeta(df / (df + square), square / (df + square), df / 2, 0.5));
}

/** I_x(a, b), `rest` being 1 − x. The continued fraction converges fast on one side of the mean; the other is one minus it. */
function incompleteBeta(x: number, rest: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log(rest) + logGamma(a + b) - logGamma(a) - logGamma(b));
  return x < (a + 1) / (a + b + 2) ? (front * continuedFraction(x, a, b)) / a : 1 - (front * continuedFraction(rest, b, a)) / b;
}

const tiny = 1e-300;
const mostTerms = 10_000;

/** DLMF 8.17.22, by Lentz's method. */
function continuedFraction(x: number, a: number, b: number): number {
  const kept = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / kept(1 + even * d);
    c = kept(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / kept(1 + odd * d);
    c = kept(1 + odd / c);
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return fraction;
}

/** Coefficients of Lanczos's approximation for g = 7 (P. Godfrey). */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(z) for z ≥ 1/2, to about 15 digits. */
function logGamma(z: number): number {
  const base = z + 6.5;
  const sum = lanczos.reduce((total, coefficient, index) => total + (index === 0 ? coefficient : coefficient / (z - 1 + index)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (z - 0.5) * Math.log(base) - base + Math.log(sum);
}

/** `p 0.034`, `p < 0.001`: two digits, a small one not at all. */
export function chanceText(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p ${p >= 0.995 ? "1" : p.toPrecision(2)}`;
}

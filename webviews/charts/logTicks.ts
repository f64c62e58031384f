const mostTicks = 7;
const mostEven = 5;

/**
 * Where a log axis is marked: powers of ten, with 2 and 5 between them where there is room; within one decade, where powers of ten
 * would leave one tick or none, even steps as on a linear axis. Both ends positive.
 */
export function logTicks(least: number, greatest: number): number[] {
  if (!(least > 0) || !(greatest > least)) return [];
  if (greatest / least < 10) return evenTicks(least, greatest);
  const powers = Array.from(
    { length: Math.ceil(Math.log10(greatest)) - Math.floor(Math.log10(least)) + 1 },
    (_, index) => Math.floor(Math.log10(least)) + index,
  );
  const inside = (digits: readonly number[], every: number) =>
    powers
      .filter((power) => power % every === 0)
      .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
      .filter((tick) => tick >= least && tick <= greatest);
  const dense = inside([1, 2, 5], 1);
  return dense.length <= mostTicks ? dense : inside([1], Math.max(1, Math.ceil(powers.length / mostTicks)));
}

/** Where a linear axis is marked: at two to five multiples of 1, 2 or 5 times a power of ten, of any size that doubles have. */
export function evenTicks(least: number, greatest: number): number[] {
  const rough = greatest / mostEven - least / mostEven;
  if (!(rough > 0)) return [];
  const power = Math.floor(Math.log10(rough));
  const steps = [1, 2, 5, 10, 20, 50].map((digit) => digit * 10 ** power);
  return steps.map((step) => multiples(step, least, greatest)).find((ticks) => ticks.length <= mostEven) ?? [];
}

function multiples(step: number, least: number, greatest: number): number[] {
  // A hair of tolerance: 1.1 / 0.05 is a little less than 22.
  const hair = 1e-9;
  const first = Math.ceil(least / step - hair);
  const count = Math.min(100, Math.max(0, Math.floor(greatest / step + hair) - first + 1));
  // Where the values are closer than doubles can count, ticks fall together.
  return [...new Set(Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(15))))];
}

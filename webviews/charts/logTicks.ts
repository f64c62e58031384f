const mostTicks = 7;

/**
 * Where a log axis is marked: powers of ten, with 2 and 5 between them where there is room; within one decade, where powers of ten
 * would leave one mark or none, even steps as on a linear axis. Both ends positive.
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

function evenTicks(least: number, greatest: number): number[] {
  // A hair of tolerance: (1.1 − 0.9) / 4 is a little more than 0.05.
  const rough = (greatest - least) / 4;
  const power = Math.floor(Math.log10(rough));
  const digit = [1, 2, 5, 10].find((candidate) => candidate * 10 ** power >= rough * (1 - 1e-9)) ?? 10;
  const step = digit * 10 ** power;
  const first = Math.ceil(least / step);
  const count = Math.max(0, Math.floor(greatest / step) - first + 1);
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

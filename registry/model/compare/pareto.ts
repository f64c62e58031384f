/** Which way is better. */
export type Better = "higher" | "lower";

/**
 * The Pareto front: indices of the points that no other one beats, being at least as good in both and better in one; by ascending `x`.
 * Points without two finite numbers are not in it; of equal points all are.
 */
export function paretoFront(points: readonly (readonly [x: number, y: number])[], better: readonly [x: Better, y: Better]): number[] {
  const sign = better.map((which) => (which === "higher" ? 1 : -1));
  const at = (index: number, axis: 0 | 1) => (points[index]?.[axis] ?? Number.NaN) * (sign[axis] ?? 1);
  const rows = [...points.keys()].filter((index) => Number.isFinite(at(index, 0)) && Number.isFinite(at(index, 1)));
  rows.sort((a, b) => at(b, 0) - at(a, 0) || at(b, 1) - at(a, 1));
  const front: number[] = [];
  for (const row of rows) {
    const last = front.at(-1);
    const isEqual = last !== undefined && at(last, 0) === at(row, 0) && at(last, 1) === at(row, 1);
    if (last === undefined || at(row, 1) > at(last, 1) || isEqual) front.push(row);
  }
  return front.sort((a, b) => (points[a]?.[0] ?? 0) - (points[b]?.[0] ?? 0) || a - b);
}

/**
 * Indices of the points to keep so that a curve of `values` drawn with `maxPoints` points looks the same: first and last, and the
 * lowest and highest of each of equal slices between (a slice of nothing but NaN keeps one NaN, so that the gap shows).
 * Ascending; all indices when there are few enough.
 */
export function downsample(values: Float64Array, maxPoints: number): Uint32Array {
  const count = values.length;
  if (count <= maxPoints || maxPoints < 2) return Uint32Array.from({ length: Math.min(count, Math.max(maxPoints, 0)) }, (_, i) => i);
  const slices = Math.floor((maxPoints - 2) / 2);
  const kept: number[] = [0];
  for (let slice = 0; slice < slices; slice++) {
    const from = 1 + Math.floor((slice * (count - 2)) / slices);
    const to = 1 + Math.floor(((slice + 1) * (count - 2)) / slices);
    kept.push(...extremes(values, from, to));
  }
  kept.push(count - 1);
  return Uint32Array.from(kept);
}

function extremes(values: Float64Array, from: number, to: number): number[] {
  let low = -1;
  let high = -1;
  for (let index = from; index < to; index++) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    if (low < 0 || value < (values[low] ?? 0)) low = index;
    if (high < 0 || value > (values[high] ?? 0)) high = index;
  }
  if (low < 0) return [from];
  if (low === high) return [low];
  return low < high ? [low, high] : [high, low];
}

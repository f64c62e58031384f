/** Ranks from 1, ties sharing their mean rank. No NaN. */
export function ranksOf(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1] ?? 0] === values[order[start] ?? 0]) end++;
    for (let at = start; at <= end; at++) ranks[order[at] ?? 0] = (start + end) / 2 + 1;
    start = end + 1;
  }
  return ranks;
}

/** Pearson's correlation; of ranks it is Spearman's ρ. NaN where one side is constant. */
export function correlation(left: readonly number[], right: readonly number[]): number {
  const [a, b] = [centred(left), centred(right)];
  const product = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  const scale = Math.sqrt(product(a, a) * product(b, b));
  return scale === 0 ? Number.NaN : Math.min(1, Math.max(-1, product(a, b) / scale));
}

/** The share of the variance of `values` that lies between groups (η²); of ranks it is Kruskal and Wallis's H / (n − 1). NaN where constant. */
export function betweenGroups(values: readonly number[], groups: readonly number[], count: number): number {
  const all = centred(values);
  const [sums, sizes] = [new Float64Array(count), new Float64Array(count)];
  all.forEach((value, index) => {
    const group = groups[index] ?? 0;
    sums[group] = (sums[group] ?? 0) + value;
    sizes[group] = (sizes[group] ?? 0) + 1;
  });
  const total = all.reduce((sum, value) => sum + value * value, 0);
  const between = sums.reduce((sum, value, group) => sum + (sizes[group] ? (value * value) / (sizes[group] ?? 1) : 0), 0);
  return total === 0 ? Number.NaN : Math.min(1, between / total);
}

function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

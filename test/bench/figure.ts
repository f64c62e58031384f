/** One line of the table. Texts carry their units; what could not be compared has no peer. */
export interface Figure {
  readonly what: string;
  readonly ours: string;
  /** What the peer needed for the same, and who it is. */
  readonly peer?: string;
  /** How many times faster (above 1) or slower (below 1) than the peer we are. */
  readonly ratio?: string;
  /** From the design; absent where none is set. */
  readonly budget?: { readonly text: string; readonly met: boolean };
}

/** The value below which `share` (0 to 1) of the samples lie, by the nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

/** ms that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Takes a turn of each kind of work, `rounds` times over, so that all meet the same state of the machine. Gives ms by kind. */
export async function interleaved<K extends string>(
  rounds: number,
  works: Readonly<Record<K, () => unknown>>,
): Promise<Record<K, number[]>> {
  const kinds = Object.keys(works) as K[];
  const samples = Object.fromEntries(kinds.map((kind) => [kind, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) samples[kind].push(await timed(works[kind]));
  }
  return samples;
}

/** `0.42 ms`, `12.3 ms`, `1,234 ms` */
export function ms(value: number): string {
  return `${value.toLocaleString("en", { maximumFractionDigits: value < 1 ? 2 : value < 100 ? 1 : 0 })} ms`;
}

/** `12×`, `0.8×` */
export function times(ratio: number): string {
  return `${ratio.toLocaleString("en", { maximumFractionDigits: ratio < 10 ? 2 : 0 })}×`;
}

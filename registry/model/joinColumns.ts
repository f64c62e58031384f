import type { Column, MetricColumn, TextColumn } from "./types.ts";

/** A stretch of a column: what is known of it for some rows, ascending. */
interface Stretch<V> {
  readonly rows: ArrayLike<number>;
  readonly values: V;
}

interface MetricStretch extends Stretch<ArrayLike<number>> {
  readonly steps: ArrayLike<number>;
  readonly timestamps: ArrayLike<number>;
}

/** What a column is made of, in the order of its rows. */
export interface Stretches<S> {
  readonly key: string;
  /** `start`: row of the whole that is row 0 of the stretch. */
  readonly parts: readonly { readonly part: S; readonly start: number }[];
}

/**
 * Columns by key, whose numbers lie in two arrays that all share: arrays of their own for each of 12,000 metrics take more memory than what is in
 * them, and more time to hand to another thread. Stretch by stretch: value by value (`MetricRows`) takes four times as long where all runs have the same.
 */
export function joinMetrics(columns: readonly Stretches<MetricStretch>[]): MetricColumn[] {
  const count = countOf(columns);
  const numbers = new Float64Array(3 * count);
  return withRows(columns, count, (key, rows, from, parts) => {
    const numbersOf = (which: number, pick: (part: MetricStretch) => ArrayLike<number>): Float64Array => {
      const own = numbers.subarray(which * count + from, which * count + from + rows.length);
      let at = 0;
      for (const { part } of parts) {
        own.set(pick(part), at);
        at += part.rows.length;
      }
      return own;
    };
    return {
      key,
      rows,
      values: numbersOf(0, ({ values }) => values),
      steps: numbersOf(1, ({ steps }) => steps),
      timestamps: numbersOf(2, ({ timestamps }) => timestamps),
    };
  });
}

/** The same for params and tags. */
export function joinTexts(columns: readonly Stretches<Stretch<readonly string[]>>[]): TextColumn[] {
  return withRows(columns, countOf(columns), (key, rows, _from, parts) => {
    const [only] = parts;
    return { key, rows, values: parts.length === 1 && only ? only.part.values : parts.flatMap(({ part }) => part.values) };
  });
}

type AnyStretches = Stretches<{ readonly rows: ArrayLike<number> }>;

function countOf(columns: readonly AnyStretches[]): number {
  return columns.reduce((sum, { parts }) => sum + lengthOf(parts), 0);
}

function lengthOf(parts: AnyStretches["parts"]): number {
  return parts.reduce((sum, { part }) => sum + part.rows.length, 0);
}

/** `make` is given a column's rows, and how many those before it have. */
function withRows<S extends { readonly rows: ArrayLike<number> }, C extends Column>(
  columns: readonly Stretches<S>[],
  count: number,
  make: (key: string, rows: Uint32Array, from: number, parts: Stretches<S>["parts"]) => C,
): C[] {
  const all = new Uint32Array(count);
  let at = 0;
  const made = columns.map(({ key, parts }) => {
    const from = at;
    for (const { part, start } of parts) for (let index = 0; index < part.rows.length; index++) all[at++] = (part.rows[index] ?? 0) + start;
    return make(key, all.subarray(from, at), from, parts);
  });
  return made.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

import { mostLogged } from "./mostLogged.ts";
import type { MetricColumn, WantedColumns } from "./types.ts";

/**
 * Collects metrics as their rows come and gives them as columns, whose numbers lie in arrays that all share. Flat until then: lists of
 * their own for each of 12,000 metrics took ten times the memory of what was in them.
 */
export class MetricRows {
  readonly #wanted: Pick<WantedColumns, "metrics" | "commonMetrics">;
  /** Keys of all that is collected; absent: whatever comes. */
  readonly #collected: ReadonlySet<string> | undefined;
  readonly #columnOf = new Map<string, number>();
  /** Of each column, its newest entry. */
  readonly #newest: number[] = [];
  #count = 0;
  #columns = new Uint32Array(1024);
  #rows = new Uint32Array(1024);
  /** Value, step and time of each entry, one after the other. */
  #numbers = new Float64Array(3 * 1024);

  constructor(wanted: Pick<WantedColumns, "metrics" | "commonMetrics">) {
    this.#wanted = wanted;
    // What most runs have is known when all have come.
    this.#collected = wanted.commonMetrics ? undefined : wanted.metrics && new Set(wanted.metrics);
  }

  /** `row` is none before the column's last one; a second value for that one takes the place of the first. `timestamp` in ms. */
  add(row: number, key: string, value: number, step: number, timestamp: number): void {
    if (this.#collected?.has(key) === false) return;
    const entry = this.#entryFor(row, key);
    this.#numbers[3 * entry] = value;
    this.#numbers[3 * entry + 1] = step;
    this.#numbers[3 * entry + 2] = timestamp;
  }

  #entryFor(row: number, key: string): number {
    let column = this.#columnOf.get(key);
    if (column === undefined) {
      column = this.#newest.length;
      this.#columnOf.set(key, column);
    } else {
      const newest = this.#newest[column] ?? 0;
      const last = this.#rows[newest] ?? 0;
      if (row < last) throw new RangeError(`Row ${row} comes after row ${last}`);
      if (row === last) return newest;
    }
    if (this.#count === this.#rows.length) this.#grow();
    const entry = this.#count++;
    this.#columns[entry] = column;
    this.#rows[entry] = row;
    this.#newest[column] = entry;
    return entry;
  }

  #grow(): void {
    const twice = <A extends Uint32Array | Float64Array>(from: A, to: A): A => {
      to.set(from);
      return to;
    };
    this.#columns = twice(this.#columns, new Uint32Array(2 * this.#columns.length));
    this.#rows = twice(this.#rows, new Uint32Array(2 * this.#rows.length));
    this.#numbers = twice(this.#numbers, new Float64Array(2 * this.#numbers.length));
  }

  /** Those that are wanted, by key. */
  columns(): MetricColumn[] {
    const lengths = new Uint32Array(this.#newest.length);
    for (const column of this.#columns.subarray(0, this.#count)) lengths[column] = (lengths[column] ?? 0) + 1;
    const all = [...this.#columnOf].map(([key, column]) => ({ key, column, count: lengths[column] ?? 0 }));
    all.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const { metrics, commonMetrics } = this.#wanted;
    if (metrics === undefined || !commonMetrics) return this.#laidOut(all);
    const wanted = new Set([...metrics, ...mostLogged(all, commonMetrics)]);
    return this.#laidOut(all.filter(({ key }) => wanted.has(key)));
  }

  #laidOut(wanted: readonly { readonly key: string; readonly column: number; readonly count: number }[]): MetricColumn[] {
    const size = wanted.reduce((sum, { count }) => sum + count, 0);
    const rows = new Uint32Array(size);
    const [values, steps, timestamps] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
    /** Where each column's next entry goes; -1: it is not wanted. */
    const next = new Int32Array(this.#newest.length).fill(-1);
    let start = 0;
    const columns = wanted.map(({ key, column, count }) => {
      const [from, to] = [start, start + count];
      next[column] = from;
      start = to;
      return {
        key,
        rows: rows.subarray(from, to),
        values: values.subarray(from, to),
        steps: steps.subarray(from, to),
        timestamps: timestamps.subarray(from, to),
      };
    });
    for (let entry = 0; entry < this.#count; entry++) {
      const at = next[this.#columns[entry] ?? 0] ?? -1;
      if (at < 0) continue;
      next[this.#columns[entry] ?? 0] = at + 1;
      rows[at] = this.#rows[entry] ?? 0;
      values[at] = this.#numbers[3 * entry] ?? 0;
      steps[at] = this.#numbers[3 * entry + 1] ?? 0;
      timestamps[at] = this.#numbers[3 * entry + 2] ?? 0;
    }
    return columns;
  }
}

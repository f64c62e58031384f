/** Rows that have the same of all that is grouped by. */
export interface RowGroup {
  /** In the order of what is grouped by; null: the rows do not have it. */
  readonly values: readonly (string | null)[];
  /** In the order given. */
  readonly rows: readonly number[];
}

/** Groups of rows, in the order of their first rows. `words` say what a row has of each thing that is grouped by. */
export function groupRows(rows: Iterable<number>, words: readonly ((row: number) => string | undefined)[]): RowGroup[] {
  const found = new Map<string, { values: readonly (string | null)[]; rows: number[] }>();
  for (const row of rows) {
    const values = words.map((word) => word(row) ?? null);
    const key = JSON.stringify(values);
    const known = found.get(key);
    if (known === undefined) found.set(key, { values, rows: [row] });
    else known.rows.push(row);
  }
  return [...found.values()];
}

/** Names a group by what its rows have in common. */
export function groupId({ values }: Pick<RowGroup, "values">): string {
  return `group:${JSON.stringify(values)}`;
}

/** The names of a run's data sets as one word to group by; undefined where it has none. */
export function datasetNames(datasets: readonly { readonly name: string }[]): string | undefined {
  const names = new Set(datasets.map(({ name }) => name));
  return names.size === 0 ? undefined : [...names].join(", ");
}

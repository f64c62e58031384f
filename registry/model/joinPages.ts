import type { Column, MetricColumn, RunPage, TextColumn } from "./types.ts";

/** Several pages of runs as one, in their order. A run that is on two of them (one came to the store between two reads) is there twice. */
export function joinPages(pages: readonly RunPage[]): RunPage {
  const all = <K extends keyof RunPage>(key: K) => pages.flatMap((page) => [...(page[key] as Iterable<unknown>)]);
  return {
    ids: all("ids") as string[],
    names: all("names") as string[],
    experimentIds: all("experimentIds") as string[],
    statuses: all("statuses") as RunPage["statuses"],
    lifecycles: all("lifecycles") as RunPage["lifecycles"],
    users: all("users") as string[],
    startTimes: Float64Array.from(all("startTimes") as number[]),
    endTimes: Float64Array.from(all("endTimes") as number[]),
    artifactUris: all("artifactUris") as string[],
    metrics: joined(pages, "metrics", metricColumn),
    params: joined(pages, "params", textColumn),
    tags: joined(pages, "tags", textColumn),
    datasets: all("datasets") as RunPage["datasets"],
  };
}

interface Part<C> {
  readonly column: C;
  /** Row of the whole where the part's page begins. */
  readonly start: number;
}

function joined<C extends Column>(
  pages: readonly RunPage[],
  kind: "metrics" | "params" | "tags",
  join: (key: string, rows: Uint32Array, parts: readonly C[]) => C,
): C[] {
  const parts = new Map<string, Part<C>[]>();
  let start = 0;
  for (const page of pages) {
    for (const column of page[kind] as readonly unknown[] as readonly C[]) {
      const known = parts.get(column.key);
      if (known === undefined) parts.set(column.key, [{ column, start }]);
      else known.push({ column, start });
    }
    start += page.ids.length;
  }
  const columns = [...parts].map(([key, own]) => {
    const rows = own.flatMap((part) => Array.from(part.column.rows, (row) => row + part.start));
    return join(
      key,
      Uint32Array.from(rows),
      own.map(({ column }) => column),
    );
  });
  return columns.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function metricColumn(key: string, rows: Uint32Array, parts: readonly MetricColumn[]): MetricColumn {
  const numbers = (of: (part: MetricColumn) => Float64Array) => Float64Array.from(parts.flatMap((part) => [...of(part)]));
  return {
    key,
    rows,
    values: numbers(({ values }) => values),
    steps: numbers(({ steps }) => steps),
    timestamps: numbers(({ timestamps }) => timestamps),
  };
}

function textColumn(key: string, rows: Uint32Array, parts: readonly TextColumn[]): TextColumn {
  return { key, rows, values: parts.flatMap(({ values }) => [...values]) };
}

import { joinMetrics, joinTexts, type Stretches } from "./joinColumns.ts";
import type { Column, RunPage } from "./types.ts";

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
    metrics: joinMetrics(stretchesOf(pages, ({ metrics }) => metrics)),
    params: joinTexts(stretchesOf(pages, ({ params }) => params)),
    tags: joinTexts(stretchesOf(pages, ({ tags }) => tags)),
    datasets: all("datasets") as RunPage["datasets"],
  };
}

/** What the pages have of each column. */
function stretchesOf<C extends Column>(pages: readonly RunPage[], columnsOf: (page: RunPage) => readonly C[]): Stretches<C>[] {
  const parts = new Map<string, { readonly part: C; readonly start: number }[]>();
  let start = 0;
  for (const page of pages) {
    for (const part of columnsOf(page)) {
      const known = parts.get(part.key);
      if (known === undefined) parts.set(part.key, [{ part, start }]);
      else known.push({ part, start });
    }
    start += page.ids.length;
  }
  return [...parts].map(([key, own]) => ({ key, parts: own }));
}

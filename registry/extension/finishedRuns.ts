import type { Registry, RunQuery } from "#registry/api.ts";
import { joinPages } from "#registry/model/joinPages.ts";
import { allPages } from "#registry/model/pages.ts";
import { pageWanted, rowsWanted, wantedPage, wantedRuns } from "#registry/model/runsInMemory.ts";
import type { RunPage } from "#registry/model/types.ts";

const atOnce = 1000;

/**
 * A page of runs of a registry that takes no such filter or order: all its runs are read, and the rest is done here, as for MLflow's. Costs as
 * much as the whole list, for every page.
 */
export async function finishedRuns(registry: Pick<Registry, "runs" | "runsById">, query: RunQuery, signal: AbortSignal): Promise<RunPage> {
  const [wanted, place] = [wantedRuns(query), wantedPage(query)];
  const { pageToken: _token, columns, ...list } = query;
  const read: RunPage[] = [];
  await allPages(async (next) => {
    const page = await registry.runs({ ...list, ...next, filter: "", orderBy: [], limit: atOnce }, signal);
    read.push(page);
    return { items: page.ids, ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }) };
  });
  const all = joinPages(read);
  const { items, ...next } = pageWanted(rowsWanted(all, wanted), place);
  const ids = items.map((row) => all.ids[row] ?? "");
  return { ...(await registry.runsById({ ids, ...(columns === undefined ? {} : { columns }) }, signal)), ...next };
}

/** May a registry that refuses this list be asked for all of it instead? */
export function isFinishable({ filter, orderBy }: RunQuery): boolean {
  return filter.trim() !== "" || orderBy.length > 0;
}

import type { Registry, RunQuery } from "#registry/api.ts";
import { filterTest } from "#registry/model/evaluateFilter.ts";
import { parseFilter } from "#registry/model/filter.ts";
import { joinPages } from "#registry/model/joinPages.ts";
import { parseOrderBy } from "#registry/model/orderBy.ts";
import { allPages } from "#registry/model/pages.ts";
import { checkedLimit, offsetOf, pageToken } from "#registry/model/pageToken.ts";
import { sortedRows } from "#registry/model/sortRuns.ts";
import type { RunPage } from "#registry/model/types.ts";

const atOnce = 1000;

/**
 * A page of runs of a registry that takes no such filter or order: all its runs are read, and the rest is done here, as for MLflow's. Costs as
 * much as the whole list, for every page.
 */
export async function finishedRuns(registry: Pick<Registry, "runs" | "runsById">, query: RunQuery, signal: AbortSignal): Promise<RunPage> {
  const limit = checkedLimit(query.limit);
  const [filter, keys, offset] = [parseFilter(query.filter), parseOrderBy(query.orderBy), offsetOf(query.pageToken)];
  const { pageToken: _token, columns, ...list } = query;
  const read: RunPage[] = [];
  await allPages(async (next) => {
    const page = await registry.runs({ ...list, ...next, filter: "", orderBy: [], limit: atOnce }, signal);
    read.push(page);
    return { items: page.ids, ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }) };
  });
  const all = joinPages(read);
  const isWanted = filterTest(filter, all);
  const found = sortedRows(all, keys).filter((row) => isWanted(row));
  const ids = found.slice(offset, offset + limit).map((row) => all.ids[row] ?? "");
  const page = await registry.runsById({ ids, ...(columns === undefined ? {} : { columns }) }, signal);
  return found.length > offset + limit ? { ...page, nextPageToken: pageToken(offset + limit) } : page;
}

/** May a registry that refuses this list be asked for all of it instead? */
export function isFinishable({ filter, orderBy }: RunQuery): boolean {
  return filter.trim() !== "" || orderBy.length > 0;
}

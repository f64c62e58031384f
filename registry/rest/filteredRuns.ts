import type { RunQuery } from "#registry/api.ts";
import { filterTest } from "#registry/model/evaluateFilter.ts";
import { allowedByMlflow, conjunctsOf, type Filter } from "#registry/model/filter.ts";
import { pages } from "#registry/model/pages.ts";
import { checkedLimit, foreignToken } from "#registry/model/pageToken.ts";
import type { Page, RunPage, WantedColumns } from "#registry/model/types.ts";
import type { RunWire } from "./answers.ts";

/** Runs of one answer while most of them may be left out, at least and at most. */
const fewestAtOnce = 100;
const mostAtOnce = 1000;

/** What of a filter an MLflow server can do, in its own words, and what is left to be done here. */
export interface SplitFilter {
  readonly sent: string;
  /** Absent: the server does all of it. */
  readonly rest: Filter | undefined;
}

export function splitFilter(source: string, filter: Filter): SplitFilter {
  const { true: plain = [], false: own = [] } = Object.groupBy(conjunctsOf(filter), (part) => (isServers(part) ? "true" : "false"));
  const sent = plain.map(({ start, end }) => source.slice(start, end)).join(" AND ");
  return { sent, rest: own.length === 0 ? undefined : { kind: "and", parts: own, start: filter.start, end: filter.end } };
}

function isServers(part: Filter): boolean {
  return part.kind === "comparison" && allowedByMlflow(part.target, part.comparator);
}

/** A run where the server's list has it: on the page that this token gives, and there in this place. */
interface Place {
  readonly pageToken?: string;
  readonly at: number;
}

/**
 * A page of the runs that `rest` takes, of a server's list in its order. `search` gives a page of that list, `pageOf` makes
 * runs of its items with the columns that are wanted, all where none are named. A page token of ours is the place of the next run that is taken.
 */
export async function filteredRuns(
  query: RunQuery,
  rest: Filter,
  search: (page: { readonly pageToken?: string; readonly limit: number }) => Promise<Page<RunWire>>,
  pageOf: (runs: readonly RunWire[], token: string | undefined, columns?: WantedColumns) => RunPage,
): Promise<RunPage> {
  const limit = checkedLimit(query.limit);
  const start = placeOf(query.pageToken);
  const atOnce = Math.min(Math.max(limit, fewestAtOnce), mostAtOnce);
  let isTaken: (row: number) => boolean = () => false;
  let place = start;
  const runs = pages<RunWire>(async (next) => {
    if (next.pageToken !== undefined) place = { ...next, at: 0 };
    const { items, nextPageToken } = await search({ ...tokenOf(place), limit: atOnce });
    isTaken = filterTest(
      rest,
      pageOf(items, undefined),
      items.map(({ info }) => info.user_id),
    );
    return { items: items.slice(place.at), ...(nextPageToken === undefined ? {} : { nextPageToken }) };
  });
  const taken: RunWire[] = [];
  for await (const run of runs) {
    const here = place;
    place = { ...here, at: here.at + 1 };
    if (!isTaken(here.at)) continue;
    if (taken.length === limit) return pageOf(taken, btoa(JSON.stringify(here)), query.columns);
    taken.push(run);
  }
  return pageOf(taken, undefined, query.columns);
}

function tokenOf({ pageToken }: Place): { readonly pageToken?: string } {
  return pageToken === undefined ? {} : { pageToken };
}

function placeOf(token: string | undefined): Place {
  if (token === undefined || token === "") return { at: 0 };
  try {
    const { pageToken, at } = JSON.parse(atob(token)) as { pageToken?: unknown; at?: unknown };
    if (Number.isSafeInteger(at) && Number(at) >= 0 && (pageToken === undefined || typeof pageToken === "string")) {
      return { at: Number(at), ...(pageToken === undefined ? {} : { pageToken }) };
    }
  } catch {
    // Falls through to the same error as a readable token without a place.
  }
  throw foreignToken();
}

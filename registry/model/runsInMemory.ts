import { filterTest } from "./evaluateFilter.ts";
import { type Filter, parseFilter } from "./filter.ts";
import { parseOrderBy, type SortKey } from "./orderBy.ts";
import { checkedLimit, offsetOf, pageFrom } from "./pageToken.ts";
import { sortedRows } from "./sortRuns.ts";
import type { Page, RunPage } from "./types.ts";

/** Which runs of a list are wanted, and in which order. */
export interface WantedRuns {
  readonly filter: Filter;
  readonly order: readonly SortKey[];
}

/** Which page of them. */
export interface WantedPage {
  readonly limit: number;
  readonly offset: number;
}

/** What a question for runs asks of a list that is filtered and sorted here. Throws `invalid`. */
export function wantedRuns({ filter, orderBy }: { readonly filter: string; readonly orderBy: readonly string[] }): WantedRuns {
  return { filter: parseFilter(filter), order: parseOrderBy(orderBy) };
}

/** The page that is asked for of a list that is cut into pages here. Throws `invalid`, for a token of somebody else's too. */
export function wantedPage({ limit, pageToken }: { readonly limit: number; readonly pageToken?: string }): WantedPage {
  return { limit: checkedLimit(limit), offset: offsetOf(pageToken) };
}

/** All of them, the newest first? */
export function isPlain({ filter, order }: WantedRuns): boolean {
  return order.length === 0 && filter.kind === "and" && filter.parts.length === 0;
}

/** The rows of a page that are wanted, in order. `users` are the `user_id`s of MLflow's runs. */
export function rowsWanted(page: RunPage, { filter, order }: WantedRuns, users?: readonly string[]): number[] {
  return sortedRows(page, order, users).filter(filterTest(filter, page, users));
}

/** Those of `all` that stand on the page that is wanted. */
export function pageWanted<T>(all: readonly T[], { limit, offset }: WantedPage): Page<T> {
  return pageFrom(all.slice(offset, offset + limit + 1), limit, offset);
}

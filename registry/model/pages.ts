import { RegistryError } from "./errors.ts";
import { textSum } from "./textSum.ts";
import type { Page } from "./types.ts";

/** Pages without anything on them that may come one after the other; what is filtered on the way may leave some. */
const mostEmpty = 50;
/** No list of a registry is longer than so many pages. */
const mostPages = 20_000;

/**
 * Items of a paged list, page after page, as long as they are asked for. A server whose list does not come to an end (a page token or a
 * page that was there before, or one empty page after the other) is `unavailable`.
 */
export async function* pages<T>(next: NextPage<T>): AsyncGenerator<T> {
  for await (const items of wholePages(next)) yield* items;
}

/** The whole of a paged list; see `pages`. */
export async function allPages<T>(next: NextPage<T>): Promise<T[]> {
  const all: T[] = [];
  // Not item by item: of 100,000, waiting for each takes longer than reading them.
  for await (const items of wholePages(next)) for (const item of items) all.push(item);
  return all;
}

type NextPage<T> = (page: { readonly pageToken?: string }) => Promise<Page<T>>;

async function* wholePages<T>(next: NextPage<T>): AsyncGenerator<readonly T[]> {
  const known = new Set<string>();
  let pageToken: string | undefined;
  let empty = 0;
  const seen = new Set<string>();
  for (;;) {
    const page: Page<T> = await next(pageToken === undefined ? {} : { pageToken });
    const outline = outlineOf(page.items);
    if (seen.has(outline)) throw endless();
    yield page.items;
    if (outline !== "") seen.add(outline);
    empty = outline === "" ? empty + 1 : 0;
    pageToken = page.nextPageToken;
    if (pageToken === undefined) return;
    if (known.has(pageToken) || empty > mostEmpty || known.size > mostPages) throw endless();
    known.add(pageToken);
  }
}

/** Another seed than the usual one: two sums of 32 bits tell 20,000 pages apart. */
const otherStart = 0x9e_37_79_b9;

/** Tells pages of a list apart, whose items are unlike each other: the whole of a large page costs as much to write as to read. */
function outlineOf(items: readonly unknown[]): string {
  if (items.length === 0) return "";
  const ends = JSON.stringify([items[0], items.at(-1)]);
  return `${items.length} ${textSum(ends)} ${textSum(ends, otherStart)}`;
}

function endless(): RegistryError {
  return new RegistryError(
    "unavailable",
    "The registry gave the same page of a list twice.",
    "Ask again; if it goes on, look at the server.",
  );
}

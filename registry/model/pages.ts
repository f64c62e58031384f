import { RegistryError } from "./errors.ts";
import type { Page } from "./types.ts";

/** Pages without anything on them that may come one after the other; what is filtered on the way may leave some. */
const mostEmpty = 50;
/** No list of a registry is longer than so many pages. */
const mostPages = 20_000;

/**
 * Items of a paged list, page after page, as long as they are asked for. A server whose list does not come to an end (a page token or a
 * page that was there before, or one empty page after the other) is `unavailable`.
 */
export async function* pages<T>(next: (page: { readonly pageToken?: string }) => Promise<Page<T>>): AsyncGenerator<T> {
  const known = new Set<string>();
  let pageToken: string | undefined;
  let empty = 0;
  let before = "";
  for (;;) {
    const page: Page<T> = await next(pageToken === undefined ? {} : { pageToken });
    const content = outlineOf(page.items);
    if (content !== "" && content === before) throw endless();
    yield* page.items;
    before = content;
    empty = content === "" ? empty + 1 : 0;
    pageToken = page.nextPageToken;
    if (pageToken === undefined) return;
    if (known.has(pageToken) || empty > mostEmpty || known.size > mostPages) throw endless();
    known.add(pageToken);
  }
}

/** Tells pages of a list apart, whose items are unlike each other: the whole of a large page costs as much to write as to read. */
function outlineOf(items: readonly unknown[]): string {
  return items.length === 0 ? "" : JSON.stringify([items.length, items[0], items.at(-1)]);
}

/** The whole of a paged list; see `pages`. */
export async function allPages<T>(next: (page: { readonly pageToken?: string }) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages(next)) items.push(item);
  return items;
}

function endless(): RegistryError {
  return new RegistryError(
    "unavailable",
    "The registry gave the same page of a list twice.",
    "Ask again; if it goes on, look at the server.",
  );
}

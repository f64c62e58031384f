import { RegistryError } from "./errors.ts";
import type { Page } from "./types.ts";

/** Items of a paged list, page after page, as long as they are asked for. A server that hands out the same page token again is `unavailable`. */
export async function* pages<T>(next: (page: { readonly pageToken?: string }) => Promise<Page<T>>): AsyncGenerator<T> {
  const known = new Set<string>();
  let pageToken: string | undefined;
  do {
    const page: Page<T> = await next(pageToken === undefined ? {} : { pageToken });
    yield* page.items;
    pageToken = page.nextPageToken;
    if (pageToken !== undefined && known.has(pageToken)) {
      throw new RegistryError(
        "unavailable",
        "The registry gave the same page of a list twice.",
        "Ask again; if it goes on, look at the server.",
      );
    }
    if (pageToken !== undefined) known.add(pageToken);
  } while (pageToken !== undefined);
}

import { RegistryError } from "./errors.ts";
import type { Page } from "./types.ts";

/** A page token as MLflow 3.17.2 writes it: base64 of `{"offset": 50}`. Opaque to everyone but a backend that makes its own pages. */
export function pageToken(offset: number): string {
  return btoa(JSON.stringify({ offset }));
}

/** The most items that a page may have. Throws `invalid` for what is no whole number from 1 on. */
export function checkedLimit(limit: number): number {
  if (Number.isSafeInteger(limit) && limit >= 1) return limit;
  throw new RegistryError("invalid", `A page cannot have ${limit} items.`, "Ask for a whole number, at least 1.");
}

/** The page of `found`, which holds one item more than asked for when there are more. */
export function pageFrom<T>(found: readonly T[], limit: number, offset: number): Page<T> {
  return found.length <= limit ? { items: found } : { items: found.slice(0, limit), nextPageToken: pageToken(offset + limit) };
}

/**
 * A token of a list that is sorted by a key: the page begins behind the item that has this one. Reading on costs no more on the last page
 * than on the first, and what is added or removed meanwhile makes nothing come twice.
 */
export function tokenAfter(key: readonly (string | number)[]): string {
  // `btoa` takes no other characters than those of Latin-1.
  return btoa(JSON.stringify({ after: key }).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`));
}

/** The page of `found`, which holds one item more than asked for when there are more; `keyOf` gives what the list is sorted by. */
export function pageBehind<T>(found: readonly T[], limit: number, keyOf: (item: T) => readonly (string | number)[]): Page<T> {
  if (found.length <= limit) return { items: found };
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(last === undefined ? {} : { nextPageToken: tokenAfter(keyOf(last)) }) };
}

/** The key that a token stands for, of as many parts of these types as `example`; absent without one. Throws `invalid` for a token that is not ours. */
export function keyAfter<const K extends readonly (string | number)[]>(
  token: string | undefined,
  example: K,
): { [I in keyof K]: K[I] extends string ? string : number } | undefined {
  if (token === undefined || token === "") return undefined;
  try {
    const { after } = JSON.parse(atob(token)) as { after?: unknown };
    if (Array.isArray(after) && after.length === example.length && example.every((part, at) => typeof part === typeof after[at])) {
      return after as unknown as { [I in keyof K]: K[I] extends string ? string : number };
    }
  } catch {
    // Falls through to the same error as a readable token without a key.
  }
  throw foreignToken();
}

/** The offset that a token stands for; 0 without one. Throws `invalid` for a token that is not ours. */
export function offsetOf(token: string | undefined): number {
  if (token === undefined || token === "") return 0;
  try {
    const { offset } = JSON.parse(atob(token)) as { offset?: unknown };
    if (Number.isSafeInteger(Number(offset)) && Number(offset) > 0) return Number(offset);
  } catch {
    // Falls through to the same error as a readable token without an offset.
  }
  throw foreignToken();
}

export function foreignToken(): RegistryError {
  return new RegistryError("invalid", "The page token is not one of this registry.", "Load the list again from its start.");
}

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

/** The offset that a token stands for; 0 without one. Throws `invalid` for a token that is not ours. */
export function offsetOf(token: string | undefined): number {
  if (token === undefined || token === "") return 0;
  try {
    const { offset } = JSON.parse(atob(token)) as { offset?: unknown };
    if (Number.isSafeInteger(Number(offset)) && Number(offset) > 0) return Number(offset);
  } catch {
    // Falls through to the same error as a readable token without an offset.
  }
  throw new RegistryError("invalid", "The page token is not one of this registry.", "Load the list again from its start.");
}

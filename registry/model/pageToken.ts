import { RegistryError } from "./errors.ts";

/** A page token as MLflow 3.17.2 writes it: base64 of `{"offset": 50}`. Opaque to everyone but a backend that makes its own pages. */
export function pageToken(offset: number): string {
  return btoa(JSON.stringify({ offset }));
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

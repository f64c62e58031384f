/**
 * A message between the processes is a constant that carries its types; both ends import it.
 * `Request` is answered, `Notification` is not. The types exist only at compile time.
 */
export interface Request<Params, Result> {
  readonly method: string;
  /** Never set: keeps the types in the constant. */
  readonly types?: (params: Params) => Result;
}

export interface Notification<Params> {
  readonly method: string;
  readonly types?: (params: Params) => void;
}

export function request<Params, Result>(method: string): Request<Params, Result> {
  return { method };
}

export function notification<Params>(method: string): Notification<Params> {
  return { method };
}

/** A failure as it crosses a process border: what happened, and what a person can do next. */
export interface Problem {
  /** A `RegistryErrorKind`, or `internal`. */
  readonly kind: string;
  readonly message: string;
  readonly next: string;
  /** The piece of a text that was asked with (a filter) and cannot be understood, in UTF-16 units. */
  readonly place?: { readonly start: number; readonly end: number };
}

/** A failure in one line, for people. */
export function problemText({ message, next }: Pick<Problem, "message" | "next">): string {
  return `${message} ${next}`.trim();
}

/** An answer that may have failed; requests that touch the registry never reject for an expected failure. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

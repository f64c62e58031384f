/** What went wrong, in kinds that a caller can act on. */
export type RegistryErrorKind =
  | "unauthorized"
  | "forbidden"
  | "notFound"
  | "conflict"
  | "rateLimited"
  | "unavailable"
  | "unsupported"
  | "invalid";

/** A part of a text, in UTF-16 units. */
export interface TextPlace {
  readonly start: number;
  readonly end: number;
}

/**
 * The only error that a registry throws (besides the abort reason of a cancelled call).
 * `message` says what happened and to what; `next` says what a person can do about it.
 */
export class RegistryError extends Error {
  readonly kind: RegistryErrorKind;
  readonly next: string;
  /** Wait asked for by the server (`Retry-After`), ms. */
  readonly retryAfter: number | undefined;
  /** The piece of a text that was asked with, and cannot be understood. */
  readonly place: TextPlace | undefined;

  constructor(
    kind: RegistryErrorKind,
    message: string,
    next: string,
    options: { cause?: unknown; retryAfter?: number; place?: TextPlace } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "RegistryError";
    this.kind = kind;
    this.next = next;
    this.retryAfter = options.retryAfter;
    this.place = options.place;
  }

  /** True when `error` is a registry error, and of `kind` when one is given. */
  static is(error: unknown, kind?: RegistryErrorKind): error is RegistryError {
    return error instanceof RegistryError && (kind === undefined || error.kind === kind);
  }
}

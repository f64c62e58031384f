import { clipped } from "#registry/model/clipped.ts";
import { RegistryError, type RegistryErrorKind } from "#registry/model/errors.ts";

/** One end of the line between two threads: a `MessagePort` or a `Worker` of Node, or of a browser, made plain. */
export interface Port {
  /** `transfer`: buffers that change hands instead of being copied. */
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  listen(handler: (message: unknown) => void): void;
}

/** To the thread that has the registry. */
export type ToThread =
  | { readonly kind: "call"; readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  /** The answer is not wanted any more. */
  | { readonly kind: "abort"; readonly id: number }
  | { readonly kind: "close" };

/** From it: every call that was not given up is answered once. */
export type FromThread =
  | { readonly kind: "value"; readonly id: number; readonly value: unknown }
  | { readonly kind: "error"; readonly id: number; readonly error: SentError };

/** An error as it crosses: classes do not. */
export type SentError =
  | { readonly registry: RegistryErrorKind; readonly message: string; readonly next: string; readonly retryAfter?: number }
  | { readonly message: string; readonly stack: string };

const kinds: Readonly<Record<RegistryErrorKind, true>> = {
  ...{ unauthorized: true, forbidden: true, notFound: true, conflict: true },
  ...{ rateLimited: true, unavailable: true, unsupported: true, invalid: true },
};
/** Characters of a message that cross at most: it is for people, and may be made of anything. */
const longestMessage = 2000;
const short = (text: string) => clipped(text, longestMessage);

/** Any object that has what a `RegistryError` has is taken for one: code of others cannot have the class. Never throws. */
export function sentError(error: unknown): SentError {
  try {
    const { kind, message, next, retryAfter } = Object(error) as Partial<RegistryError>;
    if (typeof kind !== "string" || !Object.hasOwn(kinds, kind) || typeof message !== "string" || typeof next !== "string") {
      const { stack = "" } = error instanceof Error ? error : new Error();
      return { message: short(typeof message === "string" ? message : String(error)), stack: String(stack) };
    }
    return { registry: kind, message: short(message), next: short(next), ...(typeof retryAfter === "number" ? { retryAfter } : {}) };
  } catch {
    return { message: "an error that cannot be read", stack: "" };
  }
}

export function receivedError(sent: SentError): Error {
  if ("registry" in sent) {
    const { registry, message, next, retryAfter } = sent;
    return new RegistryError(registry, message, next, retryAfter === undefined ? {} : { retryAfter });
  }
  return Object.assign(new Error(sent.message), { stack: sent.stack });
}

/** Bytes from which handing over a buffer costs less than copying it. */
const worthHandingOver = 65_536;

/** The large buffers of all typed arrays in a value, each once: histories and the columns of many runs cross without a copy. */
export function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer && value.buffer.byteLength >= worthHandingOver) found.add(value.buffer);
  } else if (Array.isArray(value)) {
    // Lists of texts are long and hold no buffers: what the first item is, the others are.
    if (typeof value[0] === "object") for (const item of value) buffersIn(item, found);
  } else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) buffersIn(item, found);
  }
  return found;
}

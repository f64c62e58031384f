import type { Answer, Problem } from "#protocol/message.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { Log } from "../world.ts";

/**
 * Turns what can be expected to fail into data for the person. A call whose signal is aborted rejects with the signal's reason, as the
 * protocol wants. Anything that is not a `RegistryError` is a mistake of ours: it is logged in full, and one view fails, not the server.
 */
export async function answer<T>(work: () => Promise<T>, log: Log, signal: AbortSignal): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    signal.throwIfAborted();
    if (!RegistryError.is(error)) log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { ok: false, problem: problemOf(error) };
  }
}

/** A failure as the views show it. */
export function problemOf(error: unknown): Problem {
  if (RegistryError.is(error)) {
    const { kind, message, next, place } = error;
    return { kind, message, next, ...(place === undefined ? {} : { place }) };
  }
  return { kind: "internal", message: "Slipway failed here.", next: "The log says more; reporting it helps." };
}

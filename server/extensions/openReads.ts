import type { Registry, RegistryReads } from "#registry/api.ts";
import { callByName } from "#registry/callsByName.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { readCalls } from "#registry/thread/readCalls.ts";
import type { Log } from "../world.ts";

/**
 * The read half of the registry that `open` gives at the moment of each call, for another extension. It has no call that writes, and `close`
 * leaves the registry open. Fails with a `RegistryError` alone.
 */
export function openReads(open: () => Registry | undefined, log: Log): Registry {
  const calls = readCalls.map((name) => [name, (...args: readonly unknown[]) => read(open(), name, args, log)] as const);
  return Object.freeze(Object.assign(Object.create(null), Object.fromEntries(calls), { close() {} }));
}

async function read(registry: Registry | undefined, name: keyof RegistryReads, args: readonly unknown[], log: Log): Promise<unknown> {
  if (registry === undefined) {
    throw new RegistryError("unavailable", "That registry is not open any more.", "Ask Slipway again which one is.");
  }
  const signal = args.at(-1) as AbortSignal;
  try {
    return await callByName(registry, name, args);
  } catch (error) {
    signal.throwIfAborted();
    if (RegistryError.is(error)) throw error;
    log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    throw new RegistryError("invalid", `Slipway could not answer ${name}.`, "Look at what was asked; the log of Slipway says more.");
  }
}

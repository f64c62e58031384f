import type { Registry, RegistrySource } from "#registry/api.ts";
import { callByName, registryOfCalls } from "#registry/callsByName.ts";
import { RegistryError } from "#registry/model/errors.ts";

/**
 * A registry that is known where it is only when it is asked for the first time: what `open` rejects with, the call does, and the next one
 * tries again.
 */
export function laterRegistry(source: RegistrySource, open: () => Promise<Registry>): Registry {
  let opened: Promise<Registry> | undefined;
  let isClosed = false;
  const registry = (): Promise<Registry> => {
    if (isClosed) throw new RegistryError("unavailable", `${source.label} was closed.`, "Open the registry again.");
    if (opened === undefined) {
      const opening = open();
      opened = opening;
      opening.catch(() => {
        opened = undefined;
      });
    }
    return opened;
  };
  const close = (): void => {
    isClosed = true;
    opened?.then(
      (each) => each.close(),
      () => undefined,
    );
  };
  return registryOfCalls({ source, close }, async (name, args, signal) => {
    signal.throwIfAborted();
    return callByName(await registry(), name, [...args, signal]);
  });
}

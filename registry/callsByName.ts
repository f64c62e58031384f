import type { Registry } from "./api.ts";
import { RegistryError } from "./model/errors.ts";

/** Answers a call of a registry: its name, what it is asked with, and its signal. */
export type MakeCall = (name: string, args: readonly unknown[], signal: AbortSignal) => Promise<unknown>;

/** A registry whose calls are all made by `make`. Every call of `Registry` takes plain data and a signal last: that is all that is known of them. */
export function registryOfCalls(own: Pick<Registry, "source" | "close">, make: MakeCall): Registry {
  return new Proxy(own as Registry, {
    get: (target, name) => {
      if (name in own || typeof name === "symbol") return Reflect.get(target, name);
      // So that a promise may resolve with it.
      if (name === "then") return undefined;
      return async (...args: readonly unknown[]) => make(name, args.slice(0, -1), args.at(-1) as AbortSignal);
    },
  });
}

/** Makes a call of a registry by its name. Throws `unsupported` for one that it does not have. */
export function callByName(registry: object, name: string, args: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(registry, name);
  // Asked for as a method of the registry: not every one is made of functions that need no `this`.
  if (typeof method === "function") return method.apply(registry, args);
  throw new RegistryError("unsupported", `There is no call ${name} here.`, "Nothing was done.");
}

import type { BackendFactory, BackendRegistry, SlipwayDisposable } from "#client/slipwayApi.ts";
import type { AboutBackend, OtherSchemes } from "#protocol/extensionApi.ts";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { refusedScheme, schemeOf } from "#registry/model/schemes.ts";
import { unlessGivenUp } from "#registry/model/unlessGivenUp.ts";
import type { ServedLink } from "#registry/thread/links.ts";
import { serveRegistry } from "#registry/thread/serveRegistry.ts";

interface Brought {
  readonly factory: BackendFactory;
  /** Ends what is open of it. */
  readonly open: Set<() => void>;
}

/** The kinds of registry that other extensions have brought, and what is open of them. */
export class OtherBackends {
  readonly #brought = new Map<string, Brought>();
  readonly #isTrusted: () => boolean;
  readonly #changed: (schemes: OtherSchemes) => void;

  constructor(isTrusted: () => boolean, changed: (schemes: OtherSchemes) => void) {
    this.#isTrusted = isTrusted;
    this.#changed = changed;
  }

  get schemes(): readonly string[] {
    return [...this.#brought.keys()];
  }

  register(scheme: string, factory: BackendFactory): SlipwayDisposable {
    const refused = refusedScheme(scheme);
    if (refused !== undefined) throw new RegistryError("invalid", `No backend can be registered: ${refused}.`, "Use a scheme of your own.");
    if (typeof factory !== "function") throw new RegistryError("invalid", `The factory for ${scheme}: is no function.`, "Give one.");
    if (this.#brought.has(scheme)) {
      throw new RegistryError("conflict", `A backend for ${scheme}: is registered already.`, "Dispose of that one first.");
    }
    const brought: Brought = { factory, open: new Set() };
    this.#brought.set(scheme, brought);
    this.#changed({ schemes: this.schemes, changed: [scheme] });
    return {
      dispose: () => {
        if (this.#brought.get(scheme) !== brought) return;
        this.#brought.delete(scheme);
        for (const end of [...brought.open]) end();
        this.#changed({ schemes: this.schemes, changed: [scheme] });
      },
    };
  }

  /** Answers a link with the registry that it is about. Throws where nobody has brought its scheme. */
  serve({ uri }: AboutBackend, link: ServedLink): void {
    const scheme = schemeOf(uri);
    const brought = this.#brought.get(scheme);
    if (brought === undefined || !this.#isTrusted()) throw new Error(`Nobody answers for ${scheme}:`);
    const registry = lazily(async () => brought.factory(uri), scheme);
    const end = (): void => {
      brought.open.delete(end);
      registry.close();
      link.end();
    };
    brought.open.add(end);
    serveRegistry(link, registry, async () => undefined, end);
  }
}

/** A registry that is made by the first call; one that could not be made, by the next. A signal ends the wait for it, whatever it does. */
function lazily(make: () => Promise<BackendRegistry>, scheme: string): Registry {
  let made: Promise<BackendRegistry> | undefined;
  let isClosed = false;
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    // Its mistakes at the end are its own.
    made?.then((registry) => registry.close?.()).catch(() => undefined);
  };
  const opened = async (): Promise<BackendRegistry> => {
    if (isClosed) throw new RegistryError("unavailable", "The registry was closed.", "Open it again.");
    made ??= make();
    try {
      return await made;
    } catch (error) {
      made = undefined;
      throw error;
    }
  };
  const call = async (name: string, args: readonly unknown[]): Promise<unknown> => {
    const registry = (await opened()) as unknown as Readonly<Record<string, unknown>>;
    const method = registry[name];
    if (typeof method === "function") return method.apply(registry, args);
    throw new RegistryError("unsupported", `The extension that brings ${scheme}: has no ${name}.`, "Nothing was done.");
  };
  return new Proxy({ close } as Registry, {
    get: (target, name) => {
      if (name === "close" || typeof name === "symbol") return Reflect.get(target, name);
      return (...args: readonly unknown[]) => unlessGivenUp(call(name, args), args.at(-1) as AbortSignal);
    },
  });
}

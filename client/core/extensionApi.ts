import type { OpenRegistry, RegistryChanged, SlipwayApi } from "#client/slipwayApi.ts";
import { type AboutBackend, type AboutReads, type OpenSource, openSourceRequest, otherSchemesChanged } from "#protocol/extensionApi.ts";
import type { RegistryChange } from "#protocol/registryRequests.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { LinkMessage } from "#registry/model/linkMessage.ts";
import { Links } from "#registry/thread/links.ts";
import { readCalls } from "#registry/thread/readCalls.ts";
import { threadRegistry } from "#registry/thread/threadRegistry.ts";
import type { Asker } from "./asker.ts";
import { OtherBackends } from "./otherBackends.ts";

/** What is needed of the window. */
interface Window {
  readonly asker: Asker;
  /** Says something to the server; rejects where it cannot hear. */
  send(message: LinkMessage): Promise<void>;
  isTrusted(): boolean;
  /** Hears of what a listener of another extension throws. */
  failed(error: unknown): void;
}

/** What other extensions bring and read, in the window; the other end is `server/extensions`. */
export class ExtensionApi {
  readonly #window: Window;
  readonly #links: Links;
  readonly #backends: OtherBackends;
  readonly #listeners = new Set<{ readonly hear: (change: RegistryChanged) => void }>();
  /** By address: one link for all that read a registry. */
  readonly #reads = new Map<string, OpenRegistry>();

  constructor(window: Window) {
    this.#window = window;
    this.#backends = new OtherBackends(window.isTrusted, (schemes) => window.asker.tell(otherSchemesChanged, schemes));
    this.#links = new Links(
      "window",
      (message) => void window.send(message).catch(() => this.serverGone()),
      (about, link) => this.#backends.serve(about as AboutBackend, link),
    );
  }

  /** Of the registries that others bring. */
  get schemes(): readonly string[] {
    return this.#backends.schemes;
  }

  receive(message: LinkMessage): void {
    this.#links.receive(message);
  }

  /** The server is gone, and with it all that it had open. */
  serverGone(): void {
    this.#links.endAll(new Error("Slipway's server ended"));
  }

  changed({ registry, experiments, runs, models }: RegistryChange): void {
    for (const { hear } of [...this.#listeners]) {
      try {
        hear({ experiments, runs, models, ...(registry === undefined ? {} : { registry }) });
      } catch (error) {
        this.#window.failed(error);
      }
    }
  }

  /** What `activate` gives. */
  exported(): SlipwayApi {
    return Object.freeze<SlipwayApi>({
      version: 1,
      registerBackend: (scheme, factory) => this.#backends.register(scheme, factory),
      registry: async (folder) => {
        const source = await this.#window.asker.ask(openSourceRequest, folder === undefined ? {} : { folder: folder.toString() });
        return source === null ? undefined : this.#readsOf(source);
      },
      onDidChange: (listener) => {
        const entry = { hear: listener };
        this.#listeners.add(entry);
        return { dispose: () => void this.#listeners.delete(entry) };
      },
    });
  }

  #readsOf(source: OpenSource): OpenRegistry {
    const known = this.#reads.get(source.uri);
    if (known !== undefined) return known;
    const about: AboutReads = { registry: source.uri };
    const registry = threadRegistry(source, () => this.#links.start(about), 1);
    const calls = readCalls.map((name) => [name, (...args: readonly unknown[]) => read(registry, name, args)] as const);
    const reads: OpenRegistry = Object.freeze({ source: Object.freeze({ ...source }), ...Object.fromEntries(calls) }) as OpenRegistry;
    this.#reads.set(source.uri, reads);
    return reads;
  }
}

/** Who asks without a signal asks until the answer comes. */
async function read(registry: OpenRegistry, name: (typeof readCalls)[number], args: readonly unknown[]): Promise<unknown> {
  const last = args.at(-1);
  const given = last instanceof AbortSignal ? args : [...args, new AbortController().signal];
  try {
    return await (registry as unknown as Record<string, (...all: readonly unknown[]) => Promise<unknown>>)[name]?.(...given);
  } catch (error) {
    if (RegistryError.is(error) || (last instanceof AbortSignal && last.aborted)) throw error;
    const what = error instanceof Error ? error.message : String(error);
    throw new RegistryError("invalid", `${name} could not be asked: ${what}.`, "Look at what was asked with.");
  }
}

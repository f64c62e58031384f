import type { Registry } from "#registry/api.ts";
import { modelAliases, modelMetrics, modelNames } from "#registry/knownNames.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { Knowledge, ModelAlias } from "#registry/model/types.ts";
import type { RegistryFacts } from "../rules/rule.ts";

interface Fact {
  readonly load: (registry: Registry, signal: AbortSignal) => Promise<unknown>;
  knowledge: Knowledge<unknown>;
  /** Something changed after the load that is under way had begun. */
  stale: boolean;
  loading: boolean;
}

/**
 * Answers rules at once from a cache and fills it behind their back; `onChange` says that an answer is different now.
 * A registry that fails leaves its facts unknown until the next `invalidate`.
 */
export class CachedRegistryFacts implements RegistryFacts {
  readonly #facts = new Map<string, Fact>();
  readonly #registry: () => Registry | undefined;
  readonly #onChange: () => void;
  readonly #loads = new Set<Promise<void>>();
  #of: Registry | undefined;
  #abort = new AbortController();

  constructor(registry: () => Registry | undefined, onChange: () => void) {
    this.#registry = registry;
    this.#onChange = onChange;
  }

  metrics(model: string): Knowledge<readonly string[]> {
    return this.#fact(`metrics ${model}`, (registry, signal) => modelMetrics(registry, model, signal));
  }

  models(): Knowledge<readonly string[]> {
    return this.#fact("models", modelNames);
  }

  aliases(model: string): Knowledge<readonly ModelAlias[]> {
    return this.#fact(`aliases ${model}`, (registry, signal) => modelAliases(registry, model, signal));
  }

  /** The registry changed: what was asked for is read again; answers stay until newer ones are there. */
  invalidate(): void {
    const registry = this.#registry();
    if (registry !== this.#of) this.#changeRegistry(registry);
    if (registry !== undefined) for (const fact of this.#facts.values()) this.#start(fact, registry);
  }

  /** True while something that was asked for is on its way. */
  get pending(): boolean {
    return this.#loads.size > 0;
  }

  /** Resolves when everything that was asked for is there. */
  async settled(): Promise<void> {
    await Promise.all(this.#loads);
  }

  close(): void {
    this.#abort.abort();
    this.#facts.clear();
  }

  #fact<T>(key: string, load: (registry: Registry, signal: AbortSignal) => Promise<T>): Knowledge<T> {
    const registry = this.#registry();
    if (registry !== this.#of) this.#changeRegistry(registry);
    if (registry === undefined) return { state: "unknown", why: "No registry is open." };
    let fact = this.#facts.get(key);
    if (fact === undefined) {
      fact = { load, knowledge: { state: "unknown", why: "Not asked yet." }, stale: false, loading: false };
      this.#facts.set(key, fact);
      this.#start(fact, registry);
    }
    return fact.knowledge as Knowledge<T>;
  }

  #changeRegistry(registry: Registry | undefined): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#facts.clear();
    this.#of = registry;
  }

  #start(fact: Fact, registry: Registry): void {
    if (fact.loading) {
      fact.stale = true;
      return;
    }
    const loading: Promise<void> = this.#load(fact, registry).finally(() => this.#loads.delete(loading));
    this.#loads.add(loading);
  }

  async #load(fact: Fact, registry: Registry): Promise<void> {
    const { signal } = this.#abort;
    fact.loading = true;
    do {
      fact.stale = false;
      const knowledge = await fact.load(registry, signal).then(known, unknown);
      if (signal.aborted) return;
      const changed = JSON.stringify(knowledge) !== JSON.stringify(fact.knowledge);
      fact.knowledge = knowledge;
      if (changed) this.#onChange();
    } while (fact.stale);
    fact.loading = false;
  }
}

function known<T>(value: T): Knowledge<T> {
  return { state: "known", value };
}

function unknown(error: unknown): Knowledge<never> {
  if (RegistryError.is(error, "notFound")) return { state: "absent" };
  return { state: "unknown", why: error instanceof Error ? error.message : String(error) };
}

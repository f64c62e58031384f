import type { Registry } from "#registry/api.ts";
import { modelAliases, modelMetrics, modelNames, pickedVersion, versionOfLoggedModel } from "#registry/knownNames.ts";
import { type ChangeSet, touches } from "#registry/model/changes.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { RunStory, VersionPick, VersionStory } from "#registry/model/stories.ts";
import type { Knowledge, ModelAlias, ModelVersion } from "#registry/model/types.ts";
import type { Policy } from "#registry/promotion/types.ts";
import { runStory, versionStory } from "#registry/stories.ts";
import type { RegistryFacts } from "../rules/rule.ts";

interface Rests {
  readonly models: "all" | readonly string[];
  readonly runs: readonly string[];
}

type Load<T> = (registry: Registry, signal: AbortSignal) => Promise<{ readonly value: T; readonly rests: Rests }>;

interface Fact {
  readonly load: Load<unknown>;
  /** The policy that it was judged by, as text; absent: none has a part in it. */
  readonly policy: string | undefined;
  /** What the answer was read from; of none yet, it is read at the next change. */
  rests: Rests | undefined;
  knowledge: Knowledge<unknown>;
  /** Something changed after the load that is under way had begun. */
  stale: boolean;
  loading: boolean;
}

/**
 * Answers rules at once from a cache and fills it behind their back; `onChange` says that an answer is different now.
 * A registry that fails leaves its facts unknown until the next `invalidate`.
 */
export class CachedRegistryFacts implements Omit<RegistryFacts, "story" | "policy"> {
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

  /** The same under a policy: two folders may lead to one registry under two. */
  under(policy: Policy | undefined): RegistryFacts {
    return {
      metrics: (model) => this.metrics(model),
      models: () => this.models(),
      aliases: (model) => this.aliases(model),
      version: (model, pick) => this.version(model, pick),
      loggedModel: (id) => this.loggedModel(id),
      run: (id) => this.run(id),
      story: (model, version) => this.#story(model, version, policy),
      policy: () => policy,
      registry: this.registry,
    };
  }

  metrics(model: string): Knowledge<readonly string[]> {
    return this.#fact(`metrics ${model}`, async (registry, signal) => {
      const { metrics, runIds } = await modelMetrics(registry, model, signal);
      return { value: metrics, rests: { models: [model], runs: runIds } };
    });
  }

  models(): Knowledge<readonly string[]> {
    return this.#fact("models", async (registry, signal) => ({
      value: await modelNames(registry, signal),
      rests: { models: "all", runs: [] },
    }));
  }

  aliases(model: string): Knowledge<readonly ModelAlias[]> {
    return this.#fact(`aliases ${model}`, async (registry, signal) => ({
      value: await modelAliases(registry, model, signal),
      rests: { models: [model], runs: [] },
    }));
  }

  version(model: string, pick: VersionPick): Knowledge<ModelVersion> {
    return this.#fact(`version ${model} ${JSON.stringify(pick)}`, async (registry, signal) => ({
      value: await pickedVersion(registry, model, pick, signal),
      rests: { models: [model], runs: [] },
    }));
  }

  loggedModel(id: string): Knowledge<ModelVersion> {
    return this.#fact(`logged ${id}`, async (registry, signal) => {
      const value = await versionOfLoggedModel(registry, id, signal);
      return { value, rests: { models: [value.model], runs: [] } };
    });
  }

  run(id: string): Knowledge<RunStory> {
    return this.#fact(`run ${id}`, async (registry, signal) => ({
      value: await runStory(registry, id, signal),
      rests: { models: [], runs: [id] },
    }));
  }

  get registry(): string {
    return this.#registry()?.source.uri ?? "";
  }

  /** The registry changed: what was asked for and rests on that is read again; answers stay until newer ones are there. */
  invalidate(changes: ChangeSet): void {
    const registry = this.#registry();
    if (registry !== this.#of) this.#changeRegistry(registry);
    if (registry !== undefined) for (const fact of this.#facts.values()) if (isTouched(fact, changes)) this.#start(fact, registry);
  }

  /** Forgets what was judged by policies that are in force nowhere any more: each edit of one makes another. */
  keepUnder(policies: readonly (Policy | undefined)[]): void {
    const kept = new Set(policies.map((policy) => JSON.stringify(policy)));
    for (const [key, { policy }] of this.#facts) if (policy !== undefined && !kept.has(policy)) this.#facts.delete(key);
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

  #story(model: string, version: string, policy: Policy | undefined): Knowledge<VersionStory> {
    const judge: Load<VersionStory> = async (registry, signal) => {
      const value = await versionStory(registry, { model, version }, policy, signal);
      return { value, rests: { models: [model], runs: [value.version.runId] } };
    };
    const edition: string | undefined = JSON.stringify(policy);
    return this.#fact(`story ${model} ${version} ${edition}`, judge, edition);
  }

  #fact<T>(key: string, load: Load<T>, policy?: string): Knowledge<T> {
    const registry = this.#registry();
    if (registry !== this.#of) this.#changeRegistry(registry);
    if (registry === undefined) return { state: "unknown", why: "No registry is open." };
    let fact = this.#facts.get(key);
    if (fact === undefined) {
      fact = { load, policy, rests: undefined, knowledge: { state: "unknown", why: "Not asked yet." }, stale: false, loading: false };
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
      const { knowledge, rests } = await fact.load(registry, signal).then(known, unknown);
      if (signal.aborted) return;
      fact.rests = rests;
      const changed = JSON.stringify(knowledge) !== JSON.stringify(fact.knowledge);
      fact.knowledge = knowledge;
      if (changed) this.#onChange();
    } while (fact.stale);
    fact.loading = false;
  }
}

function isTouched({ rests, loading }: Fact, { models, runs }: ChangeSet): boolean {
  if (rests === undefined || loading) return true;
  return (rests.models === "all" ? models.length > 0 : touches(models, rests.models)) || touches(runs, rests.runs);
}

interface Loaded {
  readonly knowledge: Knowledge<unknown>;
  readonly rests: Rests | undefined;
}

function known({ value, rests }: { readonly value: unknown; readonly rests: Rests }): Loaded {
  return { knowledge: { state: "known", value }, rests };
}

function unknown(error: unknown): Loaded {
  if (RegistryError.is(error, "notFound")) return { knowledge: { state: "absent" }, rests: undefined };
  return { knowledge: { state: "unknown", why: error instanceof Error ? error.message : String(error) }, rests: undefined };
}

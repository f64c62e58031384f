import type { Registry } from "#registry/api.ts";
import { modelAliases, modelMetrics, modelNames, pickedVersion } from "#registry/knownNames.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { VersionPick } from "#registry/model/stories.ts";
import type { Knowledge, ModelAlias, ModelVersion } from "#registry/model/types.ts";
import { noFacts, type RegistryFacts } from "#server/rules/rule.ts";

type Load = (registry: Registry, signal: AbortSignal) => Promise<unknown>;

/**
 * What rules want to know of a registry, for a command that can wait: rules ask while they run, and get "unknown" at first;
 * `load` then asks the registry for all that was missing, and a second run of the rules is answered.
 */
export class AskedFacts implements RegistryFacts {
  readonly #known = new Map<string, Knowledge<unknown>>();
  readonly #asked = new Map<string, Load>();

  metrics(model: string): Knowledge<readonly string[]> {
    return this.#ask(`metrics ${model}`, async (registry, signal) => (await modelMetrics(registry, model, signal)).metrics);
  }

  models(): Knowledge<readonly string[]> {
    return this.#ask("models", modelNames);
  }

  aliases(model: string): Knowledge<readonly ModelAlias[]> {
    return this.#ask(`aliases ${model}`, (registry, signal) => modelAliases(registry, model, signal));
  }

  version(model: string, pick: VersionPick): Knowledge<ModelVersion> {
    return this.#ask(`version ${model} ${JSON.stringify(pick)}`, (registry, signal) => pickedVersion(registry, model, pick, signal));
  }

  /** What only people look at, nobody asks for here. */
  readonly loggedModel = noFacts.loggedModel;
  readonly story = noFacts.story;
  readonly run = noFacts.run;
  readonly policy = noFacts.policy;
  readonly registry = "";

  /** Asks for what is missing; false when nothing was. */
  async load(registry: Registry, signal: AbortSignal): Promise<boolean> {
    const missing = [...this.#asked];
    this.#asked.clear();
    for (const [key, load] of missing) this.#known.set(key, await ask(load, registry, signal));
    return missing.length > 0;
  }

  #ask<T>(key: string, load: (registry: Registry, signal: AbortSignal) => Promise<T>): Knowledge<T> {
    const known = this.#known.get(key);
    if (known !== undefined) return known as Knowledge<T>;
    this.#asked.set(key, load);
    return { state: "unknown", why: "Not asked yet." };
  }
}

async function ask(load: Load, registry: Registry, signal: AbortSignal): Promise<Knowledge<unknown>> {
  try {
    return { state: "known", value: await load(registry, signal) };
  } catch (error) {
    if (RegistryError.is(error, "notFound")) return { state: "absent" };
    if (RegistryError.is(error)) return { state: "unknown", why: error.message };
    throw error;
  }
}

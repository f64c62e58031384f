import { joined, stateOf, stateUnder } from "./fileState.ts";
import { type FileStore, modelsFolder } from "./fileStore.ts";
import { foldersIn } from "./keyFiles.ts";
import { Round } from "./round.ts";
import type { Seen } from "./seen.ts";
import type { Told } from "./told.ts";

/** What a look may take at most for each of its parts, ms. */
const time = { heads: 6, rest: 4 };

/** A model, or a version of one. */
interface Watched {
  readonly model: string;
  readonly folder: string;
}

/**
 * Sees what changed in the registered models of a file store. MLflow (3.17.2) writes a model's `meta.yaml` with every change of its tags, aliases,
 * stages and versions, but for a version's description; the other files are compared a part at each look, for those who write by other means.
 */
export class WatchedModels {
  readonly #folder: string;
  readonly #seen: Seen;
  readonly #told: Told;
  readonly #models = new Map<string, readonly Watched[]>();
  readonly #rounds = { heads: new Round(), rest: new Round() };

  constructor(store: FileStore, seen: Seen, told: Told) {
    this.#folder = `${store.root}/${modelsFolder}`;
    this.#seen = seen;
    this.#told = told;
  }

  look(): void {
    const names = new Set(foldersIn(this.#folder));
    for (const [model, parts] of this.#models) {
      if (names.has(model)) continue;
      this.#told.models.add(model);
      for (const { folder } of parts) this.#seen.forget(folder);
      this.#seen.forget(`${this.#folder}/${model}/meta.yaml`);
      this.#models.delete(model);
    }
    for (const model of names) if (!this.#models.has(model)) this.#models.set(model, [{ model, folder: `${this.#folder}/${model}` }]);
    if (!this.#seen.hasBegun) return;
    const models = [...names];
    this.#rounds.heads.go(models.length, time.heads, (at) => models[at] !== undefined && this.#lookAtHead(models[at]));
    const parts = [...this.#models.values()].flat();
    this.#rounds.rest.go(parts.length, time.rest, (at) => parts[at] && this.#lookAt(parts[at]));
  }

  #lookAtHead(model: string): void {
    const folder = `${this.#folder}/${model}`;
    const isFirst = !this.#seen.has(`${folder}/meta.yaml`);
    const isChanged = this.#seen.isChanged(`${folder}/meta.yaml`, stateOf(`${folder}/meta.yaml`));
    if (isChanged) this.#told.models.add(model);
    if (isChanged || isFirst) this.#listVersions(model, folder);
  }

  #listVersions(model: string, folder: string): void {
    const versions = foldersIn(folder).filter((name) => name.startsWith("version-"));
    this.#models.set(
      model,
      ["", ...versions].map((name) => ({ model, folder: name === "" ? folder : `${folder}/${name}` })),
    );
  }

  #lookAt({ model, folder }: Watched): void {
    const files = stateUnder(folder, ["tags", "aliases"]);
    const state = joined([
      ["folder", stateOf(folder)],
      ["meta", stateOf(`${folder}/meta.yaml`)],
      ["files", files],
    ]);
    if (!this.#seen.isChanged(folder, state)) return;
    this.#told.models.add(model);
    if (folder === `${this.#folder}/${model}`) this.#listVersions(model, folder);
  }
}

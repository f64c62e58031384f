import type { ChangeSet } from "#registry/model/changes.ts";
import type { FileStore } from "./fileStore.ts";
import { Seen } from "./seen.ts";
import { Told } from "./told.ts";
import { WatchedModels } from "./watchedModels.ts";
import { WatchedRuns } from "./watchedRuns.ts";

/**
 * Tells what changed in a file store between two looks, by what the file system says of its files. Each look sees new experiments, runs and models,
 * every `meta.yaml`, and all files of runs that go on; of the rest, such as the tags of a run that has ended, it compares a part. It takes a
 * twentieth of a second at most, however large the store: of a very large one each look sees a part of everything.
 */
export class StoreChanges {
  readonly #told = new Told();
  readonly #seen = new Seen();
  readonly #runs: WatchedRuns;
  readonly #models: WatchedModels;

  constructor(store: FileStore) {
    this.#runs = new WatchedRuns(store, this.#seen, this.#told);
    this.#models = new WatchedModels(store, this.#seen, this.#told);
  }

  /** What changed since the last look that did not fail; nothing at the first one, which only lists what there is. */
  look(): ChangeSet {
    this.#runs.look();
    this.#models.look();
    if (!this.#seen.hasBegun) this.#seen.begin();
    return this.#told.take();
  }
}

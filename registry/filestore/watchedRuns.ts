import { type FileState, joined, stateOf, stateUnder } from "./fileState.ts";
import type { FileStore } from "./fileStore.ts";
import { foldersIn } from "./keyFiles.ts";
import { Round } from "./round.ts";
import { noRuns } from "./runIndex.ts";
import type { Seen } from "./seen.ts";
import type { Told } from "./told.ts";

/** What a look may take at most for each of its parts, ms. */
const time = { listing: 6, running: 8, heads: 8, experiments: 4, rest: 6 };

interface WatchedRun {
  readonly experiment: string;
  readonly id: string;
  readonly folder: string;
}

interface WatchedExperiment {
  readonly folder: string;
  /** As it was when its runs were listed; absent: they have to be listed anew. */
  listed: FileState | undefined;
  runs: ReadonlyMap<string, WatchedRun>;
}

/** Sees what changed in the experiments and runs of a file store. */
export class WatchedRuns {
  readonly #store: FileStore;
  readonly #seen: Seen;
  readonly #told: Told;
  readonly #experiments = new Map<string, WatchedExperiment>();
  /** Of all experiments; made anew when one lists another run. */
  #runs: readonly WatchedRun[] = [];
  /** Those that go on, and new ones of which nothing is known yet: by folder. */
  readonly #running = new Map<string, WatchedRun>();
  readonly #rounds = { listing: new Round(), heads: new Round(), running: new Round(), experiments: new Round(), rest: new Round() };

  constructor(store: FileStore, seen: Seen, told: Told) {
    this.#store = store;
    this.#seen = seen;
    this.#told = told;
  }

  look(): void {
    this.#list();
    if (!this.#seen.hasBegun) return;
    const [runs, running, experiments] = [this.#runs, [...this.#running.values()], [...this.#experiments]];
    this.#rounds.running.go(running.length, time.running, (at) => running[at] && this.#lookAtFiles(running[at]));
    this.#rounds.heads.go(runs.length, time.heads, (at) => runs[at] && this.#lookAtHead(runs[at]));
    this.#rounds.experiments.go(
      experiments.length,
      time.experiments,
      (at) => experiments[at] && this.#lookAtExperiment(...experiments[at]),
    );
    this.#rounds.rest.go(runs.length, time.rest, (at) => runs[at] && this.#lookAtFiles(runs[at]));
  }

  #list(): void {
    const ids = new Set(this.#store.experimentIds());
    let isOther = false;
    for (const [id, { runs }] of this.#experiments) {
      if (ids.has(id)) continue;
      this.#told.experiments.add(id);
      for (const run of runs.values()) this.#gone(run);
      this.#experiments.delete(id);
      this.#seen.forget(`experiment ${id}`);
      isOther = true;
    }
    for (const id of ids) {
      if (!this.#experiments.has(id)) {
        this.#experiments.set(id, { folder: `${this.#store.root}/${id}`, listed: undefined, runs: new Map() });
      }
    }
    const experiments = [...this.#experiments];
    this.#rounds.listing.go(experiments.length, time.listing, (at) => {
      if (experiments[at] !== undefined && this.#listRuns(...experiments[at])) isOther = true;
    });
    if (isOther) this.#runs = [...this.#experiments.values()].flatMap(({ runs }) => [...runs.values()]);
  }

  /** True when it has other runs than before. */
  #listRuns(id: string, experiment: WatchedExperiment): boolean {
    const state = stateOf(experiment.folder);
    if (experiment.listed?.text === state.text && this.#seen.isSettled(state)) return false;
    const isNew = experiment.listed === undefined;
    const before = experiment.runs;
    const names = foldersIn(experiment.folder).filter((name) => !noRuns.has(name));
    experiment.listed = state;
    if (names.length === before.size && names.every((name) => before.has(name))) return false;
    const runs = names.map((name) => before.get(name) ?? { experiment: id, id: name, folder: `${experiment.folder}/${name}` });
    experiment.runs = new Map(runs.map((run) => [run.id, run]));
    for (const run of before.values()) if (!experiment.runs.has(run.id)) this.#gone(run);
    if (this.#seen.hasBegun && !isNew) for (const run of runs) if (!before.has(run.id)) this.#running.set(run.folder, run);
    return true;
  }

  #gone(run: WatchedRun): void {
    // One that was not seen yet may have been shown.
    if (this.#seen.hasBegun && !this.#seen.isMissing(`${run.folder}/meta.yaml`)) this.#told.run(run.experiment, run.id);
    this.#seen.forget(run.folder);
    this.#seen.forget(`${run.folder}/meta.yaml`);
    this.#running.delete(run.folder);
  }

  #lookAtHead(run: WatchedRun): void {
    const path = `${run.folder}/meta.yaml`;
    const isFirst = !this.#seen.has(path);
    const state = stateOf(path);
    const isChanged = this.#seen.isChanged(path, state);
    if (isChanged) this.#told.run(run.experiment, run.id);
    if ((!isChanged && !isFirst) || this.#seen.isMissing(path)) return;
    if (this.#store.runs.goesOn(`${this.#store.root}/${run.experiment}`, run.id, run.experiment)) {
      this.#running.set(run.folder, run);
    } else if (this.#running.delete(run.folder)) {
      // The last that it logged.
      this.#lookAtFiles(run);
    }
  }

  #lookAtFiles(run: WatchedRun): void {
    const state = stateUnder(run.folder, ["metrics", "params", "tags", "inputs"]);
    if (this.#seen.isChanged(run.folder, state)) this.#told.run(run.experiment, run.id);
  }

  #lookAtExperiment(id: string, { folder }: WatchedExperiment): void {
    const meta = stateOf(`${folder}/meta.yaml`);
    const state = joined([
      ["meta", meta],
      ["rest", stateUnder(folder, ["tags", "datasets"])],
    ]);
    if (this.#seen.isChanged(`experiment ${id}`, state)) this.#told.experiments.add(id);
  }
}

import { anyChange, type Changed, type ChangeSet, differences, noChange } from "#registry/model/changes.ts";
import { type Contents, type Grown, grownTo, readContents, runsGrownSince } from "./contents.ts";
import type { SqliteStore } from "./store.ts";

/** More than this many changed runs are told as `all`. */
const mostNamed = 1000;
/** Comparing all rows takes at most one part in so many of the time. */
const usualRest = 20;

/**
 * Tells what changed in a store between two looks. A look at a store that nobody wrote to costs two `stat` calls and a pragma. After a
 * write, the runs that logged are read off the end of their tables; what can change in place is compared row by row, as often as that
 * takes little of the time, so that a change of a tag beside a training may be told a little later.
 */
export class StoreChanges {
  readonly #store: SqliteStore;
  readonly #rest: number;
  #edition: string | undefined;
  #grown: Grown = new Map();
  #contents: Contents | undefined;
  /** Something was written since `#contents` were read. */
  #isBehind = false;
  /** ms of `performance.now()`, before which rows are not compared again. */
  #notBefore = 0;

  /** `rest`: how many times as long as comparing rows took it then rests. */
  constructor(store: SqliteStore, rest = usualRest) {
    this.#store = store;
    this.#rest = rest;
  }

  /** What changed since the last look that did not fail; nothing at the first one. */
  async look(signal: AbortSignal): Promise<ChangeSet> {
    const edition = await this.#store.edition(signal);
    const isSame = this.#edition === edition;
    if (this.#contents === undefined) return this.#learn(edition, isSame, signal);
    if (isSame && !this.#isBehind) return noChange;
    const since = this.#grown;
    const [logged, grown] = isSame
      ? [[], since]
      : await this.#store.read(signal, (connection) => [runsGrownSince(connection, since), grownTo(connection)] as const);
    const isDue = performance.now() >= this.#notBefore;
    const other = isDue ? await this.#compare(this.#contents, signal) : noChange;
    this.#edition = edition;
    this.#grown = grown;
    this.#isBehind = !isDue;
    return logged === undefined ? anyChange : this.#withLogged(other, logged);
  }

  /** The rows are read at the second look: at the first one somebody waits for the first page. */
  async #learn(edition: string, isSame: boolean, signal: AbortSignal): Promise<ChangeSet> {
    const isFirst = this.#edition === undefined;
    this.#edition = edition;
    if (isFirst) return noChange;
    this.#grown = await this.#store.read(signal, grownTo);
    this.#contents = await this.#readContents(signal);
    return isSame ? noChange : anyChange;
  }

  async #compare(before: Contents, signal: AbortSignal): Promise<ChangeSet> {
    const now = await this.#readContents(signal);
    this.#contents = now;
    const runs = differences(before.runs, now.runs);
    const ofRuns = runs.flatMap((id) => [before.experimentOfRun.get(id) ?? [], now.experimentOfRun.get(id) ?? []].flat());
    return {
      experiments: [...new Set([...differences(before.experiments, now.experiments), ...ofRuns])],
      runs: runs.length > mostNamed ? "all" : runs,
      models: differences(before.models, now.models),
    };
  }

  async #readContents(signal: AbortSignal): Promise<Contents> {
    const begun = performance.now();
    const contents = await readContents(this.#store, signal);
    const ended = performance.now();
    this.#notBefore = ended + (ended - begun) * this.#rest;
    return contents;
  }

  #withLogged(changes: ChangeSet, logged: readonly string[]): ChangeSet {
    if (logged.length === 0) return changes;
    const experiments = logged.map((id) => this.#contents?.experimentOfRun.get(id));
    // A run that is newer than the rows that were compared: whose it is will be known when they are compared again.
    const isUnknown = experiments.includes(undefined);
    const named = experiments.filter((id) => id !== undefined);
    return { ...changes, experiments: isUnknown ? "all" : joined(changes.experiments, named), runs: joined(changes.runs, logged) };
  }
}

function joined(changed: Changed, more: readonly string[]): Changed {
  if (changed === "all") return changed;
  const both = [...new Set([...changed, ...more])];
  return both.length > mostNamed ? "all" : both;
}

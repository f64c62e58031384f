import type { RunsOf } from "#protocol/views/runs.ts";
import type { Registry } from "#registry/api.ts";
import { type ChangeSet, touches } from "#registry/model/changes.ts";
import { joinPages } from "#registry/model/joinPages.ts";
import { pages } from "#registry/model/pages.ts";
import type { RunPage } from "#registry/model/types.ts";
import { unlessGivenUp } from "#registry/model/unlessGivenUp.ts";

/** Runs of one read: a server's answer for more takes seconds. */
const runsPerRead = 1000;
/** Experiments whose runs are kept. */
const mostKept = 3;

/** Runs, where they are of several experiments with the names of these by their ids. */
export type NamedRunPage = RunPage & { readonly experimentNames?: ReadonlyMap<string, string> };

/** The runs of experiments, as far as they were read. */
export interface Loaded {
  readonly page: NamedRunPage;
  readonly isComplete: boolean;
}

/** Pages of a read. They are put together when somebody looks, not each time that one more is there. */
class Parts {
  #pages: RunPage[] = [];
  #isComplete = false;
  #joined: Loaded | undefined;
  /** Absent: there is one experiment. */
  experimentNames: ReadonlyMap<string, string> | undefined;

  add(page: RunPage): void {
    this.#pages.push(page);
    this.#isComplete = page.nextPageToken === undefined;
    this.#joined = undefined;
  }

  /** Absent: nothing is there yet. */
  get loaded(): Loaded | undefined {
    const [first] = this.#pages;
    if (first === undefined) return undefined;
    if (this.#joined === undefined) {
      const page = this.#pages.length === 1 ? first : joinPages(this.#pages);
      // It takes the place of its parts: both would be twice the memory.
      this.#pages = [page];
      this.#joined = { page: this.#named(page), isComplete: this.#isComplete };
    }
    return this.#joined;
  }

  #named(page: RunPage): NamedRunPage {
    return this.experimentNames === undefined ? page : { ...page, experimentNames: this.experimentNames };
  }
}

interface Entry {
  readonly experimentIds: readonly string[];
  readonly registry: Registry;
  readonly stop: AbortController;
  readonly parts: Parts;
  /** What was read before the last change; shown until there is as much again. */
  readonly before: Loaded | undefined;
  /** There was a change since, or others took its place: the next question reads again. */
  isStale: boolean;
  /** Questions that wait for it. */
  waiting: number;
  /** There is something. */
  readonly first: Promise<void>;
  readonly whole: Promise<Loaded>;
}

/**
 * All runs of the experiments that a page shows, with all their columns: what is sorted and filtered is in memory, whatever the registry
 * can do. A change of an experiment has its runs read again when they are next asked for.
 */
export class LoadedRuns {
  readonly #entries = new Map<string, Entry>();

  /** Those that are there: at least the first of them, rather old ones than few. Rejects as the registry does. */
  some(registry: Registry, of: RunsOf, signal: AbortSignal): Promise<Loaded> {
    const entry = this.#entry(registry, of);
    return waitedFor(entry, someOf(entry), signal);
  }

  /** Rejects as the registry does. */
  all(registry: Registry, of: RunsOf, signal: AbortSignal): Promise<Loaded> {
    const entry = this.#entry(registry, of);
    return waitedFor(entry, entry.whole, signal);
  }

  changed(changes: ChangeSet): void {
    for (const entry of this.#entries.values()) {
      if (touches(changes.experiments, entry.experimentIds)) outdate(entry);
    }
  }

  #entry(registry: Registry, of: RunsOf): Entry {
    const key = `${of.isDeleted ? "deleted" : "active"} ${JSON.stringify(of.experimentIds)}`;
    const known = this.#entries.get(key);
    if (known?.registry === registry && !known.isStale) return known;
    outdate(known);
    const before = known?.registry === registry ? (known.parts.loaded?.isComplete ? known.parts.loaded : known.before) : undefined;
    const entry = started(registry, of, before);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.whole.catch(() => this.#forget(key, entry));
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > mostKept && oldest !== undefined) {
      outdate(this.#entries.get(oldest));
      this.#entries.delete(oldest);
    }
    return entry;
  }

  /** A read that failed is tried again when it is asked for again. */
  #forget(key: string, entry: Entry): void {
    // One that was given up because it is old has what was read before it.
    if (this.#entries.get(key) === entry && !entry.isStale) this.#entries.delete(key);
  }
}

/** At least the first of them, rather old ones than few. */
async function someOf(entry: Entry): Promise<Loaded> {
  const { before } = entry;
  if (before !== undefined && entry.parts.loaded === undefined) {
    // A quick answer is the new one; a slow registry's old one stays on the screen.
    const loaded = await Promise.race([entry.whole, soon()]);
    return loaded ?? { ...before, isComplete: false };
  }
  await entry.first;
  const loaded = entry.parts.loaded ?? (await entry.whole);
  return loaded.isComplete || before === undefined ? loaded : { ...before, isComplete: false };
}

/** What was asked for of a read, which goes on meanwhile; it ends when it is old and nobody waits for it any more. */
async function waitedFor<T>(entry: Entry, answer: Promise<T>, signal: AbortSignal): Promise<T> {
  entry.waiting++;
  try {
    return await unlessGivenUp(answer, signal);
  } finally {
    entry.waiting--;
    endIfUnwanted(entry);
  }
}

function endIfUnwanted({ isStale, waiting, stop }: Entry): void {
  if (isStale && waiting === 0) stop.abort();
}

/** It is old from now on. */
function outdate(entry: Entry | undefined): void {
  if (entry === undefined) return;
  entry.isStale = true;
  endIfUnwanted(entry);
}

function started(registry: Registry, of: RunsOf, before: Loaded | undefined): Entry {
  const stop = new AbortController();
  const first = Promise.withResolvers<void>();
  const parts = new Parts();
  const whole = read(registry, of, stop.signal, parts, () => first.resolve());
  whole.catch(first.reject);
  first.promise.catch(() => undefined);
  return { experimentIds: of.experimentIds, registry, stop, parts, before, isStale: false, waiting: 0, first: first.promise, whole };
}

async function read(registry: Registry, of: RunsOf, signal: AbortSignal, parts: Parts, began: () => void): Promise<Loaded> {
  const viewType = of.isDeleted ? ("DELETED_ONLY" as const) : ("ACTIVE_ONLY" as const);
  const query = { experimentIds: of.experimentIds, viewType, filter: "", orderBy: [], limit: runsPerRead };
  if (of.experimentIds.length > 1) {
    const experiments = await Promise.all(of.experimentIds.map((id) => registry.experiment(id, signal)));
    parts.experimentNames = new Map(experiments.map(({ id, name }) => [id, name]));
  }
  const ids = pages(async (paging) => {
    const part = await registry.runs({ ...query, ...paging }, signal);
    parts.add(part);
    began();
    return { items: part.ids, ...(part.nextPageToken === undefined ? {} : { nextPageToken: part.nextPageToken }) };
  });
  for await (const _id of ids);
  const { loaded } = parts;
  if (loaded === undefined) throw new Error("A list has at least one page");
  return loaded;
}

/** ms in which the whole is waited for before old rows are shown instead. */
const patience = 400;

function soon(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), patience));
}

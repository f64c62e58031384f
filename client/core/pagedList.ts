import type { Answer, Problem } from "#protocol/message.ts";
import type { RowPage } from "#protocol/registryRequests.ts";

export type FetchPage<T> = (pageToken: string | undefined, signal: AbortSignal) => Promise<Answer<RowPage<T>>>;

/** `read`: what is stale is read first. `known`: what was read before, as it is, and a read only of what never was. */
export type Freshness = "read" | "known";

/** A list of whatever rows, for what stands above them. */
export interface AnyList {
  readonly state: ListState<unknown>;
}

/** What a list shows now. */
export interface ListState<T> {
  readonly rows: readonly T[];
  readonly failures: readonly string[];
  readonly hasMore: boolean;
  /** The last try failed; `rows` are from before. */
  readonly problem?: Problem;
  /** ms; when `rows` were read. */
  readonly asOf?: number;
}

/** The last try failed: another one is worth it at the next occasion. */
export function isFailed(list: AnyList): boolean {
  return list.state.problem !== undefined;
}

/**
 * A list that is read page by page and read again after a change, as many pages as were shown. Rows stay when a later read fails.
 * One read is under way at a time; a change during it leads to another.
 */
export class PagedList<T> {
  readonly #fetch: FetchPage<T>;
  readonly #now: () => number;
  readonly #nameOf: (row: T) => string;
  #state: ListState<T> = { rows: [], failures: [], hasMore: false };
  #nextPageToken: string | undefined;
  #pages = 1;
  #stale = true;
  #reading: Promise<void> | undefined;

  /** `nameOf` tells rows apart: what came to the store between two pages moves a row onto the next one, and no row may be there twice. */
  constructor(fetch: FetchPage<T>, now: () => number, nameOf: (row: T) => string) {
    this.#fetch = fetch;
    this.#now = now;
    this.#nameOf = nameOf;
  }

  get state(): ListState<T> {
    return this.#state;
  }

  markStale(): void {
    this.#stale = true;
  }

  /** The rows, read first when there was a change. */
  async current(signal: AbortSignal, freshness: Freshness = "read"): Promise<ListState<T>> {
    const { asOf, problem } = this.#state;
    if (freshness === "known" && (asOf !== undefined || problem !== undefined)) return this.#state;
    while (this.#stale || this.#reading !== undefined) {
      if (signal.aborted) return this.#state;
      this.#reading ??= this.#readAll(signal).finally(() => {
        this.#reading = undefined;
      });
      await this.#reading;
    }
    return this.#state;
  }

  /** Reads one page more; the next `current` has it. */
  async loadMore(signal: AbortSignal): Promise<void> {
    await this.current(signal);
    if (this.#nextPageToken === undefined) return;
    const answer = await this.#fetch(this.#nextPageToken, signal);
    if (!answer.ok) {
      this.#fail(answer.problem);
      return;
    }
    this.#pages++;
    this.#show(
      [...this.#state.rows, ...answer.value.rows],
      [...this.#state.failures, ...answer.value.failures],
      answer.value.nextPageToken,
    );
  }

  async #readAll(signal: AbortSignal): Promise<void> {
    this.#stale = false;
    const rows: T[] = [];
    const failures: string[] = [];
    let token: string | undefined;
    for (let page = 0; page < this.#pages; page++) {
      const answer = await this.#fetch(token, signal);
      if (signal.aborted) {
        this.#stale = true;
        return;
      }
      if (!answer.ok) {
        this.#fail(answer.problem);
        return;
      }
      rows.push(...answer.value.rows);
      failures.push(...answer.value.failures);
      token = answer.value.nextPageToken;
      if (token === undefined) break;
    }
    this.#show(rows, failures, token);
  }

  #show(rows: readonly T[], failures: readonly string[], nextPageToken: string | undefined): void {
    this.#nextPageToken = nextPageToken;
    const names = new Set<string>();
    const once = rows.filter((row) => names.size < names.add(this.#nameOf(row)).size);
    this.#state = { rows: once, failures, hasMore: nextPageToken !== undefined, asOf: this.#now() };
  }

  #fail(problem: Problem): void {
    this.#state = { ...this.#state, problem };
  }
}

import type { Problem } from "#protocol/message.ts";
import { type RunsTableRow, runsWindowRequest, type WindowParams } from "#protocol/views/runs.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";
import type { RowPlaces } from "./selection.ts";

/** More rows than are on the screen, so that a short way needs no question. */
const margin = 60;
/** ms after which runs that are still on their way are asked for again. */
const again = 500;

/** What was answered last. */
export interface Shown {
  readonly pinned: readonly RunsTableRow[];
  readonly length: number;
  readonly matching: number;
  readonly notes: readonly string[];
  readonly total: number;
  readonly isComplete: boolean;
  readonly asOf: number;
}

/** Who is told of rows that come. */
interface Follower {
  /** Ids of rows whose places are wanted. */
  followed(): readonly string[];
  /** `isSame`: the question was the same as before; what moved, moved by itself. `isOther`: they are the first, or are deleted runs where the last ones were not, or the other way. */
  came(places: RowPlaces, isSame: boolean, isOther: boolean): void;
  changed(): void;
}

/** The rows near the screen. Rows stay until others are there; one question is under way at a time. */
export class RowWindows {
  readonly #bridge: Bridge;
  readonly #follower: Follower;
  readonly #reader = new OneReader((signal) => this.#read(signal));
  #wanted: WindowParams | undefined;
  #answered: WindowParams | undefined;
  #rows = new Map<number, RunsTableRow>();
  shown: Shown | undefined;
  problem: Problem | undefined;

  constructor(bridge: Bridge, follower: Follower) {
    this.#bridge = bridge;
    this.#follower = follower;
  }

  row(index: number): RunsTableRow | undefined {
    return this.#rows.get(index);
  }

  /** The row of a run, where it is near the screen. */
  rowOf(id: string): RunsTableRow | undefined {
    return [...this.#rows.values()].find((row) => row.id === id);
  }

  /** Asks for what is on the screen, unless that was answered. */
  want(query: Omit<WindowParams, "first" | "count">, first: number, count: number): void {
    const start = Math.max(0, first - margin);
    const next = { ...query, first: start, count: first + count + margin - start };
    if (this.#wanted !== undefined && sameQuery(this.#wanted, next) && covers(this.#wanted, first, count, this.shown?.length)) return;
    this.#wanted = next;
    this.#reader.ask();
  }

  /** The registry changed. */
  askAgain(): void {
    if (this.#wanted !== undefined) this.#reader.askAgain();
  }

  async #read(signal: AbortSignal): Promise<void> {
    const wanted = this.#wanted;
    if (wanted === undefined) return;
    const followed = [...new Set(this.#follower.followed())];
    const answer = await this.#bridge.ask(runsWindowRequest, { ...wanted, followed }, signal);
    if (signal.aborted) return;
    if (!answer.ok) {
      this.problem = answer.problem;
      this.#follower.changed();
      return;
    }
    const { first, rows, places, ...shown } = answer.value;
    const isSame = this.#answered !== undefined && sameQuery(withoutColumns(this.#answered), withoutColumns(wanted));
    const isOther = this.#answered?.isDeleted !== wanted.isDeleted;
    this.problem = undefined;
    this.#answered = wanted;
    this.shown = shown;
    this.#rows = new Map(rows.map((row, at) => [first + at, row]));
    this.#follower.came(new Map(followed.map((id, at) => [id, places[at] ?? null])), isSame, isOther);
    this.#follower.changed();
    if (!shown.isComplete) setTimeout(() => this.askAgain(), again);
  }

  /** The columns that the cells of the rows belong to. */
  get columns(): WindowParams["columns"] {
    return this.#answered?.columns ?? [];
  }
}

function sameQuery(a: WindowParams, b: WindowParams): boolean {
  return JSON.stringify({ ...a, first: 0, count: 0 }) === JSON.stringify({ ...b, first: 0, count: 0 });
}

/** As far as it says which rows stand where. */
function withoutColumns(params: WindowParams): WindowParams {
  const { deltaTo: _base, pinned: _pinned, ...rest } = params;
  return { ...rest, columns: [] };
}

function covers(asked: WindowParams, first: number, count: number, length: number | undefined): boolean {
  return asked.first <= first && Math.min(first + count, length ?? first + count) <= asked.first + asked.count;
}

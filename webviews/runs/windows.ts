import type { Problem } from "#protocol/message.ts";
import { type RunsTableRow, runsWindowRequest, type WindowParams } from "#protocol/views/runs.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";

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

/** The rows near the screen. Rows stay until others are there; one question is under way at a time. */
export class RowWindows {
  readonly #bridge: Bridge;
  readonly #onChange: () => void;
  readonly #reader = new OneReader((signal) => this.#read(signal));
  #wanted: WindowParams | undefined;
  #answered: WindowParams | undefined;
  #rows = new Map<number, RunsTableRow>();
  shown: Shown | undefined;
  problem: Problem | undefined;

  constructor(bridge: Bridge, onChange: () => void) {
    this.#bridge = bridge;
    this.#onChange = onChange;
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
    const answer = await this.#bridge.ask(runsWindowRequest, wanted, signal);
    if (signal.aborted) return;
    if (!answer.ok) {
      this.problem = answer.problem;
      this.#onChange();
      return;
    }
    const { first, rows, ...shown } = answer.value;
    this.problem = undefined;
    this.#answered = wanted;
    this.shown = shown;
    this.#rows = new Map(rows.map((row, at) => [first + at, row]));
    this.#onChange();
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

function covers(asked: WindowParams, first: number, count: number, length: number | undefined): boolean {
  return asked.first <= first && Math.min(first + count, length ?? first + count) <= asked.first + asked.count;
}

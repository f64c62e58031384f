import { setImmediate as turn } from "node:timers/promises";

/** How long reading may hold the thread before others get their turn, ms. */
const longest = 20;

/** Lets calls that came meanwhile, and the news that one was given up, have their turn between reads that do not wait by themselves. */
export class Turns {
  readonly #signal: AbortSignal;
  #began = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get isDue(): boolean {
    return performance.now() - this.#began > longest;
  }

  /** Rejects with the signal's reason when the call was given up. */
  async take(): Promise<void> {
    await turn();
    this.#signal.throwIfAborted();
    this.#began = performance.now();
  }
}

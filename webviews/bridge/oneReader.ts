/**
 * Reads what a view shows, one read at a time. A change of the registry during a read leads to one more read after it: a training that
 * writes all the time must neither pile reads up nor keep one from ending. Another question of the person's ends the read under way.
 */
export class OneReader {
  readonly #read: (signal: AbortSignal) => Promise<void>;
  #running: AbortController | undefined;
  #again = false;

  /** `read` takes its result in itself, and drops it when its signal is aborted. Its failures are its own. */
  constructor(read: (signal: AbortSignal) => Promise<void>) {
    this.#read = read;
  }

  /** Something else is asked for now. */
  ask(): void {
    this.#running?.abort();
    this.#start();
  }

  /** The same may have another answer by now. */
  askAgain(): void {
    if (this.#running === undefined) this.#start();
    else this.#again = true;
  }

  /** What is being read is not wanted any more. */
  drop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  #start(): void {
    const running = new AbortController();
    this.#running = running;
    this.#again = false;
    const ended = (): void => {
      if (this.#running !== running) return;
      this.#running = undefined;
      if (this.#again) this.#start();
    };
    this.#read(running.signal).then(ended, ended);
  }
}

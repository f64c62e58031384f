/** Goes round a list, each time as far as its time allows. */
export class Round {
  #next = 0;

  /** Calls `visit` with one index after the other, from where the last call stopped, each at most once; ends after `ms`. */
  go(count: number, ms: number, visit: (index: number) => void): void {
    const end = performance.now() + ms;
    for (let left = count; left > 0 && performance.now() < end; left--) {
      if (this.#next >= count) this.#next = 0;
      visit(this.#next++);
    }
  }
}

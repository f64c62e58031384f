/** Outputs by the place that they stand at: what is at a place, above it, and below it. */
export class OutputIndex<Output> {
  readonly #at = new Map<string, Output[]>();
  #sorted: string[] | undefined;
  /** Length of the shortest place: nothing is looked for at what is shorter. */
  #shortest = Number.POSITIVE_INFINITY;

  /** `place` is a URI, or what stands for one. */
  add(place: string, output: Output): void {
    const there = this.#at.get(place);
    if (there === undefined) this.#at.set(place, [output]);
    else there.push(output);
    this.#sorted = undefined;
    this.#shortest = Math.min(this.#shortest, place.length);
  }

  at(place: string): readonly Output[] {
    return this.#at.get(place) ?? [];
  }

  /** Of the folders that a place is in, the outermost first. */
  above(place: string): Output[] {
    const found: Output[] = [];
    if (place.length <= this.#shortest) return found;
    for (let slash = place.indexOf("/", this.#shortest); slash !== -1; slash = place.indexOf("/", slash + 1))
      found.push(...this.at(place.slice(0, slash)));
    return found;
  }

  below(place: string): Output[] {
    const sorted = this.#sorted ?? [...this.#at.keys()].sort();
    this.#sorted = sorted;
    const prefix = `${place}/`;
    const found: Output[] = [];
    for (let index = firstFrom(sorted, prefix); sorted[index]?.startsWith(prefix); index++) found.push(...this.at(sorted[index] ?? ""));
    return found;
  }
}

/** The first that is not before a word. */
function firstFrom(sorted: readonly string[], word: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

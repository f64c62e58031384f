/**
 * What is worked out of a list of rows, kept as long as the list is: a table that is scrolled asks for the same again and again. One for each kind of
 * result; results of one list are told apart by a key.
 */
export class OfRows<T> {
  readonly #known = new WeakMap<readonly number[], Map<string, T>>();

  of(rows: readonly number[], key: string, make: () => T): T {
    const ofRows = this.#known.get(rows) ?? new Map<string, T>();
    this.#known.set(rows, ofRows);
    const known = ofRows.get(key);
    if (known !== undefined) return known;
    const made = make();
    ofRows.set(key, made);
    return made;
  }
}

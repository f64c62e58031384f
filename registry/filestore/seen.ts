import { type FileState, missing } from "./fileState.ts";

/** Between the clocks of this computer and of the file system, and what some of them round, ms. */
const clockSkew = 5000;

/** What was seen of files, to tell whether they are as they were. */
export class Seen {
  readonly #texts = new Map<string, string>();
  #began: number | undefined;

  /** From now on changes count: also those of files that are seen later for the first time. */
  begin(): void {
    this.#began = Date.now();
  }

  get hasBegun(): boolean {
    return this.#began !== undefined;
  }

  /** Remembers a state. True when it is not the one that was seen last, or none was, and it is of after the begin. */
  isChanged(key: string, { text, changedAt }: FileState): boolean {
    const before = this.#texts.get(key);
    this.#texts.set(key, text);
    if (before !== undefined) return before !== text;
    return this.#began !== undefined && changedAt > this.#began - clockSkew;
  }

  has(key: string): boolean {
    return this.#texts.has(key);
  }

  /** It was not there when it was seen last. */
  isMissing(key: string): boolean {
    return this.#texts.get(key) === missing;
  }

  forget(key: string): void {
    this.#texts.delete(key);
  }

  /** Whether a folder that is as it was may still have got something: some file systems count in whole seconds. */
  isSettled({ changedAt }: FileState): boolean {
    return Math.abs(Date.now() - changedAt) > clockSkew;
  }
}

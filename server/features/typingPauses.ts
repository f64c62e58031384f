import type { TextDocument } from "vscode-languageserver-textdocument";

/** ms; edits that follow each other faster than this come from a key that is held down, or from very quick hands. */
const QUIET = 60;
/** ms that problems stay out of date at most while somebody types on and on. */
const LONGEST = 1000;

/** What passes the time: given, so that tests need none. */
export interface Clock {
  now(): number;
  pause(ms: number): Promise<unknown>;
}

/**
 * Tells an edit by itself, which is answered at once, from a burst of them: then the answer waits until the typing pauses. A question that
 * is called off waits too, because an editor asks again as soon as it is answered.
 */
export class TypingPauses {
  readonly #answered = new WeakMap<TextDocument, { readonly version: number; readonly at: number }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when it is time to answer for a text as it is then; false: nobody wants the answer any more. */
  async over(text: TextDocument, isCalledOff: () => boolean): Promise<boolean> {
    const last = this.#answered.get(text);
    const start = this.#clock.now();
    if (last !== undefined && last.version !== text.version && start - last.at < QUIET) {
      let seen: number;
      do {
        seen = text.version;
        await this.#clock.pause(QUIET);
      } while (text.version !== seen && this.#clock.now() - start < LONGEST);
      if (isCalledOff()) return false;
    }
    this.#answered.set(text, { version: text.version, at: this.#clock.now() });
    return true;
  }
}

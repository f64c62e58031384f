import type { Answer, Problem } from "#protocol/message.ts";
import { OneReader } from "./oneReader.ts";

/** What came last of one question; what is on the screen stays until its successor is there. */
export interface LastAnswer<Params, T> {
  readonly value?: T;
  /** What the value answers: the question may be another one by now. */
  readonly of?: Params;
  readonly problem?: Problem;
}

/** One question as it was asked last. It is asked again when it changes, and when the registry did. */
export class Question<Params, T> {
  last: LastAnswer<Params, T> = {};
  readonly #reader: OneReader;
  #params: Params | undefined;
  #key = "";
  #isStale = false;

  /** `ask` may hand something to `show` that is shown until the answer is there; absent while there is something on the screen. */
  constructor(ask: (params: Params, signal: AbortSignal, show?: (value: T) => void) => Promise<Answer<T>>, onChange: () => void) {
    this.#reader = new OneReader(async (signal) => {
      const params = this.#params;
      if (params === undefined) return;
      const show = (value: T) => {
        if (signal.aborted) return;
        this.last = { value, of: params };
        onChange();
      };
      try {
        const answer = await ask(params, signal, this.last.value === undefined ? show : undefined);
        if (signal.aborted) return;
        this.last = answer.ok ? { value: answer.value, of: params } : { ...this.last, problem: answer.problem };
      } catch (error) {
        if (signal.aborted) return;
        this.last = { ...this.last, problem: { kind: "internal", message: (error as Error).message, next: "" } };
      }
      onChange();
    });
  }

  /** As it was asked last. */
  get wanted(): Params | undefined {
    return this.#params;
  }

  want(params: Params): void {
    const key = JSON.stringify(params);
    if (key === this.#key && !this.#isStale) return;
    const isSame = key === this.#key;
    this.#params = params;
    this.#key = key;
    this.#isStale = false;
    if (isSame) this.#reader.askAgain();
    else this.#reader.ask();
  }

  forget(): void {
    this.#isStale = true;
  }
}

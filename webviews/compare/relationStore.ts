import type { Answer, Problem } from "#protocol/message.ts";
import { type AxisId, type Explanation, explainRequest, type RelationData, relationRequest } from "#protocol/views/compareRelation.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";

/** What came last of one question; what is on the screen stays until its successor is there. */
export interface LastAnswer<T> {
  readonly value?: T;
  readonly problem?: Problem;
}

/** One question as it was asked last. It is asked again when it changes, and when the registry did. */
class Question<Params, T> {
  last: LastAnswer<T> = {};
  readonly #reader: OneReader;
  #params: Params | undefined;
  #key = "";
  #isStale = false;

  constructor(ask: (params: Params, signal: AbortSignal) => Promise<Answer<T>>, onChange: () => void) {
    this.#reader = new OneReader(async (signal) => {
      if (this.#params === undefined) return;
      try {
        const answer = await ask(this.#params, signal);
        if (signal.aborted) return;
        this.last = answer.ok ? { value: answer.value } : { ...this.last, problem: answer.problem };
      } catch (error) {
        if (signal.aborted) return;
        this.last = { ...this.last, problem: { kind: "internal", message: (error as Error).message, next: "" } };
      }
      onChange();
    });
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

/** The runs of the experiment over the axes that are shown, and what goes with a metric; asked for while the section is open. */
export class RelationStore {
  readonly relation: Question<{ runIds: readonly string[]; axes: readonly AxisId[] }, RelationData>;
  readonly explanation: Question<{ runIds: readonly string[]; metric: string; params: readonly string[] }, Explanation>;

  constructor(bridge: Bridge, onChange: () => void) {
    this.relation = new Question((params, signal) => bridge.ask(relationRequest, params, signal), onChange);
    this.explanation = new Question((params, signal) => bridge.ask(explainRequest, params, signal), onChange);
  }

  /** The registry changed: what is shown is asked for again. */
  forget(): void {
    this.relation.forget();
    this.explanation.forget();
  }
}

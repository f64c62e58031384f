import type { Answer, Notification, Request } from "#protocol/message.ts";
import type { ToHost, ToPage } from "#protocol/views/panel.ts";
import { type Asker, askAnswer } from "./asker.ts";

/** What a page may ask of the host; anything else is refused by name. */
export class PageRouter {
  readonly #answers = new Map<string, (params: unknown, signal: AbortSignal) => unknown>();
  readonly #listeners = new Map<string, (params: unknown) => void>();
  /** Requests under way, by their id; a page that is made anew counts from 1 again. */
  readonly #underWay = new Map<number, AbortController>();

  /** The host answers by itself; `signal` is aborted when the page does not want the answer any more. */
  answer<P, R>(message: Request<P, R>, handler: (params: P, signal: AbortSignal) => NoInfer<R> | Promise<NoInfer<R>>): this {
    this.#answers.set(message.method, handler as (params: unknown, signal: AbortSignal) => unknown);
    return this;
  }

  /** The server answers; one that is gone is a failure with its next step, like any other. */
  forward<P, R>(message: Request<P, Answer<R>>, asker: Asker, answered?: (params: P, value: R) => void): this {
    return this.answer(message, async (params, signal): Promise<NoInfer<Answer<R>>> => {
      const result = await askAnswer(asker, message, params, signal);
      if (result.ok) answered?.(params, result.value);
      return result;
    });
  }

  hear<P>(message: Notification<P>, handler: (params: P) => void): this {
    this.#listeners.set(message.method, handler as (params: unknown) => void);
    return this;
  }

  /** Takes one message from a page; gives what to post back, or nothing. */
  async receive(message: unknown): Promise<ToPage | undefined> {
    if (!isToHost(message)) return undefined;
    if (message.kind === "send") {
      this.#listeners.get(message.method)?.(message.params);
      return undefined;
    }
    this.#underWay.get(message.id)?.abort();
    if (message.kind === "cancel") return undefined;
    const handler = this.#answers.get(message.method);
    if (handler === undefined) return { kind: "failure", id: message.id, message: `No one answers ${message.method} here.` };
    return this.#answer(message.id, (signal) => handler(message.params, signal));
  }

  /** Nothing is posted back once the page has given the question up. */
  async #answer(id: number, handler: (signal: AbortSignal) => unknown): Promise<ToPage | undefined> {
    const wanted = new AbortController();
    this.#underWay.set(id, wanted);
    try {
      const value = await handler(wanted.signal);
      return wanted.signal.aborted ? undefined : { kind: "answer", id, value };
    } catch (error) {
      return wanted.signal.aborted ? undefined : { kind: "failure", id, message: error instanceof Error ? error.message : String(error) };
    } finally {
      if (this.#underWay.get(id) === wanted) this.#underWay.delete(id);
    }
  }
}

/** A page is our own code, but what runs in it shows text of strangers: the shape is checked before anything is called. */
function isToHost(message: unknown): message is ToHost {
  if (typeof message !== "object" || message === null) return false;
  const { kind, method, id } = message as Partial<Record<string, unknown>>;
  if (kind === "cancel") return typeof id === "number";
  if (typeof method !== "string") return false;
  return kind === "send" || (kind === "request" && typeof id === "number");
}

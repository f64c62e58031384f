import type { Answer, Notification, Request } from "#protocol/message.ts";
import type { ToHost, ToPage } from "#protocol/views/panel.ts";
import { type Asker, askAnswer } from "./asker.ts";

/** What a page may ask of the host; anything else is refused by name. */
export class PageRouter {
  readonly #answers = new Map<string, (params: unknown) => unknown>();
  readonly #listeners = new Map<string, (params: unknown) => void>();

  /** The host answers by itself. */
  answer<P, R>(message: Request<P, R>, handler: (params: P) => NoInfer<R> | Promise<NoInfer<R>>): this {
    this.#answers.set(message.method, handler as (params: unknown) => unknown);
    return this;
  }

  /** The server answers; one that is gone is a failure with its next step, like any other. */
  forward<P, R>(message: Request<P, Answer<R>>, asker: Asker, answered?: (params: P, value: R) => void): this {
    return this.answer(message, async (params): Promise<NoInfer<Answer<R>>> => {
      const result = await askAnswer(asker, message, params);
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
    const handler = this.#answers.get(message.method);
    if (handler === undefined) return { kind: "failure", id: message.id, message: `No one answers ${message.method} here.` };
    try {
      return { kind: "answer", id: message.id, value: await handler(message.params) };
    } catch (error) {
      return { kind: "failure", id: message.id, message: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** A page is our own code, but what runs in it shows text of strangers: the shape is checked before anything is called. */
function isToHost(message: unknown): message is ToHost {
  if (typeof message !== "object" || message === null) return false;
  const { kind, method, id } = message as Partial<Record<string, unknown>>;
  if (typeof method !== "string") return false;
  return kind === "send" || (kind === "request" && typeof id === "number");
}

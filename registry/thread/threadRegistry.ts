import type { Registry, RegistrySource } from "#registry/api.ts";
import { registryOfCalls } from "#registry/callsByName.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { type FromThread, type Port, receivedError, type ToThread } from "./port.ts";

/** A thread that has been started. */
export interface Thread extends Port {
  /** Called once when it has ended; `why` when it did not end by itself. */
  onEnd(handler: (why?: Error) => void): void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Calls that read many points and nothing else: a page asks several at once, and no answer of one rests on another. */
const ofPoints: ReadonlySet<string> = new Set<keyof Registry>(["history", "metricRanges"]);

/**
 * A registry whose calls are answered by other threads (`serveRegistry`), so that no query holds this one up. `start` begins one that has
 * the registry open; it is called by the first question, and again by the next one after a thread has died. Histories that are asked for while
 * others are being read have a second thread, which is started by the first of them. With `threads` 1 there is no second one: what is at the other end
 * holds nobody up.
 */
export function threadRegistry(source: RegistrySource, start: () => Thread, threads: 1 | 2 = 2): Registry {
  const calls = new Calls(source.label, start);
  const helper = threads === 1 ? calls : new Calls(source.label, start);
  const close = (): void => {
    calls.close();
    helper.close();
  };
  const callsFor = (name: string): Calls => (ofPoints.has(name) && helper.open < calls.open ? helper : calls);
  return registryOfCalls({ source, close }, (name, args, signal) => callsFor(name).make(name, args, signal));
}

class Calls {
  readonly #label: string;
  readonly #start: () => Thread;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Thread | undefined;
  #lastId = 0;
  #closed = false;

  constructor(label: string, start: () => Thread) {
    this.#label = label;
    this.#start = start;
  }

  /** How many wait for an answer. */
  get open(): number {
    return this.#waiting.size;
  }

  async make(method: string, args: readonly unknown[], signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    if (this.#closed) throw new RegistryError("unavailable", `${this.#label} was closed.`, "Open the registry again.");
    const id = ++this.#lastId;
    const giveUp = (): void => {
      this.#post({ kind: "abort", id });
      this.#settle(id)?.reject(signal.reason);
    };
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        this.#thread ??= this.#begin();
        this.#post({ kind: "call", id, method, args });
      });
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  }

  /** What is under way is still answered: whether a write was done is not for us to say. */
  close(): void {
    this.#closed = true;
    this.#post({ kind: "close" });
  }

  #begin(): Thread {
    const thread = this.#start();
    thread.listen((message) => {
      const reply = message as FromThread;
      if (reply.kind === "value") this.#settle(reply.id)?.resolve(reply.value);
      else this.#settle(reply.id)?.reject(receivedError(reply.error));
    });
    thread.onEnd((why) => {
      if (this.#thread === thread) this.#thread = undefined;
      const what = why === undefined ? "stopped" : `stopped: ${why.message}`;
      this.#failAll(new RegistryError("unavailable", `Reading ${this.#label} ${what}.`, "Try again; it is opened anew."));
    });
    return thread;
  }

  #post(message: ToThread): void {
    this.#thread?.post(message);
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #failAll(error: RegistryError): void {
    for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(error);
  }
}

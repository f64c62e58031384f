import type { LinkMessage } from "#registry/model/linkMessage.ts";
import { packed, unpacked } from "./packed.ts";
import type { Port } from "./port.ts";
import type { Thread } from "./threadRegistry.ts";

/** The end of a link that the other side started. */
export interface ServedLink extends Port {
  /** There is nothing more to say. */
  end(): void;
}

interface OpenLink {
  heard(message: unknown): void;
  /** The other side has ended it, or is gone. */
  ended(why?: Error): void;
}

/**
 * Many lines between a `threadRegistry` and a `serveRegistry` over one connection that carries JSON, as LSP does. Either side may start one.
 * `side` is another word at each end; `serve` answers a link that the other one has started, and throws for what it does not have.
 */
export class Links {
  readonly #side: string;
  readonly #send: (message: LinkMessage) => void;
  readonly #serve: (about: unknown, link: ServedLink) => void;
  readonly #open = new Map<string, OpenLink>();
  #last = 0;

  constructor(side: string, send: (message: LinkMessage) => void, serve: (about: unknown, link: ServedLink) => void) {
    this.#side = side;
    this.#send = send;
    this.#serve = serve;
  }

  /** Starts a link about something that the other side has. It is told with the first message. */
  start(about: unknown): Thread {
    const link = `${this.#side}${++this.#last}`;
    const hearers: ((message: unknown) => void)[] = [];
    const enders: ((why?: Error) => void)[] = [];
    let isNew = true;
    this.#open.set(link, {
      heard: (message) => {
        for (const hear of hearers) hear(message);
      },
      ended: (why) => {
        for (const end of enders) end(why);
      },
    });
    return {
      post: (message) => {
        this.#send({ link, ...(isNew ? { about } : {}), message: packed(message) });
        isNew = false;
      },
      listen: (handler) => void hearers.push(handler),
      onEnd: (handler) => void enders.push(handler),
    };
  }

  /** A message of the other side. One of a link that is not there any more is answered by its end, so that nobody waits. */
  receive({ link, about, ended, message }: LinkMessage): void {
    if (ended) {
      const open = this.#open.get(link);
      this.#open.delete(link);
      open?.ended();
      return;
    }
    if (about !== undefined && !this.#open.has(link)) this.#begin(link, about);
    const open = this.#open.get(link);
    if (open === undefined) this.#send({ link, ended: true });
    else open.heard(unpacked(message));
  }

  /** The other side is gone with all that it had. */
  endAll(why?: Error): void {
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const open of all) open.ended(why);
  }

  #begin(link: string, about: unknown): void {
    const hearers: ((message: unknown) => void)[] = [];
    const hear = (message: unknown): void => {
      for (const each of hearers) each(message);
    };
    // The side that asked being gone is as if it had closed what it asked.
    this.#open.set(link, { heard: hear, ended: () => hear({ kind: "close" }) });
    const end = (): void => {
      if (this.#open.delete(link)) this.#send({ link, ended: true });
    };
    const post = (message: unknown): void => {
      if (this.#open.has(link)) this.#send({ link, message: packed(message) });
    };
    try {
      this.#serve(about, { post, listen: (handler) => void hearers.push(handler), end });
    } catch {
      end();
    }
  }
}

import type { Notification, Request } from "#protocol/message.ts";
import type { ToHost, ToPage } from "#protocol/views/panel.ts";

/** The page's only contact with the outside: VS Code in the editor, a fixture in a plain browser. */
export interface Host {
  post(message: ToHost): void;
  listen(handler: (message: ToPage) => void): void;
  /** Gives the editor the state to hand to the host when the window has been reloaded. */
  keep?(state: unknown): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

declare global {
  interface Window {
    /** Set by a harness that runs the page in a plain browser. */
    slipwayHost?: Host;
  }
}

/** Calls over a `Host`, typed by the message constants of the view's contract. */
export class Bridge {
  readonly #host: Host;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  readonly #listeners = new Map<string, (params: unknown) => void>();
  #nextId = 1;

  constructor(host: Host) {
    this.#host = host;
    host.listen((message) => this.#receive(message));
  }

  /** The bridge of the page that this script runs in. */
  static ofPage(): Bridge {
    if (window.slipwayHost) return new Bridge(window.slipwayHost);
    const api = acquireVsCodeApi();
    return new Bridge({
      post: (message) => api.postMessage(message),
      // VS Code posts from the frame around the page; its origin differs per session, its source is always the parent.
      listen: (handler) => window.addEventListener("message", (event: MessageEvent) => handler(event.data as ToPage)),
      keep: (state) => api.setState(state),
    });
  }

  /** Rejects when the host could not answer at all, or when `signal` is aborted; expected failures come as `Answer`. */
  ask<P, R>(message: Request<P, R>, params: P, signal?: AbortSignal): Promise<R> {
    const id = this.#nextId++;
    return new Promise<R>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#host.post({ kind: "request", id, method: message.method, params });
      signal?.addEventListener("abort", () => this.#giveUp(id, signal.reason as Error), { once: true });
    });
  }

  #giveUp(id: number, reason: Error): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    this.#host.post({ kind: "cancel", id });
    waiting.reject(reason);
  }

  tell<P>(message: Notification<P>, params: P): void {
    this.#host.post({ kind: "send", method: message.method, params });
  }

  /** What the host is given as the page's state after a reload of the window (`deserializeWebviewPanel`). */
  keep(state: unknown): void {
    this.#host.keep?.(state);
  }

  on<P>(message: Notification<P>, handler: (params: P) => void): void {
    this.#listeners.set(message.method, handler as (params: unknown) => void);
  }

  #receive(message: ToPage): void {
    if (message.kind === "push") {
      this.#listeners.get(message.method)?.(message.params);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === "answer") waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.message));
  }
}

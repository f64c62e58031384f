import type { ReactiveController, ReactiveControllerHost } from "lit";

/** The width of an element, px: its host is drawn again when it changes. 0 before the host is on the page. */
export class OwnWidth implements ReactiveController {
  value = 0;
  readonly #host: ReactiveControllerHost & Element;
  readonly #observer: ResizeObserver;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    this.#observer = new ResizeObserver(() => {
      if (this.value === host.clientWidth) return;
      this.value = host.clientWidth;
      host.requestUpdate();
    });
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }
}

import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Whether an element is on the screen, or at most `margin` px from it. False before its host is on the page. */
export class OnScreen implements ReactiveController {
  value = false;
  readonly #host: Element;
  readonly #observer: IntersectionObserver;

  /** `onChange` hears of it whenever it came on the screen or left it; not when it is taken off the page. */
  constructor(host: ReactiveControllerHost & Element, margin: number, onChange: (isOnScreen: boolean) => void) {
    this.#host = host;
    this.#observer = new IntersectionObserver(
      (entries) => {
        this.value = entries.at(-1)?.isIntersecting === true;
        onChange(this.value);
      },
      { rootMargin: `${margin}px` },
    );
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    this.value = false;
  }
}

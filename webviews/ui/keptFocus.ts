/**
 * Keeps the focus on a page: what is pressed may be gone after it (a note that is hidden, a column), or stand elsewhere, and a browser then
 * leaves the keyboard nowhere. To be told before and after each drawing of the page.
 */
export class KeptFocus {
  readonly #page: HTMLElement;
  readonly #instead: (held: Element) => readonly string[];
  #held: Element | undefined;
  #next: readonly string[] = [];

  /** `instead`: of what has the focus, selectors of what gets it where that is gone, the best one first. Asked while it is still there. */
  constructor(page: HTMLElement, instead: (held: Element) => readonly string[]) {
    this.#page = page;
    this.#instead = instead;
  }

  /** The page is about to be drawn. */
  before(): void {
    const { activeElement } = document;
    this.#held = activeElement !== null && this.#page.contains(activeElement) ? activeElement : undefined;
    this.#next = this.#held === undefined ? [] : this.#instead(this.#held);
  }

  /**
   * The page was drawn. What was only moved has the focus again at once: the next key may come before the next frame. Another one gets it after the
   * key press that led here, whose Enter would press it too. Parts are drawn after the page, and what a narrower page hides loses the focus a frame
   * later: it is looked after until then.
   */
  after(): void {
    const held = this.#held;
    if (held === undefined) return;
    const next = this.#next;
    this.#give(held, []);
    requestAnimationFrame(() => {
      this.#give(held, next);
      requestAnimationFrame(() => this.#give(held, next));
    });
  }

  #give(held: Element, next: readonly string[]): void {
    const isLost = () => document.activeElement === document.body || document.activeElement === null;
    if (!isLost()) return;
    if (held.isConnected) (held as HTMLElement).focus({ preventScroll: true });
    for (const selector of next) if (isLost()) this.#page.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  }
}

import type { PromotionPage } from "#protocol/views/promotion.ts";

/** ms; a second press so soon after the first is the rest of a double click. */
const doubleClick = 700;

/**
 * Whether the reader has seen what he decides on. The page changes under his hands: somebody moves an alias, sets a tag, decides first.
 * A press after that leads to what changed; only the next one counts.
 */
export class Attention {
  #known: string | undefined;
  #seen: string | undefined;
  #lines: readonly string[] = [];
  #next: string | undefined;
  #shownAt: number | undefined;

  /** What changed since the reader looked, in sentences; empty: nothing. */
  get changes(): readonly string[] {
    return this.#lines;
  }

  /** `seen` of the page that the reader knows; absent before the first one. */
  get seen(): string | undefined {
    return this.#seen;
  }

  /** A page that was read again. */
  take(page: PromotionPage): void {
    const found = decisiveOf(page);
    if (this.#known === undefined || this.#known === found) {
      this.acknowledge(page);
      return;
    }
    if (this.#next === found) return;
    this.#next = found;
    this.#shownAt = undefined;
    this.#lines = page.changed.length > 0 ? page.changed : [`It is now: ${page.pill.text}.`];
  }

  /** The reader knows this page: it is his first one, what his own act led to, or he said so. */
  acknowledge(page: PromotionPage): void {
    this.#known = decisiveOf(page);
    this.#seen = page.seen;
    this.#next = undefined;
    this.#lines = [];
    this.#shownAt = undefined;
  }

  /** A press on an act, at a time in ms: does it count, or does it lead to what changed? */
  press(page: PromotionPage, at: number): "counts" | "leads" {
    if (this.#lines.length === 0) return "counts";
    if (this.#shownAt === undefined || at - this.#shownAt < doubleClick) {
      this.#shownAt ??= at;
      return "leads";
    }
    this.acknowledge(page);
    return "counts";
  }
}

/** All that a decision rests on: facts, where the promotion stands, and what the buttons do. */
function decisiveOf(page: PromotionPage): string {
  return JSON.stringify([page.seen, page.state, page.promotionId, page.acts.map(({ kind, label, enabled }) => [kind, label, enabled])]);
}

import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";

/** Rows that are drawn around the screen, on either side. */
const overscan = 8;

/** Which rows of a long table are on the screen. All rows are equally high; the table's head covers the first px of the element that scrolls. */
export class RowScroller {
  readonly #virtual: Virtualizer<HTMLElement, HTMLElement>;
  readonly #onChange: () => void;
  readonly #size: { readonly row: number };

  constructor(element: HTMLElement, size: { readonly row: number; readonly head: number }, onChange: () => void) {
    this.#onChange = onChange;
    this.#size = size;
    this.#virtual = new Virtualizer<HTMLElement, HTMLElement>({
      count: 0,
      getScrollElement: () => element,
      estimateSize: () => size.row,
      overscan,
      paddingStart: size.head,
      scrollPaddingStart: size.head,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange,
    });
    this.#virtual._didMount();
    this.#virtual._willUpdate();
  }

  /** To be called after each drawing, with the number of rows that there are, and how high the head is: px. */
  drawn(count: number, head: number): void {
    const { options } = this.#virtual;
    const before = this.rows;
    this.#virtual.setOptions({ ...options, count, paddingStart: head, scrollPaddingStart: head });
    if (options.paddingStart !== head) this.#virtual.measure();
    this.#virtual._willUpdate();
    const after = this.rows;
    const isSame =
      before.length === after.length && after.every(({ index, start }, at) => index === before[at]?.index && start === before[at]?.start);
    if (!isSame) this.#onChange();
  }

  /** The rows to draw, and where: px from the top of the element's content. */
  get rows(): readonly { readonly index: number; readonly start: number }[] {
    return this.#virtual.getVirtualItems();
  }

  /** As many rows as there can be of them at a time. */
  get most(): number {
    return Math.ceil(this.height / this.#size.row) + 1 + 2 * overscan;
  }

  /** px */
  get height(): number {
    return this.#virtual.scrollRect?.height ?? 0;
  }

  show(row: number): void {
    this.#virtual.scrollToIndex(row, { align: "auto" });
  }

  /** The first row that is seen beneath the head; 0 at the top. */
  get top(): number {
    return Math.floor((this.#virtual.scrollOffset ?? 0) / this.#size.row);
  }

  /** Rows have come above those that are seen, or gone: the same ones stay in sight. */
  shift(rows: number): void {
    this.#virtual.scrollToOffset((this.#virtual.scrollOffset ?? 0) + rows * this.#size.row);
  }

  toTop(): void {
    this.#virtual.scrollToOffset(0);
  }
}

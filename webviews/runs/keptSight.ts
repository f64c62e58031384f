import type { RowScroller } from "../ui/rowScroller.ts";
import type { RowPlaces } from "./selection.ts";
import type { RowWindows } from "./windows.ts";

/** Keeps the rows that one looks at where they are while others come or go above them. */
export class KeptSight {
  readonly #windows: RowWindows;
  readonly #scroller: () => RowScroller | undefined;
  /** The first row that was seen when rows were asked for. */
  #top: { readonly id: string; readonly index: number } | undefined;
  /** Rows by which the table is to be scrolled. */
  #shift = 0;

  constructor(windows: RowWindows, scroller: () => RowScroller | undefined) {
    this.#windows = windows;
    this.#scroller = scroller;
  }

  /** Rows are asked for: the row whose place is to be told. None at the top of the table, where new runs are to be seen. */
  get followed(): readonly string[] {
    const index = this.#scroller()?.top ?? 0;
    const id = index === 0 ? undefined : this.#windows.row(index)?.id;
    this.#top = id === undefined ? undefined : { id, index };
    return id === undefined ? [] : [id];
  }

  /** Rows have come: of the same question the same row stays the first one. */
  follow(places: RowPlaces, isSame: boolean): void {
    const now = places.get(this.#top?.id ?? "");
    if (isSame && this.#top !== undefined && now != null) this.#shift = now - this.#top.index;
  }

  /** The rows were drawn: the table is as high as they are. */
  drawn(): void {
    if (this.#shift !== 0) this.#scroller()?.shift(this.#shift);
    this.#shift = 0;
  }
}

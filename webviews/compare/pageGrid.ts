import { textWidth } from "../charts/textWidth.ts";
import { onThemeChange } from "../charts/themeColours.ts";
import { widestNoted } from "./changesSection.ts";
import { columnWidths } from "./columnWidths.ts";
import { widestCells } from "./metricTable.ts";
import type { CompareView } from "./view.ts";

/**
 * The one grid of the page, as wide as what stands in it: numbers are measured, not guessed. The widths become variables of the page, and what
 * has no room for its words a class of the page: a container query in each of a hundred columns would lay all of them out twice.
 */
export class PageGrid {
  readonly #page: HTMLElement;
  /** px */
  #viewport = 0;
  #fontFamily = "";
  #view: CompareView | undefined;

  constructor(page: HTMLElement) {
    this.#page = page;
  }

  /** Call once, when the page is in its document. */
  follow(): void {
    new ResizeObserver(() => this.#measure()).observe(document.documentElement);
    onThemeChange(() => this.#measure());
  }

  /** For what was drawn just now. */
  layOut(view: CompareView | undefined): void {
    this.#view = view;
    if (!view || this.#viewport === 0) return;
    const wide = (text: string) => textWidth(text, `600 13px ${this.#fontFamily}`);
    const columns = columnWidths({ viewport: this.#viewport, runs: view.data.runs.length, ...widestCells(view.metrics.rows, wide) });
    const { style, classList } = this.#page;
    const set = (name: string, px: number) => style.setProperty(name, `${px}px`);
    style.setProperty("--runs", String(Math.max(1, view.data.runs.length)));
    set("--name-column", columns.name);
    set("--run-column", columns.run);
    set("--value-width", columns.value);
    set("--delta-width", columns.delta);
    set(
      "--note-at",
      widestNoted(view.changes, (text) => textWidth(text, `13px ${this.#fontFamily}`)),
    );
    // Beside numbers that need the room there is none for a row's choices: they are in its menu.
    classList.toggle("narrow-names", columns.name < 290);
    classList.toggle("tight-names", columns.name < 230);
    classList.toggle("narrow-chips", columns.chip <= 210);
    classList.toggle("narrow-verdicts", columns.verdict <= 58);
  }

  /** Asked when it changes, not at each drawing: the browser would have to lay out the whole page to answer. */
  #measure(): void {
    this.#viewport = document.documentElement.clientWidth;
    this.#fontFamily = getComputedStyle(document.body).fontFamily;
    // Parts that do not scroll sideways are as wide as what is seen.
    this.#page.style.setProperty("--viewport", `${this.#viewport}px`);
    this.layOut(this.#view);
  }
}

import { columnsInSight } from "./columnWidths.ts";

/**
 * How many columns of a comparison stand on the page: at first those that fit on the screen, and all of them as soon as the browser has nothing
 * else to do. A hundred take ten times as long as the eight that are seen, and what is asked for when it comes into view would wait for them.
 */
export class DrawnColumns {
  #all = false;
  #isAsked = false;

  of(columns: number): number {
    return this.#all ? columns : Math.min(columns, columnsInSight(window.innerWidth));
  }

  /** To be called after each drawing of some: `draw` is called once, when all are to be drawn. */
  drawOthers(columns: number, draw: () => void): void {
    if (this.#isAsked || columns === 0) return;
    this.#isAsked = true;
    const isWhole = this.of(columns) === columns;
    const others = () => {
      this.#all = true;
      if (!isWhole) draw();
    };
    requestIdleCallback(others, { timeout: longest });
  }
}

/** ms */
const longest = 300;

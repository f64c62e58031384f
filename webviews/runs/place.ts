import type { ColumnId } from "#protocol/views/runs.ts";
import { cssVariables } from "../ui/cssVariables.ts";
import type { Placed, PlacedColumn } from "./columns.ts";
import type { RunsView } from "./view.ts";

/** Where a group of columns stands: px from the left edge of the table, and its width. */
export function place(left: number, width: number) {
  return cssVariables({ "--left": `${left}px`, "--width": `${width}px` });
}

/** Has a rule for each column: a thousand cells with a style of their own each would have to be worked out one by one, at every frame of a scroll. */
const sheet = new CSSStyleSheet();
let written: Placed | undefined;

/** To be called before columns are drawn, with all there are. */
export function placeColumns(placed: Placed): void {
  if (placed === written) return;
  if (written === undefined) document.adoptedStyleSheets.push(sheet);
  written = placed;
  const rules = [...placed.frozen, ...placed.columns].map(
    (column) => `.${columnClass(column)}{left:${column.left}px;width:${column.width}px}`,
  );
  sheet.replaceSync(rules.join(""));
}

/** Of the heads and cells of a column. */
export function columnClass({ slot }: PlacedColumn): string {
  return `column-${slot}`;
}

/** Scrolls the table as far as it must for a column to be seen; frozen ones always are. */
export function revealColumn(grid: HTMLElement | null, { allColumns, frozen, frozenWidth }: RunsView, id: ColumnId | undefined): void {
  const placed = allColumns.find(({ column }) => column?.id === id);
  if (grid === null || placed === undefined || frozen.includes(placed)) return;
  const [least, greatest] = [placed.left + placed.width - grid.clientWidth, placed.left - frozenWidth];
  grid.scrollLeft = Math.max(least, Math.min(greatest, grid.scrollLeft));
}

import { cssVariables } from "../ui/cssVariables.ts";

/** Where a cell or a head stands: px from the left edge of the table, and its width. */
export function place(left: number, width: number) {
  return cssVariables({ "--left": `${left}px`, "--width": `${width}px` });
}

/** Which rows of the table are chosen, and where the keyboard is. Rows are numbers in the table's order, runs are ids. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** The row with the focus. */
  readonly focus: number;
  /** Where a range begins. */
  readonly anchor: number;
}

export const noSelection: Selection = { ids: new Set(), focus: 0, anchor: 0 };

export interface Press {
  /** Ctrl, or Cmd on a Mac: adds or takes away one. */
  readonly toggles: boolean;
  /** Shift: from the anchor to here. */
  readonly extends: boolean;
}

/** The selection after a press on a row; `range` are the runs from the anchor to it. */
export function pressed(selection: Selection, row: number, id: string, press: Press, range: readonly string[]): Selection {
  if (press.extends) return { ids: new Set(press.toggles ? [...selection.ids, ...range] : range), focus: row, anchor: selection.anchor };
  if (!press.toggles) return { ids: new Set([id]), focus: row, anchor: row };
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, focus: row, anchor: row };
}

/** Where a key leads from a row, in a table of `count` rows of which `page` are on the screen; absent: it leads nowhere. */
export function rowAfterKey(key: string, row: number, count: number, page: number): number | undefined {
  const to = { ArrowDown: row + 1, ArrowUp: row - 1, PageDown: row + page, PageUp: row - page, Home: 0, End: count - 1 }[key];
  return to === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, to));
}

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

/** Where rows stand in the table by their ids; null: they are not in it. */
export type RowPlaces = ReadonlyMap<string, number | null>;

/** A key as it comes to the table. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  preventDefault(): void;
}

/** The chosen runs after a press on `own`: a run, those of a group, or those from the anchor to here. */
export function chosenAfter(chosen: ReadonlySet<string>, own: readonly string[], press: Press): ReadonlySet<string> {
  if (!press.toggles) return new Set(own);
  const ids = new Set([...chosen, ...own]);
  if (!press.extends && ids.size === chosen.size) for (const id of own) ids.delete(id);
  return ids;
}

/** Where a key leads from a row, in a table of `count` rows of which `page` are on the screen; absent: it leads nowhere. */
export function rowAfterKey(key: string, row: number, count: number, page: number): number | undefined {
  const to = { ArrowDown: row + 1, ArrowUp: row - 1, PageDown: row + page, PageUp: row - page, Home: 0, End: count - 1 }[key];
  return to === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, to));
}

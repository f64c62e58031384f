import type { ColumnId, ColumnKind, RunsCatalog, RunsColumn, RunsState, SortBy } from "#protocol/views/runs.ts";

export const groupNames: Readonly<Record<ColumnKind, string>> = {
  metric: "Metrics",
  param: "Params",
  tag: "Tags",
  attribute: "Attributes",
};
const groups: readonly ColumnKind[] = ["metric", "param", "tag", "attribute"];

/** A column where it stands in the table; a folded group is one empty column. */
export interface PlacedColumn {
  /** Absent: a folded group. */
  readonly column?: RunsColumn;
  readonly kind: ColumnKind;
  /** px from the left edge of the table. */
  readonly left: number;
  readonly width: number;
  /** The first of its group. */
  readonly begins: boolean;
}

export interface PlacedGroup {
  readonly kind: ColumnKind;
  readonly left: number;
  readonly width: number;
  readonly shown: number;
  readonly all: number;
  readonly isFolded: boolean;
}

const foldedWidth = 96;
const characterWidth = 7.4;
const padding = 16;
/** Room for the star of the best value. */
const starWidth = 24;
const narrowest = 80;

/** The columns that are shown, group after group. */
export function placedColumns(
  catalog: RunsCatalog,
  state: RunsState,
  start: number,
): { columns: PlacedColumn[]; groups: PlacedGroup[]; width: number } {
  const shown = new Set<string>(shownIds(catalog, state));
  const columns: PlacedColumn[] = [];
  const placed: PlacedGroup[] = [];
  let left = start;
  for (const kind of groups) {
    const all = catalog.columns.filter((column) => column.kind === kind);
    const own = all.filter(({ id }) => shown.has(id));
    if (own.length === 0) continue;
    const isFolded = state.folded.includes(kind);
    const from = left;
    if (isFolded) {
      columns.push({ kind, left, width: foldedWidth, begins: true });
      left += foldedWidth;
    }
    for (const [at, column] of isFolded ? [] : own.entries()) {
      const width = columnWidth(column);
      columns.push({ column, kind, left, width, begins: at === 0 });
      left += width;
    }
    placed.push({ kind, left: from, width: left - from, shown: own.length, all: all.length, isFolded });
  }
  return { columns, groups: placed, width: left };
}

/** Those that were chosen and are still there, else the usual ones. */
export function shownIds(catalog: RunsCatalog, { columns }: RunsState): readonly ColumnId[] {
  if (columns === undefined) return catalog.defaults;
  const known = new Set(catalog.columns.map(({ id }) => id));
  return columns.filter((id) => known.has(id));
}

function columnWidth({ key, width, kind, better }: RunsColumn): number {
  const head = titleOf(kind, key).length * characterWidth + padding + 18;
  const cell = width * characterWidth + padding + (better === undefined ? 0 : starWidth);
  return Math.round(Math.max(narrowest, Math.min(320, Math.max(head, cell))));
}

const attributeTitles: Readonly<Record<string, string>> = {
  start_time: "Started",
  duration: "Duration",
  user_id: "User",
  version: "Version",
};

export function titleOf(kind: ColumnKind, key: string): string {
  return kind === "attribute" ? (attributeTitles[key] ?? key) : key;
}

/** A version is known of the rows on the screen only. */
export function isSortable({ id }: RunsColumn): boolean {
  return id !== "attribute:version";
}

/**
 * The sort after a press on a head: the better end first where it is known, then the other way, then none. With shift it is one more key.
 */
export function sortAfterPress(
  sort: readonly SortBy[],
  column: SortBy["column"],
  better: "higher" | "lower" | undefined,
  adds: boolean,
): SortBy[] {
  const known = sort.find((by) => by.column === column);
  const firstWay = better === "higher" || column === "attribute:start_time";
  const next =
    known === undefined ? { column, descending: firstWay } : known.descending === firstWay ? { column, descending: !firstWay } : undefined;
  if (!adds) return next === undefined ? [] : [next];
  if (known === undefined) return next === undefined ? [...sort] : [...sort, next];
  return sort.flatMap((by) => (by.column === column ? (next ?? []) : by));
}

/** Columns whose name has the text, or matches it where it is written as `/expression/`. A bad expression matches nothing. */
export function matchingColumns(columns: readonly RunsColumn[], text: string): readonly RunsColumn[] {
  const expression = /^\/(.+?)\/?$/.exec(text)?.[1];
  if (expression === undefined) {
    const wanted = text.trim().toLowerCase();
    return columns.filter(({ key, kind }) => titleOf(kind, key).toLowerCase().includes(wanted));
  }
  try {
    const pattern = new RegExp(expression, "i");
    return columns.filter(({ key }) => pattern.test(key));
  } catch {
    return [];
  }
}

import type { ColumnId, ColumnKind, LeftOut, RunsCatalog, RunsColumn, RunsState, SortBy } from "#protocol/views/runs.ts";
import { systemMetricPrefix } from "#registry/model/mostLogged.ts";

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
  /** Its number in the table, from 0. */
  readonly slot: number;
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
/** px, of the names before somebody makes them wider. */
const usualNames = 200;
const characterWidth = 7.4;
const padding = 16;
/** Room for the star of the best value. */
const starWidth = 24;
const narrowest = 80;

/** Where everything stands in the table. */
export interface Placed {
  /** Those that stay in view, beside the name. */
  readonly frozen: PlacedColumn[];
  /** px, with the name. */
  readonly frozenWidth: number;
  /** The others. */
  readonly columns: PlacedColumn[];
  readonly groups: PlacedGroup[];
  /** px */
  readonly width: number;
}

/** The last places: a page is drawn at every frame of a scroll, and 12,000 columns do not move meanwhile. */
let lastPlaced: { readonly catalog: RunsCatalog; readonly state: RunsState; readonly placed: Placed } | undefined;

/** The columns that are shown: beside the names the frozen ones, then group after group. */
export function placedColumns(catalog: RunsCatalog, state: RunsState): Placed {
  if (lastPlaced?.catalog !== catalog || lastPlaced.state !== state) lastPlaced = { catalog, state, placed: placesOf(catalog, state) };
  return lastPlaced.placed;
}

/** The names stand in a column like others, though it is always the first. */
export const nameColumn = "attribute:run_name";

/** px, of the names with all that stands beside them. */
export function nameWidth({ widths }: Pick<RunsState, "widths">): number {
  return widths?.[nameColumn] ?? usualNames;
}

function placesOf(catalog: RunsCatalog, state: RunsState): Placed {
  const shown = shownIds(catalog, state);
  const known = byId(catalog);
  const inView = new Set(state.frozen);
  let left = nameWidth(state);
  let slot = 0;
  const place = (column: RunsColumn, begins: boolean): PlacedColumn => {
    const width = state.widths?.[column.id] ?? columnWidth(column, state);
    left += width;
    return { column, kind: column.kind, slot: slot++, left: left - width, width, begins };
  };
  const frozen = shown.flatMap((id) => (inView.has(id) ? (known.get(id) ?? []) : [])).map((column) => place(column, false));
  const frozenWidth = left;
  const columns: PlacedColumn[] = [];
  const placed: PlacedGroup[] = [];
  for (const kind of groups) {
    const all = catalog.columns.filter((column) => column.kind === kind).length;
    const own = shown.flatMap((id) => known.get(id) ?? []).filter((column) => column.kind === kind);
    const loose = own.filter(({ id }) => !inView.has(id));
    if (loose.length === 0) continue;
    const isFolded = state.folded.includes(kind);
    const from = left;
    if (isFolded) {
      columns.push({ kind, slot: slot++, left, width: foldedWidth, begins: true });
      left += foldedWidth;
    } else columns.push(...loose.map((column, at) => place(column, at === 0)));
    placed.push({ kind, left: from, width: left - from, shown: own.length, all, isFolded });
  }
  return { frozen, frozenWidth, columns, groups: placed, width: left };
}

const columnsById = new WeakMap<RunsCatalog, ReadonlyMap<string, RunsColumn>>();

/** The columns of a catalog by their ids. */
export function byId(catalog: RunsCatalog): ReadonlyMap<string, RunsColumn> {
  let known = columnsById.get(catalog);
  if (known === undefined) {
    known = new Map(catalog.columns.map((column) => [column.id, column]));
    columnsById.set(catalog, known);
  }
  return known;
}

/**
 * Those that were chosen, else the usual ones; also what is not there now (deleted runs have others) or is left out. A choice is changed from these: what is not
 * seen at the moment is not thrown away.
 */
export function keptIds(catalog: RunsCatalog, { columns }: Pick<RunsState, "columns">): readonly ColumnId[] {
  return columns ?? catalog.defaults;
}

/** The last ones that were shown, for the same reason as the last places. */
let lastShown: { readonly catalog: RunsCatalog; readonly state: RunsState; readonly ids: readonly ColumnId[] } | undefined;

/** Those that were chosen, without what is left out. */
export function shownIds(catalog: RunsCatalog, state: RunsState): readonly ColumnId[] {
  if (lastShown?.catalog !== catalog || lastShown.state !== state) {
    const { leftOut = [] } = state;
    const ids = keptIds(catalog, state).filter((id) => {
      const column = byId(catalog).get(id);
      return column !== undefined && !isLeftOut(column, leftOut, catalog.total);
    });
    lastShown = { catalog, state, ids };
  }
  return lastShown.ids;
}

const differingParams = new WeakMap<RunsCatalog, readonly RunsColumn[]>();

/** The params that tell runs apart. */
export function differingColumns(catalog: RunsCatalog): readonly RunsColumn[] {
  const known = differingParams.get(catalog) ?? catalog.columns.filter(({ kind, isEqual }) => kind === "param" && !isEqual);
  differingParams.set(catalog, known);
  return known;
}

/** What every run has is never left out, nor what a person made. */
export function isLeftOut({ isEqual, count, kind, key, isFormula }: RunsColumn, leftOut: readonly LeftOut[], total: number): boolean {
  if (kind === "attribute" || isFormula) return false;
  return (
    (leftOut.includes("equal") && isEqual && total > 1) ||
    (leftOut.includes("rare") && count * 2 < total) ||
    (leftOut.includes("system") && kind === "metric" && key.startsWith(systemMetricPrefix))
  );
}

function columnWidth({ id, key, width, kind, better }: RunsColumn, { groupBy = [], values, sort }: RunsState): number {
  const signs = (values?.[key] === undefined || kind !== "metric" ? 0 : 4) + (sort.some(({ column }) => column === id) ? 2 : 0);
  const head = (titleOf(kind, key).length + signs) * characterWidth + padding + 18;
  // A mean with its deviation is twice as long as a number.
  const longest = kind === "metric" && groupBy.length > 0 ? 17 : width;
  const cell = longest * characterWidth + padding + (better === undefined ? 0 : starWidth);
  return Math.round(Math.max(narrowest, Math.min(320, Math.max(head, cell))));
}

const attributeTitles: Readonly<Record<string, string>> = {
  experiment: "Experiment",
  start_time: "Started",
  duration: "Duration",
  status: "Status",
  dataset: "Data set",
  user_id: "User",
  version: "Version",
};

export function titleOf(kind: ColumnKind, key: string): string {
  return kind === "attribute" ? (attributeTitles[key] ?? key) : key;
}

/** The column ids after one is moved by so many places among those of its kind that are shown; the others stay where they are. */
export function movedColumn(kept: readonly ColumnId[], shown: readonly ColumnId[], id: ColumnId, by: number): ColumnId[] {
  const kind = id.slice(0, id.indexOf(":"));
  const own = shown.filter((other) => other.startsWith(`${kind}:`));
  const from = own.indexOf(id);
  const to = Math.max(0, Math.min(own.length - 1, from + by));
  const moved = own.toSpliced(from, 1).toSpliced(to, 0, id).values();
  const isOwn = new Set(own);
  return kept.map((other) => (isOwn.has(other) ? (moved.next().value ?? other) : other));
}

/** Column ids with some more, each among those of its kind as the catalog has them; the order of the others stays. */
export function withColumns(catalog: RunsCatalog, ids: readonly ColumnId[], more: readonly ColumnId[]): ColumnId[] {
  const has = new Set(ids);
  const added = new Set(more.filter((id) => !has.has(id)));
  return [...ids, ...catalog.columns.flatMap(({ id }) => (added.has(id) ? [id] : []))];
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

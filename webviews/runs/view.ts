import type { Problem } from "#protocol/message.ts";
import type { ColumnId, RunsCatalog, RunsColumn, RunsState, RunsTableRow } from "#protocol/views/runs.ts";
import type { PlacedColumn, PlacedGroup } from "./columns.ts";
import type { Press, Selection } from "./selection.ts";
import type { Shown } from "./windows.ts";

/** A row on the screen; absent while it is on its way. */
export interface DrawnRow {
  readonly index: number;
  /** px from the top of the rows. */
  readonly top: number;
  readonly row: RunsTableRow | undefined;
}

/** All that the parts of the page draw from, and what they may do. */
export interface RunsView extends PageUi, RunsActs {
  readonly state: RunsState;
  readonly catalog: RunsCatalog;
  readonly shown: Shown | undefined;
  /** Why the last question about rows has no answer; rows of the last good one stay. */
  readonly problem: Problem | undefined;
  readonly columns: readonly PlacedColumn[];
  readonly groups: readonly PlacedGroup[];
  /** px */
  readonly width: number;
  readonly rows: readonly DrawnRow[];
  /** Height of all rows, px. */
  readonly height: number;
  /** Of a column id, its place in the cells of a row; absent while the rows are of other columns. */
  cellOf(id: ColumnId): number | undefined;
  readonly selection: Selection;
  readonly baseline: string | undefined;
  /** Of a run near the screen its name, else the start of its id. */
  nameOf(id: string): string;
}

/** What a person may do. */
export interface RunsActs {
  press(row: number, id: string, press: Press): void;
  open(id: string): void;
  sortBy(column: RunsColumn | undefined, adds: boolean): void;
  fold(kind: PlacedGroup["kind"]): void;
  type(text: string): void;
  apply(filter: string): void;
  charts(change: Partial<RunsState["charts"]>): void;
  chooseColumns(open: boolean): void;
  searchColumns(text: string): void;
  hide(which: ColumnFilter, on: boolean): void;
  /** Absent: the usual ones. */
  show(columns: readonly ColumnId[] | undefined): void;
  copy(format: "Markdown" | "CSV", what: "all" | "selected"): void;
  compare(): void;
  setBaseline(): void;
  clearSelection(): void;
  retry(): void;
}

/** What the page forgets when it is closed. */
export interface PageUi {
  /** The filter as it is being typed. */
  readonly draft: string;
  /** Filters that were used, the last one first. */
  readonly history: readonly string[];
  readonly isChoosingColumns: boolean;
  readonly columnSearch: string;
  readonly hides: Readonly<Record<ColumnFilter, boolean>>;
}

/** What the list of columns leaves out. */
export type ColumnFilter = "equal" | "rare" | "system";

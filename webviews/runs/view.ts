import type { Problem } from "#protocol/message.ts";
import type { NamedRun, RunAct } from "#protocol/runEdits.ts";
import type {
  Better,
  ChosenValue,
  ColumnId,
  LeftOut,
  QuickFilter,
  RunsCatalog,
  RunsColumn,
  RunsState,
  RunsTableRow,
  RunsTextFormat,
} from "#protocol/views/runs.ts";
import type { ViewHome } from "#protocol/views/runsViews.ts";
import type { PopupContent } from "../ui/popup.ts";
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
  readonly frozen: readonly PlacedColumn[];
  /** Those that are not on the screen too. */
  readonly allColumns: readonly PlacedColumn[];
  /** px, with the name. */
  readonly frozenWidth: number;
  readonly groups: readonly PlacedGroup[];
  /** px */
  readonly width: number;
  readonly rows: readonly DrawnRow[];
  /** As many rows as are drawn at a time, at most. */
  readonly mostRows: number;
  /** Height of all rows, px. */
  readonly height: number;
  /** Of a column id, its place in the cells of a row; absent while the rows are of other columns. */
  cellOf(id: ColumnId): number | undefined;
  readonly selection: Selection;
  /** Rows stand beneath others. */
  readonly isTree: boolean;
  readonly baseline: string | undefined;
  /** Of a run near the screen its name, else the start of its id. */
  nameOf(id: string): string;
}

/** What a person may do. */
export interface RunsActs {
  /** `index` is absent for a row that stands outside of the table. */
  press(index: number | undefined, row: RunsTableRow, press: Press): void;
  open(id: string): void;
  sortBy(column: RunsColumn | undefined, adds: boolean): void;
  fold(kind: PlacedGroup["kind"]): void;
  type(text: string): void;
  apply(filter: string): void;
  /** What a column's texts are, for completion. */
  textsOf(column: ColumnId): Promise<readonly string[]>;
  charts(change: Partial<RunsState["charts"]>): void;
  /** Opens the field for a formula; absent: closes it. */
  typeFormula(typing: FormulaTyping | undefined): void;
  /** As a column and a chart, in the place of `instead` where that is given. */
  showFormula(formula: string, instead?: string): void;
  removeFormula(formula: string): void;
  chooseColumns(open: boolean): void;
  searchColumns(text: string): void;
  leaveOut(which: LeftOut): void;
  /** Absent: the usual ones. */
  show(columns: readonly ColumnId[] | undefined): void;
  copy(format: RunsTextFormat, what: "all" | "selected"): void;
  compare(): void;
  /** What a run can be compared with: the chosen runs, else the baseline; absent: nothing. */
  comparable(id: string): { readonly ids: readonly string[]; readonly words: string } | undefined;
  compareWith(id: string): void;
  /** Absent: the row with the focus. */
  setBaseline(id?: string): void;
  pin(id: string, on: boolean): void;
  /** Opens or folds what stands beneath a row. */
  turn(id: string): void;
  /** Changes what is kept of the page. */
  change(change: Partial<RunsState>): void;
  /** Groups by a column, or not any more. */
  groupBy(id: ColumnId): void;
  /** Absent: the last value. */
  choose(metric: string, value: ChosenValue | undefined): void;
  /** Absent: as the policy or the name says. */
  direct(metric: string, better: Better | undefined): void;
  quick(filter: QuickFilter): void;
  moveColumn(id: ColumnId, by: number): void;
  /** Puts a column where another one stands. */
  dropColumn(id: string, at: ColumnId): void;
  resize(id: ColumnId, width: number): void;
  /** As wide as what is on the screen. */
  fit(id: ColumnId): void;
  hideColumn(id: ColumnId): void;
  /** Metrics of the charts. */
  shownCharts(): readonly string[];
  /** The menu of a row and of its cell in a column. */
  openMenu(row: RunsTableRow, column: RunsColumn | undefined, at: { readonly x: number; readonly y: number }): void;
  openViews(at: { readonly x: number; readonly y: number }): void;
  /** Asks for a view's name; absent: not any more. */
  askView(asked: ViewAsked | undefined): void;
  saveView(): void;
  note(notes: readonly string[]): void;
  readonly forgetNotes: () => void;
  popUp(content: PopupContent | undefined): void;
  /** The pointer is on the row of a run; absent: on none. */
  point(run: string | undefined): void;
  /** Brings a column into view for the keyboard; absent: the name. */
  focusColumn(id: ColumnId | undefined): void;
  clearSelection(): void;
  /** Absent: the chosen runs. */
  edit(act: RunAct, ids?: readonly string[]): void;
  chosenRuns(): readonly NamedRun[];
  /** The deleted runs of the experiment, or the others. */
  showDeleted(on: boolean): void;
  retry(): void;
}

/** A view that is to be saved: `id` is that of the view it takes the place of. */
export interface ViewAsked {
  readonly name: string;
  readonly home: ViewHome;
  readonly id?: string;
}

/** A formula as its field is opened. */
export interface FormulaTyping {
  readonly text: string;
  /** The formula that it is to take the place of. Absent: it is one more. */
  readonly of?: string;
}

/** What the page forgets when it is closed. */
export interface PageUi {
  /** The filter as it is being typed. */
  readonly draft: string;
  readonly isChoosingColumns: boolean;
  readonly columnSearch: string;
  /** The view that is about to be saved. */
  readonly asked?: ViewAsked | undefined;
  /** What was said of the last view that was opened or saved. */
  readonly viewNotes: readonly string[];
  readonly popup?: PopupContent | undefined;
  /** The run that the pointer is on: what can be done with it stands in its row. */
  readonly pointed?: string | undefined;
  /** The formula that is being typed; absent: none. */
  readonly formula?: FormulaTyping | undefined;
  /** Where in its row the keyboard is; absent: at the name. */
  readonly focusedColumn?: ColumnId | undefined;
}

import { type NamedRun, pressEdit, type RunAct } from "#protocol/runEdits.ts";
import { copyText } from "#protocol/views/panel.ts";
import {
  type Better,
  type ChosenValue,
  type ColumnId,
  columnTextsRequest,
  type QuickFilter,
  type RunsState,
  type RunsTextFormat,
  runsCompare,
  runsSetBaseline,
  runsTextRequest,
} from "#protocol/views/runs.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { announce } from "../ui/announce.ts";
import { chartedOf } from "./chartsStrip.ts";
import { keptIds, movedColumn, shownIds, sortAfterPress } from "./columns.ts";
import { withFormula, withoutFormula } from "./formulas.ts";
import { queryOf, runsOf } from "./question.ts";
import type { RowChooser } from "./rowChooser.ts";
import { openRowMenu } from "./rowMenu.ts";
import { keepView, openViewList } from "./savedViews.ts";
import type { FormulaTyping, PageUi, RunsActs, RunsView, ViewAsked } from "./view.ts";
import type { RowWindows } from "./windows.ts";

const mostHistory = 10;
const mostPinned = 19;
const mostGroupings = 2;
/** px */
const narrowest = 48;
const widestColumn = 800;

/** What the acts of a page work on. */
export interface ActContext {
  readonly bridge: Bridge;
  readonly windows: RowWindows;
  readonly chooser: RowChooser;
  view(): RunsView;
  /** Changes what is kept. */
  change(change: Partial<RunsState>): void;
  /** Changes what is not kept. */
  set(change: Partial<PageUi>): void;
  /** px that the head and the cells of a column on the screen take. */
  widest(id: ColumnId): number;
  failed(problem: RunsView["problem"]): void;
  focus(selector: string): void;
  toTop(): void;
  reveal(column: ColumnId | undefined): void;
  readCatalog(): void;
  retry(): void;
}

/** What a person may do on the page. */
export function runsActs(context: ActContext): RunsActs {
  const { bridge, windows, chooser, change, set, view } = context;
  return {
    ...tableActs(context),
    ...editActs(context),
    ...columnActs(context),
    press: (index, row, press) => {
      set({ focusedColumn: undefined });
      void chooser.press(index, row, press);
    },
    open: (id) => compare(context, [id]),
    sortBy: (column, adds) => change({ sort: sortAfterPress(view().state.sort, column?.id ?? "attribute:run_name", column?.better, adds) }),
    fold: (kind) => change({ folded: toggled(view().state.folded, kind) }),
    type: (draft) => set({ draft }),
    textsOf: async (column) => {
      const answer = await bridge.ask(columnTextsRequest, { ...runsOf(view().state), column });
      return answer.ok ? answer.value : [];
    },
    apply: (filter) => apply(context, filter),
    charts: (charts) => change({ charts: { ...view().state.charts, ...charts } }),
    chooseColumns: (open) => {
      set({ isChoosingColumns: open });
      context.focus(open ? ".picker-search" : ".columns-button");
    },
    searchColumns: (columnSearch) => set({ columnSearch }),
    leaveOut: (which) => change({ leftOut: toggled(view().state.leftOut ?? [], which) }),
    show: (columns) => change({ columns }),
    copy: (format, what) => void copy(context, format, what),
    compare: () => compare(context, [...chooser.selection.ids]),
    comparable: (id) => comparable(context, id),
    compareWith: (id) => compare(context, [...(comparable(context, id)?.ids ?? []), id]),
    setBaseline: (id = windows.row(chooser.selection.focus)?.id) => {
      if (id !== undefined) bridge.tell(runsSetBaseline, { id });
    },
    openMenu: (row, column, at) => void openRowMenu(bridge, view, row, column, at),
    popUp: (popup) => set({ popup }),
    point: (pointed) => set({ pointed }),
    ...viewActs(context),
    ...formulaActs(context),
    focusColumn: (focusedColumn) => {
      set({ focusedColumn });
      context.reveal(focusedColumn);
    },
    clearSelection: () => chooser.clear(),
    retry: () => context.retry(),
  };
}

/** What is written to runs: the window asks for what it needs, and says what came of it. */
function editActs({ bridge, chooser, view, change, toTop, readCatalog, set }: ActContext) {
  const named = (ids: readonly string[]): NamedRun[] => ids.map((id) => ({ id, name: view().nameOf(id) }));
  return {
    edit: (act: RunAct, ids: readonly string[] = [...chooser.selection.ids]) => {
      if (ids.length > 0) bridge.tell(pressEdit, { act, runs: named(ids) });
    },
    chosenRuns: () => named([...chooser.selection.ids]),
    showDeleted: (isDeleted: boolean) => {
      set({ focusedColumn: undefined });
      change({ isDeleted, turned: [] });
      readCatalog();
      toTop();
    },
  };
}

/** How runs are grouped, folded, valued and kept in view. */
function tableActs({ change, view }: ActContext) {
  const state = () => view().state;
  return {
    change,
    pin: (id: string, on: boolean) => {
      const others = (state().pinned ?? []).filter((other) => other !== id);
      change({ pinned: on ? [...others, id].slice(-mostPinned) : others });
    },
    turn: (id: string) => change({ turned: toggled(state().turned ?? [], id) }),
    groupBy: (id: ColumnId) => {
      const next = toggled(state().groupBy ?? [], id);
      change({ groupBy: next.length > mostGroupings ? [...next.slice(0, 1), id] : next, turned: [] });
    },
    choose: (metric: string, value: ChosenValue | undefined) => change({ values: withEntry(state().values, metric, value) }),
    direct: (metric: string, better: Better | undefined) => change({ directions: withEntry(state().directions, metric, better) }),
    quick: (filter: QuickFilter) => change({ quick: toggled(state().quick ?? [], filter) }),
    shownCharts: () => chartedOf(view()),
  };
}

/** Saved views. */
function viewActs({ bridge, set, view, focus }: ActContext) {
  return {
    openViews: (at: { readonly x: number; readonly y: number }) => void openViewList(bridge, view, at),
    askView: (asked: ViewAsked | undefined) => {
      const isOpening = asked !== undefined && view().asked === undefined;
      set({ asked });
      if (isOpening || asked === undefined) focus(isOpening ? ".view-name" : ".views-button");
    },
    saveView: () => {
      const { asked } = view();
      if (asked === undefined || asked.name.trim() === "") return;
      set({ asked: undefined });
      focus(".views-button");
      void keepView(bridge, view(), asked);
    },
    note: (viewNotes: readonly string[]) => set({ viewNotes }),
    forgetNotes: () => set({ viewNotes: [] }),
  };
}

/** Formulas as columns and charts. */
function formulaActs({ change, set, view, focus }: ActContext) {
  const close = () => {
    set({ formula: undefined });
    focus(".formula-button");
  };
  return {
    typeFormula: (formula: FormulaTyping | undefined) => (formula === undefined ? close() : set({ formula })),
    showFormula: (formula: string, instead?: string) => {
      change(withFormula(view().state, { catalog: view().catalog, charts: chartedOf(view()) }, formula, instead));
      close();
      announce(`${formula} is a column and a chart`);
    },
    removeFormula: (formula: string) => {
      change(withoutFormula(view().state, formula));
      close();
    },
  };
}

/** Where columns stand, and how wide they are. */
function columnActs({ change, view, widest }: ActContext) {
  const ids = () => shownIds(view().catalog, view().state);
  const kept = () => keptIds(view().catalog, view().state);
  return {
    moveColumn: (id: ColumnId, by: number) => change({ columns: movedColumn(kept(), ids(), id, by) }),
    dropColumn: (id: string, at: ColumnId) => {
      const [dragged, kind] = [ids().find((other) => other === id), at.slice(0, at.indexOf(":"))];
      if (dragged === undefined || !dragged.startsWith(`${kind}:`)) return;
      const own = ids().filter((other) => other.startsWith(`${kind}:`));
      change({ columns: movedColumn(kept(), ids(), dragged, own.indexOf(at) - own.indexOf(dragged)) });
    },
    resize: (id: ColumnId, width: number) =>
      change({ widths: { ...view().state.widths, [id]: Math.round(Math.max(narrowest, Math.min(widestColumn, width))) } }),
    fit: (id: ColumnId) => change({ widths: { ...view().state.widths, [id]: Math.max(narrowest, widest(id)) } }),
    hideColumn: (id: ColumnId) => change({ columns: kept().filter((other) => other !== id) }),
  };
}

function withEntry<T>(record: Readonly<Record<string, T>> = {}, key: string, value: T | undefined): Readonly<Record<string, T>> {
  const { [key]: _before, ...rest } = record;
  return value === undefined ? rest : { ...rest, [key]: value };
}

function apply({ change, set, toTop, view }: ActContext, filter: string): void {
  const text = filter.trim();
  const { history: before = [] } = view().state;
  const history = text === "" ? before : [text, ...before.filter((other) => other !== text)].slice(0, mostHistory);
  set({ draft: filter });
  change({ filter: text, history, ...(text === "" ? { quick: [] } : {}) });
  toTop();
}

function compare({ bridge, view }: ActContext, ids: readonly string[]): void {
  const { baseline, nameOf, state } = view();
  const first = ids.length > 1 && baseline !== undefined && ids.includes(baseline) ? [baseline] : [];
  const ordered = [...new Set([...first, ...ids])];
  bridge.tell(runsCompare, { ids: ordered, names: ordered.map(nameOf), ...(state.formulas?.length ? { formulas: state.formulas } : {}) });
}

function comparable({ chooser, view }: ActContext, id: string): ReturnType<RunsActs["comparable"]> {
  const chosen = [...chooser.selection.ids].filter((other) => other !== id);
  const { baseline, nameOf } = view();
  if (chosen.length > 0) return { ids: chosen, words: chosen.length === 1 ? nameOf(chosen[0] ?? "") : `the ${chosen.length} chosen runs` };
  return baseline === undefined || baseline === id ? undefined : { ids: [baseline], words: `the baseline ${nameOf(baseline)}` };
}

async function copy(context: ActContext, format: RunsTextFormat, what: "all" | "selected"): Promise<void> {
  const { catalog, state } = context.view();
  const chosen = what === "selected" ? { ids: [...context.chooser.selection.ids] } : {};
  const params = { ...queryOf(state), columns: shownIds(catalog, state), format, ...chosen };
  const answer = await context.bridge.ask(runsTextRequest, params);
  if (answer.ok)
    context.bridge.tell(copyText, { text: answer.value, what: format === "Python" ? "code that finds the runs" : `runs as ${format}` });
  else context.failed(answer.problem);
}

function toggled<T>(list: readonly T[], item: T): readonly T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

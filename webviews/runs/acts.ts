import { copyText } from "#protocol/views/panel.ts";
import { type RunsQuery, type RunsState, runsCompare, runsSetBaseline, runsTextRequest } from "#protocol/views/runs.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { shownIds, sortAfterPress } from "./columns.ts";
import type { RowChooser } from "./rowChooser.ts";
import type { PageUi, RunsActs, RunsView } from "./view.ts";
import type { RowWindows } from "./windows.ts";

const mostHistory = 10;

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
  failed(problem: RunsView["problem"]): void;
  focus(selector: string): void;
  toTop(): void;
  retry(): void;
}

/** What a person may do on the page. */
export function runsActs(context: ActContext): RunsActs {
  const { bridge, windows, chooser, change, set, view } = context;
  return {
    press: (row, id, press) => void chooser.press(row, id, press),
    open: (id) => compare(context, [id]),
    sortBy: (column, adds) => change({ sort: sortAfterPress(view().state.sort, column?.id ?? "attribute:run_name", column?.better, adds) }),
    fold: (kind) => change({ folded: toggled(view().state.folded, kind) }),
    type: (draft) => set({ draft }),
    apply: (filter) => apply(context, filter),
    charts: (charts) => change({ charts: { ...view().state.charts, ...charts } }),
    chooseColumns: (open) => {
      set({ isChoosingColumns: open });
      context.focus(open ? ".picker-search" : ".columns-button");
    },
    searchColumns: (columnSearch) => set({ columnSearch }),
    hide: (which, on) => set({ hides: { ...view().hides, [which]: on } }),
    show: (columns) => change({ columns }),
    copy: (format, what) => void copy(context, format, what),
    compare: () => compare(context, [...chooser.selection.ids]),
    setBaseline: () => {
      const row = windows.row(chooser.selection.focus);
      if (row !== undefined) bridge.tell(runsSetBaseline, { id: row.id });
    },
    clearSelection: () => chooser.clear(),
    retry: () => context.retry(),
  };
}

/** Which runs, in which order, of all that the page keeps. */
export function queryOf({ experimentId, filter, sort }: RunsState): RunsQuery {
  return { experimentId, filter, sort };
}

function apply({ chooser, change, set, toTop, view }: ActContext, filter: string): void {
  const text = filter.trim();
  const history = text === "" ? view().history : [text, ...view().history.filter((other) => other !== text)].slice(0, mostHistory);
  set({ draft: filter, history });
  chooser.forget();
  change({ filter: text });
  toTop();
}

function compare({ bridge, view }: ActContext, ids: readonly string[]): void {
  const { baseline, nameOf } = view();
  const first = ids.length > 1 && baseline !== undefined && ids.includes(baseline) ? [baseline] : [];
  const ordered = [...new Set([...first, ...ids])];
  bridge.tell(runsCompare, { ids: ordered, names: ordered.map(nameOf) });
}

async function copy(context: ActContext, format: "Markdown" | "CSV", what: "all" | "selected"): Promise<void> {
  const { catalog, state } = context.view();
  const chosen = what === "selected" ? { ids: [...context.chooser.selection.ids] } : {};
  const params = { ...queryOf(state), columns: shownIds(catalog, state), format, ...chosen };
  const answer = await context.bridge.ask(runsTextRequest, params);
  if (answer.ok) context.bridge.tell(copyText, { text: answer.value, what: `runs as ${format}` });
  else context.failed(answer.problem);
}

function toggled<T>(list: readonly T[], item: T): readonly T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

import { html, type TemplateResult } from "lit";
import type { Answer, Problem } from "#protocol/message.ts";
import { copyText, dataChanged } from "#protocol/views/panel.ts";
import {
  baselineChanged,
  newRunsState,
  type RunsCatalog,
  type RunsState,
  runIdsRequest,
  runsCatalogRequest,
  runsCompare,
  runsReady,
  runsSetBaseline,
  runsStateChanged,
  runsTextRequest,
} from "#protocol/views/runs.ts";
import { touches } from "#registry/model/changes.ts";
import { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";
import { PageElement } from "../ui/page.ts";
import { RowScroller } from "../ui/rowScroller.ts";
import { emptyState, failedState, loadingState } from "../ui/states.ts";
import { placedColumns, shownIds, sortAfterPress } from "./columns.ts";
import { RowChooser } from "./rowChooser.ts";
import type { Press } from "./selection.ts";
import { hiddenNote, selectionBar } from "./selectionBar.ts";
import { headHeight, nameWidth, rowHeight, runsTable } from "./table.ts";
import { toolbar } from "./toolbar.ts";
import type { ColumnFilter, RunsView } from "./view.ts";
import { RowWindows } from "./windows.ts";

const mostHistory = 10;

/** The page: asks for what is on the screen, keeps what the person chose, and draws. */
export class RunsPage extends PageElement {
  static override properties = {
    state: { state: true },
    catalog: { state: true },
    problem: { state: true },
    draft: { state: true },
    isChoosingColumns: { state: true },
    columnSearch: { state: true },
    hides: { state: true },
  };
  declare private state: RunsState;
  declare private catalog: RunsCatalog | undefined;
  declare private problem: Problem | undefined;
  declare private draft: string;
  declare private isChoosingColumns: boolean;
  declare private columnSearch: string;
  declare private hides: Readonly<Record<ColumnFilter, boolean>>;

  readonly #bridge = Bridge.ofPage();
  readonly #windows = new RowWindows(this.#bridge, () => this.requestUpdate());
  readonly #reader = new OneReader((signal) => this.#readCatalog(signal));
  readonly #chooser = new RowChooser({
    windows: this.#windows,
    idsOf: (first, count) => this.#idsOf(first, count),
    rowsOnScreen: () => Math.max(1, Math.floor(((this.#scroller?.height ?? 0) - headHeight) / rowHeight)),
    show: (row) => this.#scroller?.show(row),
    open: (id) => this.#compare([id]),
    changed: () => this.requestUpdate(),
  });
  #baseline: string | undefined;
  #history: readonly string[] = [];
  #scroller: RowScroller | undefined;
  #scrolledTo = 0;

  constructor() {
    super();
    this.state = newRunsState("", "");
    this.draft = "";
    this.isChoosingColumns = false;
    this.columnSearch = "";
    this.hides = { equal: false, rare: false, system: false };
    this.#bridge.on(dataChanged, ({ experiments, models }) => {
      const isTouched = touches(experiments, [this.state.experimentId]);
      if (isTouched || this.problem !== undefined) this.#reader.askAgain();
      // Versions stand beside the runs.
      if (isTouched || models.length > 0) this.#windows.askAgain();
    });
    this.#bridge.on(baselineChanged, ({ id }) => {
      this.#baseline = id;
      this.requestUpdate();
    });
    // Also while nothing on the page has the focus.
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#bridge.ask(runsReady, null).then(
      ({ state, baseline }) => {
        this.state = state;
        this.draft = state.filter;
        this.#baseline = baseline;
        this.#bridge.keep(state);
        this.#reader.ask();
      },
      (error: Error) => {
        this.problem = { kind: "internal", message: error.message, next: "" };
      },
    );
  }

  override render(): TemplateResult {
    const { catalog, problem } = this;
    if (catalog === undefined) return problem ? failedState(problem, () => this.#reader.ask()) : loadingState("Reading the runs…");
    if (catalog.total === 0 && catalog.isComplete) return emptyState("No runs yet. They appear here when a training script logs them.");
    const view = this.#view(catalog);
    return html`${toolbar(view)}<main class="runs">${runsTable(view)}${hiddenNote(view)}</main>${selectionBar(view)}`;
  }

  protected override updated(): void {
    const grid = this.querySelector<HTMLElement>(".grid");
    if (grid === null || this.catalog === undefined) return;
    if (this.#scroller === undefined) this.#startScrolling(grid);
    this.#scroller?.drawn(this.#windows.shown?.matching ?? 0);
    this.#ask();
  }

  #startScrolling(grid: HTMLElement): void {
    this.#scroller = new RowScroller(grid, { row: rowHeight, head: headHeight }, () => this.requestUpdate());
    grid.addEventListener("scroll", () => {
      if (grid.scrollLeft !== this.#scrolledTo) this.requestUpdate();
      this.#scrolledTo = grid.scrollLeft;
      grid.classList.toggle("scrolled-sideways", grid.scrollLeft > 0);
    });
    new ResizeObserver(() => this.requestUpdate()).observe(grid);
  }

  /** Asks for the rows that are on the screen. */
  #ask(): void {
    const { catalog, state } = this;
    if (catalog === undefined) return;
    const items = this.#scroller?.rows ?? [];
    const first = items[0]?.index ?? 0;
    const { experimentId, filter, sort } = state;
    this.#windows.want({ experimentId, filter, sort, columns: shownIds(catalog, state) }, first, Math.max(items.length, 40));
  }

  async #readCatalog(signal: AbortSignal): Promise<void> {
    const answer: Answer<RunsCatalog> = await this.#bridge.ask(runsCatalogRequest, { experimentId: this.state.experimentId }, signal);
    if (signal.aborted) return;
    if (answer.ok) this.catalog = answer.value;
    this.problem = answer.ok ? undefined : answer.problem;
    if (answer.ok && !answer.value.isComplete) setTimeout(() => this.#reader.askAgain(), 1000);
  }

  #view(catalog: RunsCatalog): RunsView {
    const { state, draft } = this;
    const { columns, groups, width } = placedColumns(catalog, state, nameWidth);
    const grid = this.querySelector<HTMLElement>(".grid");
    const [from, to] = [(grid?.scrollLeft ?? 0) - 200, (grid?.scrollLeft ?? 0) + (grid?.clientWidth ?? 2000) + 200];
    const places = new Map(this.#windows.columns.map((id, at) => [id, at]));
    const items = this.#scroller?.rows ?? [];
    return {
      ...{ state, catalog, groups, width, draft },
      selection: this.#chooser.selection,
      shown: this.#windows.shown,
      problem: this.#windows.problem ?? this.problem,
      columns: columns.filter(({ left, width: own }) => left + own > from && left < to),
      rows: items.map(({ index, start }) => ({ index, top: start, row: this.#windows.row(index) })),
      height: (this.#windows.shown?.matching ?? 0) * rowHeight,
      cellOf: (id) => places.get(id),
      baseline: this.#baseline,
      history: this.#history,
      isChoosingColumns: this.isChoosingColumns,
      columnSearch: this.columnSearch,
      hides: this.hides,
      ...this.#acts(),
    };
  }

  #acts() {
    return {
      press: (row: number, id: string, press: Press) => void this.#chooser.press(row, id, press),
      open: (id: string) => this.#compare([id]),
      sortBy: (
        column: { readonly id: RunsState["sort"][number]["column"]; readonly better?: "higher" | "lower" } | undefined,
        adds: boolean,
      ) => this.#change({ sort: sortAfterPress(this.state.sort, column?.id ?? "attribute:run_name", column?.better, adds) }),
      fold: (kind: RunsState["folded"][number]) => this.#change({ folded: toggled(this.state.folded, kind) }),
      type: (text: string) => {
        this.draft = text;
      },
      apply: (filter: string) => this.#apply(filter),
      chooseColumns: (open: boolean) => this.#chooseColumns(open),
      searchColumns: (text: string) => {
        this.columnSearch = text;
      },
      hide: (which: ColumnFilter, on: boolean) => {
        this.hides = { ...this.hides, [which]: on };
      },
      show: (columns: RunsState["columns"]) => this.#show(columns),
      copy: (format: "Markdown" | "CSV", what: "all" | "selected") => void this.#copy(format, what),
      compare: () => this.#compare([...this.#chooser.selection.ids]),
      setBaseline: () => {
        const row = this.#windows.row(this.#chooser.selection.focus);
        if (row !== undefined) this.#bridge.tell(runsSetBaseline, { id: row.id });
      },
      clearSelection: () => this.#chooser.clear(),
      retry: () => {
        this.#reader.ask();
        this.#windows.askAgain();
      },
    };
  }

  #change(change: Partial<RunsState>): void {
    this.state = { ...this.state, ...change };
    this.#bridge.keep(this.state);
    this.#bridge.tell(runsStateChanged, this.state);
  }

  #show(columns: RunsState["columns"]): void {
    const { columns: _before, ...rest } = this.state;
    this.state = rest;
    this.#change(columns === undefined ? {} : { columns });
  }

  #chooseColumns(open: boolean): void {
    this.isChoosingColumns = open;
    const focused = open ? ".picker-search" : ".columns-button";
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(focused)?.focus());
  }

  #apply(filter: string): void {
    this.draft = filter;
    const text = filter.trim();
    if (text !== "") this.#history = [text, ...this.#history.filter((other) => other !== text)].slice(0, mostHistory);
    this.#chooser.forget();
    this.#change({ filter: text });
    this.#scroller?.toTop();
  }

  #key(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key === "f") {
      event.preventDefault();
      this.querySelector<HTMLElement>(".filter-input")?.focus();
    } else if ((event.target as Element).classList.contains("grid")) void this.#chooser.key(event);
  }

  #compare(ids: readonly string[]): void {
    const first = ids.length > 1 && this.#baseline !== undefined && ids.includes(this.#baseline) ? [this.#baseline] : [];
    const ordered = [...new Set([...first, ...ids])];
    this.#bridge.tell(runsCompare, { ids: ordered, names: ordered.map((id) => this.#windows.rowOf(id)?.name ?? id.slice(0, 8)) });
  }

  async #idsOf(first: number, count: number): Promise<readonly string[]> {
    const { experimentId, filter, sort } = this.state;
    const answer = await this.#bridge.ask(runIdsRequest, { experimentId, filter, sort, first, count });
    return answer.ok ? answer.value : [];
  }

  async #copy(format: "Markdown" | "CSV", what: "all" | "selected"): Promise<void> {
    const { catalog, state } = this;
    if (catalog === undefined) return;
    const { experimentId, filter, sort } = state;
    const chosen = what === "selected" ? { ids: [...this.#chooser.selection.ids] } : {};
    const answer = await this.#bridge.ask(runsTextRequest, {
      experimentId,
      filter,
      sort,
      columns: shownIds(catalog, state),
      format,
      ...chosen,
    });
    if (answer.ok) this.#bridge.tell(copyText, { text: answer.value, what: `runs as ${format}` });
    else this.problem = answer.problem;
  }
}

function toggled<T>(list: readonly T[], item: T): readonly T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

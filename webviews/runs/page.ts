import { html, nothing, type TemplateResult } from "lit";
import type { Answer, Problem } from "#protocol/message.ts";
import { baselineChanged, dataChanged } from "#protocol/views/panel.ts";
import {
  newRunsState,
  type RunsCatalog,
  type RunsState,
  runsCatalogRequest,
  runsChosen,
  runsLeft,
  runsReady,
  runsStateChanged,
  runsWanted,
} from "#protocol/views/runs.ts";
import { type Changed, touches } from "#registry/model/changes.ts";
import { shortRunId } from "#registry/model/runName.ts";
import { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";
import { defineCurveChart } from "../charts/defineCurveChart.ts";
import { KeptFocus } from "../ui/keptFocus.ts";
import { PageElement } from "../ui/page.ts";
import "../ui/popup.ts";
import { RowScroller } from "../ui/rowScroller.ts";
import { emptyState, failedState, loadingState } from "../ui/states.ts";
import { runsActs } from "./acts.ts";
import { columnsToAsk, columnsWithin } from "./askedColumns.ts";
import { ChartsStrip } from "./chartsStrip.ts";
import { placedColumns } from "./columns.ts";
import { widestOf } from "./columnWidth.ts";
import { KeptSight } from "./keptSight.ts";
import { placeColumns, revealColumn } from "./place.ts";
import { catalogParamsOf, isOfOtherRuns, noCatalog, queryOf } from "./question.ts";
import { RowChooser } from "./rowChooser.ts";
import { focusAfter, moveInRow } from "./rowKeys.ts";
import { dropGone, idsOfRows } from "./runsAsked.ts";
import { hiddenNote, selectionBar } from "./selectionBar.ts";
import { headHeight, rowHeight, runsTable } from "./table.ts";
import { toolbar } from "./toolbar.ts";
import type { PageUi, RunsView } from "./view.ts";
import { RowWindows } from "./windows.ts";

/** The page: asks for what is on the screen, keeps what the person chose, and draws. */
export class RunsPage extends PageElement {
  static override properties = {
    state: { state: true },
    catalog: { state: true },
    problem: { state: true },
    ui: { state: true },
  };
  declare private state: RunsState;
  declare private catalog: RunsCatalog | undefined;
  declare private problem: Problem | undefined;
  declare private ui: PageUi;

  readonly #bridge = Bridge.ofPage();
  readonly #windows = new RowWindows(this.#bridge, {
    followed: () => [...this.#chooser.followed, ...this.#sightKept.followed],
    came: (places, isSame, isOther) => {
      this.#chooser.follow(places);
      this.#sightKept.follow(places, isSame);
      // What was chosen when the page was last on the screen, or pressed while the rows of another question were still there.
      if (isOther) void this.#dropGone("all");
    },
    changed: () => this.requestUpdate(),
  });
  readonly #sightKept = new KeptSight(this.#windows, () => this.#scroller);
  readonly #reader = new OneReader((signal) => this.#readCatalog(signal));
  readonly #chooser = new RowChooser({
    windows: this.#windows,
    idsOf: (first, count) => idsOfRows(this.#bridge, this.state, first, count),
    rowsOnScreen: () => Math.max(1, Math.floor(((this.#scroller?.height ?? 0) - headHeight(this.#view())) / rowHeight)),
    show: (row) => this.#scroller?.show(row),
    open: ({ id, group }) => (group === undefined ? this.#acts.open(id) : this.#acts.turn(id)),
    changed: () => {
      this.requestUpdate();
      this.#tellChosen();
    },
  });
  readonly #strip = new ChartsStrip(this.#bridge, () => this.requestUpdate());
  readonly #acts = runsActs({
    bridge: this.#bridge,
    windows: this.#windows,
    chooser: this.#chooser,
    view: () => this.#view(),
    change: (change) => this.#change(change),
    set: (change) => {
      this.ui = { ...this.ui, ...change };
    },
    widest: (id) => widestOf(this, id),
    failed: (problem) => {
      this.problem = problem;
    },
    focus: (selector) => void this.updateComplete.then(() => this.querySelector<HTMLElement>(selector)?.focus()),
    reveal: (column) => revealColumn(this.querySelector<HTMLElement>(".grid"), this.#view(), column),
    toTop: () => this.#scroller?.toTop(),
    readCatalog: () => this.#reader.ask(),
    retry: () => {
      this.#reader.ask();
      this.#windows.askAgain();
    },
  });
  readonly #focus = new KeptFocus(this, focusAfter);
  #baseline: string | undefined;
  #scroller: RowScroller | undefined;
  #grid: HTMLElement | undefined;
  /** px; of the table, as it was told: asked after a change of the page, the browser would have to lay it out for the answer. */
  #scrolledTo = 0;
  #seenWidth = window.innerWidth;
  /** What the person chose is known: the tools stand while the runs are being read. */
  #isReady = false;
  /** The catalog is that of the deleted runs. */
  #isOfDeleted = false;

  constructor() {
    super();
    this.state = newRunsState([], "");
    this.ui = { viewNotes: [], draft: "", isChoosingColumns: false, columnSearch: "" };
    this.#bridge.on(dataChanged, ({ experiments, models, runs }) => {
      const isTouched = touches(experiments, this.state.experimentIds);
      if (isTouched || this.problem !== undefined) this.#reader.askAgain();
      // Versions stand beside the runs.
      if (isTouched || models.length > 0) this.#windows.askAgain();
      if (!isTouched) return;
      this.#strip.askAgain();
      void this.#dropGone(runs);
    });
    this.#bridge.on(baselineChanged, ({ id }) => {
      this.#baseline = id;
      this.requestUpdate();
    });
    this.#bridge.on(runsWanted, (wanted) => {
      if (wanted.filter !== undefined) this.ui = { ...this.ui, draft: wanted.filter };
      if (wanted.isDeleted !== undefined) this.#acts.showDeleted(wanted.isDeleted);
      this.#change(wanted);
    });
    this.#bridge.on(runsLeft, ({ ids }) => this.#chooser.leave(ids));
    // Also while nothing on the page has the focus.
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#bridge.ask(runsReady, null).then(
      ({ state, baseline, chosen = [] }) => {
        this.#isReady = true;
        this.state = state;
        this.#chooser.restore(chosen);
        this.ui = { ...this.ui, draft: state.filter };
        this.#baseline = baseline;
        this.#bridge.keep(state);
        this.#reader.ask();
        defineCurveChart();
      },
      (error: Error) => {
        this.problem = { kind: "internal", message: error.message, next: "" };
      },
    );
  }

  override render(): TemplateResult {
    const { catalog, problem } = this;
    if (catalog === undefined && problem !== undefined) return failedState(problem, () => this.#reader.ask(), this.#bridge);
    if (catalog?.total === 0 && catalog.isComplete && !this.state.isDeleted && !this.#isOfDeleted) {
      const action = { label: "Show deleted runs", onClick: () => this.#acts.showDeleted(true) };
      return emptyState("No runs yet. They appear here when a training script logs them.", action);
    }
    const view = this.#view();
    return html`${this.#isReady ? toolbar(view) : nothing}${catalog && this.#strip.draw(view)}<main class="runs">${
      catalog === undefined ? loadingState("Reading the runs…") : html`${runsTable(view)}${hiddenNote(view)}`
    }${
      view.popup === undefined
        ? nothing
        : html`<slipway-popup .content=${view.popup} .close=${() => view.popUp(undefined)}></slipway-popup>`
    }</main>${catalog && selectionBar(view)}`;
  }

  protected override willUpdate(): void {
    this.#focus.before();
  }

  protected override updated(): void {
    this.#focus.after();
    const grid = this.querySelector<HTMLElement>(".grid");
    if (grid === null || this.catalog === undefined) return;
    if (this.#grid !== grid) this.#startScrolling(grid);
    this.#scroller?.drawn(this.#rowCount, headHeight(this.#view()));
    this.#sightKept.drawn();
    this.#ask();
    this.#strip.drawn(this.#view(), queryOf(this.state));
  }

  /** The table is made anew after there was nothing to show. */
  #startScrolling(grid: HTMLElement): void {
    this.#grid = grid;
    this.#scrolledTo = 0;
    this.#scroller = new RowScroller(grid, { row: rowHeight, head: headHeight(this.#view()) }, () => this.requestUpdate());
    grid.addEventListener("scroll", () => {
      if (grid.scrollLeft !== this.#scrolledTo) this.requestUpdate();
      this.#scrolledTo = grid.scrollLeft;
      grid.classList.toggle("scrolled-sideways", grid.scrollLeft > 0);
    });
    new ResizeObserver(([entry]) => {
      this.#seenWidth = entry?.contentRect.width ?? this.#seenWidth;
      this.requestUpdate();
    }).observe(grid);
  }

  /** Asks for the rows that are on the screen. */
  #ask(): void {
    const { catalog, state } = this;
    if (catalog === undefined) return;
    const items = this.#scroller?.rows ?? [];
    const first = items[0]?.index ?? 0;
    const baseline = this.#baseline;
    const pinned = [...new Set([...(baseline === undefined ? [] : [baseline]), ...(state.pinned ?? [])])];
    const delta = state.showsDelta && baseline !== undefined ? { deltaTo: baseline } : {};
    const params = { ...queryOf(state), columns: columnsToAsk(catalog, state, this.#sight), pinned, ...delta };
    this.#windows.want(params, first, Math.max(items.length, 40));
  }

  #dropGone(runs: Changed) {
    return dropGone({ bridge: this.#bridge, windows: this.#windows, chooser: this.#chooser }, this.state, runs);
  }

  /** Until the first rows are there as many as there are runs: then the table is drawn as high as it will be, once. */
  get #rowCount(): number {
    return this.#windows.shown?.length ?? this.catalog?.total ?? 0;
  }

  /** px from the left edge of the table, with a little beyond what is seen. */
  get #sight(): { from: number; to: number } {
    return { from: this.#scrolledTo - 200, to: this.#scrolledTo + this.#seenWidth + 200 };
  }

  async #readCatalog(signal: AbortSignal): Promise<void> {
    const answer: Answer<RunsCatalog> = await this.#bridge.ask(runsCatalogRequest, catalogParamsOf(this.state), signal);
    if (signal.aborted) return;
    if (answer.ok) {
      this.#isOfDeleted = this.state.isDeleted ?? false;
      this.catalog = answer.value;
      // The rows are on their way while what stands around them is drawn for the first time.
      if (this.#scroller === undefined) this.#ask();
    }
    this.problem = answer.ok ? undefined : answer.problem;
    if (answer.ok && !answer.value.isComplete) setTimeout(() => this.#reader.askAgain(), 1000);
  }

  #view(): RunsView {
    const { state, catalog = noCatalog, ui } = this;
    const placed = placedColumns(catalog, state);
    placeColumns(placed);
    const { columns, groups, width, frozen, frozenWidth } = placed;
    const { from, to } = this.#sight;
    const places = new Map(this.#windows.columns.map((id, at) => [id, at]));
    const items = this.#scroller?.rows ?? [];
    return {
      allColumns: [...frozen, ...columns],
      ...{ state, catalog, groups, width, frozen, frozenWidth, ...ui },
      selection: this.#chooser.selection,
      shown: this.#windows.shown,
      problem: this.#windows.problem ?? this.problem,
      columns: columnsWithin(columns, from, to),
      rows: items.map(({ index, start }) => ({ index, top: start, row: this.#windows.row(index) })),
      mostRows: this.#scroller?.most ?? 1,
      height: this.#rowCount * rowHeight,
      isTree: (state.groupBy ?? []).length > 0 || (catalog.isNested && !state.isFlat),
      cellOf: (id) => places.get(id),
      baseline: this.#baseline,
      nameOf: (id) => (this.#windows.rowOf(id) ?? this.#windows.shown?.pinned.find((row) => row.id === id))?.name ?? shortRunId(id),
      ...this.#acts,
    };
  }

  #change(change: Partial<RunsState>): void {
    const [before, was] = [JSON.stringify(catalogParamsOf(this.state)), this.state];
    this.state = { ...this.state, ...change };
    // Nothing is done to runs that were chosen among others, and are not seen now.
    if (isOfOtherRuns(was, this.state)) this.#chooser.forget();
    this.#bridge.keep(this.state);
    this.#bridge.tell(runsStateChanged, this.state);
    // The rows are on their way while the page is drawn.
    if (this.#scroller !== undefined) this.#ask();
    // Which formulas are columns is in the catalog.
    if (JSON.stringify(catalogParamsOf(this.state)) !== before) this.#reader.ask();
  }

  /** Commands of the palette are about them. */
  #tellChosen(): void {
    this.#bridge.tell(runsChosen, { runs: this.#acts.chosenRuns() });
  }

  #key(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key === "f") {
      event.preventDefault();
      this.querySelector<HTMLElement>("slipway-filter-box input")?.focus();
    } else if ((event.target as Element).classList.contains("grid")) {
      if (!moveInRow(event, this.#view(), this.#windows, this)) void this.#chooser.key(event);
    }
  }
}

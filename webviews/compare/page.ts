import { html, type TemplateResult } from "lit";
import type { Problem } from "#protocol/message.ts";
import { diffArtifacts } from "#protocol/views/artifacts.ts";
import {
  addRuns,
  type CompareData,
  type CompareState,
  compareDataRequest,
  compareReady,
  drawFormulas,
  newCompareState,
  pickRuns,
  shareComparison,
  stateChanged,
} from "#protocol/views/compare.ts";
import { modelsOfRunsRequest } from "#protocol/views/compareModels.ts";
import { openRunsFiltered } from "#protocol/views/compareRelation.ts";
import { copyText, dataChanged, openCodeDiff, openPolicyLine, savePictureAs } from "#protocol/views/panel.ts";
import { touches } from "#registry/model/changes.ts";
import { groupColumns } from "#registry/model/compare/groupColumns.ts";
import { type RunSwatch, runSwatches } from "#registry/model/compare/runSwatch.ts";
import { shortNames } from "#registry/model/compare/shortNames.ts";
import { tableText } from "#registry/model/tableText.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";
import { Question } from "../bridge/question.ts";
import { ChartGroup } from "../charts/chartGroup.ts";
import { CurveStore } from "../charts/curveStore.ts";
import { defineCurveChart } from "../charts/defineCurveChart.ts";
import { KeptFocus } from "../ui/keptFocus.ts";
import { PageElement } from "../ui/page.ts";
import { moveBetweenSections } from "../ui/section.ts";
import { emptyState, failedState, loadingState } from "../ui/states.ts";
import { visibleProblem } from "../ui/visibleProblem.ts";
import { ArtifactStore } from "./artifactStore.ts";
import { artifactsOfGroups, artifactsSection } from "./artifactsSection.ts";
import { changeRows } from "./changes.ts";
import { changesSection } from "./changesSection.ts";
import { curvesSection } from "./curvesSection.ts";
import { DrawnColumns } from "./drawnColumns.ts";
import { focusAfter } from "./focusAfter.ts";
import { GroupCurveStore } from "./groupCurveStore.ts";
import { groupedData } from "./grouping.ts";
import { header } from "./header.ts";
import { metricsSection } from "./metricsSection.ts";
import { metricTable, wantedAtBest } from "./metricTable.ts";
import { notices } from "./notices.ts";
import { PageGrid } from "./pageGrid.ts";
import { relationSection } from "./relationSection.ts";
import { RelationStore } from "./relationStore.ts";
import { pageTitle, shownColumns, withFormula, withoutRun, withRuns } from "./state.ts";
import { isDataFolded, isUnread, shownRanges } from "./unread.ts";
import { asRuns, type CompareView, type FormulaTyping } from "./view.ts";

/** The page: asks for the data of its runs, keeps what the person chose, and draws. */
export class ComparePage extends PageElement {
  static override properties = {
    state: { state: true },
    data: { state: true },
    problem: { state: true },
    formula: { state: true },
  };
  declare private state: CompareState;
  declare private data: CompareData | undefined;
  declare private problem: Problem | undefined;
  declare private formula: FormulaTyping | undefined;

  readonly #bridge = Bridge.ofPage();
  readonly #curves = {
    runs: new CurveStore(this.#bridge, () => this.requestUpdate(), "metrics, sampled first"),
    formulas: new CurveStore(this.#bridge, () => this.requestUpdate(), "formulas"),
    groups: new GroupCurveStore(this.#bridge, () => this.requestUpdate()),
  };
  readonly #relation = new RelationStore(this.#bridge, () => this.requestUpdate());
  readonly #artifacts = new ArtifactStore(this.#bridge, () => this.requestUpdate());
  readonly #models = new Question(
    (params: { runIds: readonly string[] }, signal) => this.#bridge.ask(modelsOfRunsRequest, params, signal),
    () => this.requestUpdate(),
  );
  readonly #charts = new ChartGroup(() => this.requestUpdate());
  /** Colour and shape of every run that this page has shown: they stay with the run, whatever becomes of the order. */
  readonly #swatches = new Map<string, RunSwatch>();
  /** What was computed last, and from what: a moved crosshair draws again, and computes nothing again. */
  #computed: { readonly of: readonly unknown[]; readonly view: CompareView } | undefined;
  readonly #drawn = new DrawnColumns();
  readonly #reader = new OneReader((signal) => this.#read(signal));
  readonly #focus = new KeptFocus(this, focusAfter);
  readonly #grid = new PageGrid(this);

  constructor() {
    super();
    this.state = newCompareState([]);
    this.#bridge.on(dataChanged, ({ experiments, runs, models }) => {
      const isTouched = touches(runs, this.state.runIds);
      const shown = this.data?.runs.map((run) => run.experimentId) ?? [];
      if (isTouched || touches(experiments, shown)) this.#relation.forget();
      if (touches(experiments, shown)) this.requestUpdate();
      if (isTouched) for (const store of Object.values(this.#curves)) store.forget();
      if (isTouched) this.#artifacts.forget();
      if (isTouched || models.length > 0) this.#models.forget();
      // Versions and aliases stand beside the runs' names.
      if (isTouched || models.length > 0 || this.problem !== undefined) this.#reader.askAgain();
    });
    this.#bridge.on(addRuns, ({ runIds }) => this.#change(withRuns(this.state, runIds)));
    this.#bridge.on(drawFormulas, ({ formulas }) => {
      // What is still to be told what it shows is told of them too.
      if (this.state.runIds.length > 0) this.#change(formulas.reduce((state, formula) => withFormula(state, formula), this.state));
    });
    this.addEventListener("keydown", (event) => moveBetweenSections(event, this));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#grid.follow();
    document.addEventListener("scroll", () => this.classList.toggle("scrolled-sideways", document.documentElement.scrollLeft > 0));
    this.#bridge.ask(compareReady, null).then(
      (state) => {
        this.state = state;
        this.#load();
        defineCurveChart();
      },
      (error: Error) => this.#fail(error),
    );
  }

  override render(): TemplateResult {
    const { data, problem } = this;
    if (!data) return problem ? failedState(visibleProblem(problem), () => this.#load(), this.#bridge) : loadingState("Reading the runs…");
    if (data.runs.length === 0) {
      return emptyState("Compare shows what changed between runs, and which is better.", {
        label: "Add run…",
        onClick: () => this.#addRun(),
      });
    }
    const view = this.#view(data);
    return html`${header(view)}${notices(data, problem, { retry: () => this.#load(), remove: (id) => this.#change(withoutRun(this.state, id)) })}
      <main>${changesSection(view)}${metricsSection(view)}${curvesSection(view, this.#curves, this.#charts)}${relationSection(asRuns(view), this.#relation)}${
        view.groups.length > 0 ? artifactsOfGroups(view, this.#artifacts) : artifactsSection(view, this.#artifacts)
      }</main>`;
  }

  protected override willUpdate(): void {
    this.#focus.before();
  }

  protected override updated(): void {
    this.#focus.after();
    this.#grid.layOut(this.#computed?.view);
    this.#drawn.drawOthers(this.#computed?.view.shown.length ?? 0, () => {
      if (this.#computed === undefined) return;
      const { of, view } = this.#computed;
      this.#computed = { of, view: { ...view, drawn: view.shown.length } };
      this.requestUpdate();
    });
  }

  #view(data: CompareData): CompareView {
    const { state } = this;
    // Only runs that became versions have models to read.
    const hasModels = data.runs.some((run) => run.versionLabel !== "") && !state.folded.includes("changes");
    if (hasModels) this.#models.want({ runIds: data.runs.map((run) => run.id) });
    const known = this.#computed;
    const from = [data, state, this.#models.last, this.formula];
    if (known && from.every((part, index) => part === known.of[index])) return known.view;
    const view = this.#compute(data, state);
    this.#computed = { of: from, view };
    return view;
  }

  #compute(runData: CompareData, state: CompareState): CompareView {
    const groups = groupColumns(runData, state);
    const data = groups.length > 0 ? groupedData(runData, groups) : runData;
    const shown = shownColumns(data, state);
    const hidden = new Set(state.hidden);
    return {
      data,
      runData,
      groups,
      state,
      shown,
      shownRuns: shown.flatMap((index) => data.runs[index] ?? []),
      drawn: this.#drawn.of(shown.length),
      hiddenRuns: new Set([...hidden, ...groups.flatMap(({ id, runIds }) => (hidden.has(id) ? runIds : []))]),
      // What a group is called says what it is: the start that all share is the name of the param.
      names: groups.length > 0 ? groups.map(({ name }) => visibleText(name)) : shortNames(data.runs.map((run) => visibleText(run.name))),
      swatches: this.#swatchesOf(data),
      changes: changeRows(data, shown, this.#modelsOf(data)),
      metrics: metricTable(runData, state, shown, groups),
      change: (next) => this.#change(next),
      addRun: () => this.#addRun(),
      share: () =>
        this.#bridge.tell(shareComparison, {
          runIds: state.runIds,
          ...(groups.length > 0 ? { groupBy: state.groupBy ?? [] } : {}),
          ...(state.formulas ? { formulas: state.formulas } : {}),
        }),
      ...(this.formula ? { formula: this.formula } : {}),
      typeFormula: (typing, shown) => void this.#typeFormula(typing, shown),
      openRuns: (runs) => this.#bridge.tell(openRunsFiltered, runs),
      diffArtifacts: (path, left, right) => this.#bridge.tell(diffArtifacts, { path, left, right }),
      openDiff: (left, right) => this.#bridge.tell(openCodeDiff, { left, right }),
      openPolicy: (line) => this.#bridge.tell(openPolicyLine, { line }),
      savePicture: (picture) => this.#bridge.tell(savePictureAs, picture),
      copy: (table, format, what) => this.#bridge.tell(copyText, { text: tableText(table, format), what: `${what} as ${format}` }),
    };
  }

  /** In the order of the runs. What was read for other runs is not theirs. */
  #modelsOf(data: CompareData) {
    const { value = [], of } = this.#models.last;
    const known = new Map(of?.runIds.map((id, index) => [id, value[index] ?? null]));
    return data.runs.map((run) => known.get(run.id) ?? null);
  }

  #swatchesOf(data: CompareData): readonly RunSwatch[] {
    const ids = data.runs.map((run) => run.id);
    const swatches = runSwatches(ids, this.#swatches);
    swatches.forEach((swatch, index) => void this.#swatches.set(ids[index] ?? "", swatch));
    return swatches;
  }

  #change(next: CompareState): void {
    const runsChanged = next.runIds.join() !== this.state.runIds.join();
    this.state = next;
    this.#tellState();
    if (runsChanged || isUnread(this.data, next)) this.#load();
  }

  /** Closed, the field gives the focus to the chart that came of it, or back. */
  async #typeFormula(typing: FormulaTyping | undefined, shown: string | undefined): Promise<void> {
    this.formula = typing;
    if (typing !== undefined) return;
    await this.updateComplete;
    const chart = [...this.querySelectorAll<HTMLElement>("slipway-metric-curves")].find((each) => each.dataset["metric"] === shown);
    (chart?.querySelector<HTMLElement>(".curve-acts button") ?? this.querySelector<HTMLElement>(".formula-button"))?.focus();
  }

  #tellState(): void {
    const runs = this.data?.runs.filter((run) => this.state.runIds.includes(run.id)) ?? [];
    this.#bridge.tell(stateChanged, { state: this.state, title: pageTitle(runs) });
    this.#bridge.keep(this.state);
  }

  #addRun(): void {
    const { runIds } = this.state;
    const experimentId = this.data?.runs[0]?.experimentId ?? "";
    this.#bridge.ask(pickRuns, { except: runIds, experimentId }).then(
      (added) => {
        if (added.length > 0) this.#change(withRuns(this.state, added));
      },
      (error: Error) => this.#fail(error),
    );
  }

  #load(): void {
    this.#reader.ask();
  }

  /** Reads the runs; an answer that a later question has overtaken is dropped. What is on the screen stays until then. */
  async #read(signal: AbortSignal): Promise<void> {
    try {
      const atBest = this.data ? wantedAtBest(this.data, this.state) : [];
      const foldedData = isDataFolded(this.state) ? ({ foldedData: true } as const) : {};
      const question = {
        runIds: this.state.runIds,
        ranges: shownRanges(this.state),
        ...(atBest.length > 0 ? { atBest } : {}),
        ...foldedData,
      };
      const answer = await this.#bridge.ask(compareDataRequest, question, signal);
      this.problem = answer.ok ? undefined : answer.problem;
      if (!answer.ok) return;
      this.data = answer.value;
      // Which way is better, which says where a metric was best, is known since the first answer.
      if (isUnread(this.data, this.state) && atBest.length === 0) this.#reader.askAgain();
      this.#tellState();
    } catch (error) {
      if (!signal.aborted) this.#fail(error as Error);
    }
  }

  #fail(error: Error): void {
    this.problem = { kind: "internal", message: error.message, next: "" };
  }
}

import { html, nothing, type TemplateResult } from "lit";
import { extentOf, nothingToDraw } from "#registry/model/compare/curve.ts";
import { writtenMetric } from "#registry/model/compare/formula.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { smallPlot } from "../charts/axes.ts";
import type { ChartGroup } from "../charts/chartGroup.ts";
import type { CurveChart } from "../charts/curveChart.ts";
import type { LoadedMetric } from "../charts/curveStore.ts";
import { pictureItems } from "../charts/picture.ts";
import type { ChartLine } from "../charts/readout.ts";
import { shownShare } from "../charts/yRange.ts";
import { iconButton } from "../ui/icon.ts";
import { type MenuItem, menu } from "../ui/menu.ts";
import { PageElement } from "../ui/page.ts";
import { loadingState } from "../ui/states.ts";
import type { ChartSubject } from "./chartSubjects.ts";
import { groupLines, runLines } from "./curveLines.ts";
import type { LoadedGroups } from "./groupCurveStore.ts";
import { withoutFormula } from "./state.ts";
import type { CompareView } from "./view.ts";

/** Beyond this many points per run a deeper zoom shows no more. */
const mostPoints = 50_000;
/** Points of all lines of a chart before a zoom: a hundred lines over each other show no more than this. */
const mostOfChart = 30_000;
/** Points of the metric that stands at the bottom of all charts. */
const pointsOfX = 4000;
/** px */
const largePlot = 440;

type Loaded = LoadedMetric | LoadedGroups;
type Drawable = Exclude<Loaded, { problem: unknown }>;

/** The chart of a metric or a formula with its head. Says once it has come into view, and after a zoom, how many points it can show. */
export class MetricCurves extends PageElement {
  static override properties = {
    subject: { attribute: false },
    view: { attribute: false },
    loaded: { attribute: false },
    loadedX: { attribute: false },
    group: { attribute: false },
    want: { attribute: false },
  };
  declare subject: ChartSubject;
  declare view: CompareView;
  declare loaded: Loaded | undefined;
  /** The metric at the bottom, where one is. */
  declare loadedX: LoadedMetric | undefined;
  declare group: ChartGroup;
  declare want: (of: Pick<ChartSubject, "key" | "isFormula">, points: number) => void;

  #seen = false;
  #lines: readonly ChartLine[] = [];
  #linesOf = "";
  #linesFrom: readonly (Loaded | undefined)[] = [];
  #cleanUps: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const sight = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.#seen = true;
        this.requestUpdate();
        sight.disconnect();
      },
      { rootMargin: "300px" },
    );
    sight.observe(this);
    const leave = this.group.join({ cursorMoved: () => {}, windowChanged: () => this.requestUpdate() });
    this.#cleanUps = [() => sight.disconnect(), leave];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const cleanUp of this.#cleanUps) cleanUp();
  }

  protected override updated(): void {
    if (!this.#seen) return;
    this.want(this.subject, this.#wantedPoints());
    // All charts ask for as many of it: another count from each would read it again and again.
    const { xMetric } = this.view.state;
    if (this.#needsX && xMetric !== undefined) this.want({ key: xMetric, isFormula: false }, pointsOfX);
  }

  override render(): TemplateResult {
    const { better, from } = this.subject.direction;
    const key = visibleText(this.subject.key);
    const { smoothing, clipOutliers, xAxis, xMetric } = this.view.state;
    const direction = better ? `${better} is better${from === "name" ? ", guessed" : ""}` : "";
    const over = xAxis === "metric" ? `over ${visibleText(xMetric ?? "")}` : "";
    const clipped = clipOutliers ? `axis of the middle ${shownShare * 100} % of values` : "";
    const words = [direction, smoothing > 0 ? `smoothed ${smoothing}` : "", over, clipped].filter((part) => part !== "").join(" · ");
    return html`<h3 class="curve-title"><span class="row-name" title=${key}>${key}</span> <span class="muted small">${words}</span><span class="curve-acts">${this.subject.isFormula ? this.#formulaButtons(key) : nothing}${menu(`Chart of ${key}`, "…", this.#items(words))}${this.#sizeButton(key)}</span></h3>
      ${this.#body()}`;
  }

  #formulaButtons(key: string): TemplateResult {
    const { state, change, typeFormula } = this.view;
    const of = this.subject.key;
    return html`${iconButton("edit", `Change ${key}`, () => typeFormula({ text: of, of }))}${iconButton("close", `Remove ${key}`, () => {
      change(withoutFormula(state, of));
      typeFormula(undefined);
    })}`;
  }

  #items(words: string): MenuItem[] {
    const written = this.subject.isFormula ? undefined : writtenMetric(this.subject.key);
    const start = { label: "Formula of It…", run: () => this.view.typeFormula({ text: `= ${written}` }) };
    return [...this.#pictures(words), ...(written === undefined ? [] : [start])];
  }

  #pictures(words: string): MenuItem[] {
    const { xAxis, xMetric } = this.view.state;
    const xName = xAxis === "metric" ? visibleText(xMetric ?? "") : xAxis === "relative" ? "relative time" : xAxis;
    return pictureItems(() => this.querySelector<CurveChart>("slipway-curve-chart")?.picture(words, xName), this.view.savePicture);
  }

  #sizeButton(key: string): TemplateResult {
    const { state, change } = this.view;
    const { largeChart: _large, ...small } = state;
    return this.#isLarge
      ? iconButton("screen-normal", `Show ${key} small`, () => change(small))
      : iconButton("screen-full", `Show ${key} large`, () => change({ ...state, largeChart: this.subject.key }));
  }

  /** The histories of runs are laid over the other metric here; those of groups come so. */
  get #needsX(): boolean {
    return this.view.state.xAxis === "metric" && this.view.groups.length === 0;
  }

  get #isLarge(): boolean {
    return this.view.state.largeChart === this.subject.key;
  }

  #body(): TemplateResult | typeof nothing {
    const { loaded } = this;
    if (!loaded) return html`<div class="chart-plot">${this.#seen ? loadingState("Reading the history…") : nothing}</div>`;
    if ("problem" in loaded) {
      return html`<div class="chart-plot"><p role="alert">${visibleText(loaded.problem.message)}</p><p class="muted">${visibleText(loaded.problem.next)}</p></div>`;
    }
    if (this.view.shown.length === 0)
      return html`<div class="chart-plot"><p class="chart-empty muted">${this.view.groups.length > 0 ? "All groups are hidden." : "All runs are hidden."}</p></div>`;
    if (this.#needsX && !this.loadedX) return html`<div class="chart-plot">${loadingState("Reading the history…")}</div>`;
    const lines = this.#linesNow(loaded);
    const empty = this.#nothing(loaded, lines);
    if (empty !== "") return html`<div class="chart-plot"><p class="chart-empty muted">${empty}</p></div>`;
    return html`<slipway-curve-chart .name=${visibleText(this.subject.key)} .lines=${lines} .axis=${this.view.state.xAxis}
      .logScale=${this.view.state.logScale} .clipOutliers=${this.view.state.clipOutliers} .plotHeight=${this.#isLarge ? largePlot : smallPlot}
      .better=${this.subject.direction.better} .group=${this.group}></slipway-curve-chart>`;
  }

  /** Why there is nothing to draw; empty where there is. */
  #nothing(loaded: Drawable, lines: readonly ChartLine[]): string {
    const { xAxis, xMetric = "", logScale } = this.view.state;
    const { metrics = [] } = this.subject;
    const hasPoints = "curves" in loaded ? lines.length > 0 : loaded.histories.some(({ values }) => values.length > 0);
    if (metrics.length > 1 && !hasPoints && !("curves" in loaded && xAxis === "metric")) {
      return `No step at which all of ${metrics.map(visibleText).join(", ")} were logged.`;
    }
    const isLogged = "curves" in loaded || loaded.histories.length > 0;
    const isPlaceless = xAxis === "metric" && lines.length === 0 && isLogged;
    if (isPlaceless) return `No value at a step that ${visibleText(xMetric)} has a value for.`;
    return nothingToDraw(
      lines.map((line) => line.curve),
      logScale,
    );
  }

  /** Two points per pixel of what is seen, fewer with many runs; in powers of two, so that not every zoom reads again. */
  #wantedPoints(): number {
    const seen = this.group.window;
    const all = extentOf(this.#lines.map((line) => line.curve));
    const zoom = seen && all ? Math.max(1, (all[1] - all[0]) / Math.max(Number.EPSILON, seen[1] - seen[0])) : 1;
    const width = Math.max(100, Math.ceil(this.clientWidth / 100) * 100);
    const unzoomed = Math.min(2 * width, Math.max(200, Math.floor(mostOfChart / this.view.data.runs.length)));
    return Math.min(mostPoints, unzoomed * 2 ** Math.ceil(Math.log2(zoom)));
  }

  #linesNow(loaded: Drawable): readonly ChartLine[] {
    const { data, shown, names, state } = this.view;
    const key = [
      state.xAxis,
      state.xMetric,
      state.smoothing,
      state.band,
      data.runs[0]?.id,
      ...names,
      ...shown.map((index) => data.runs[index]?.id),
    ].join();
    const from = this.#needsX ? [loaded, this.loadedX] : [loaded];
    if (key === this.#linesOf && from.every((part, index) => part === this.#linesFrom[index])) return this.#lines;
    this.#linesOf = key;
    this.#linesFrom = from;
    const others = this.loadedX && "histories" in this.loadedX ? this.loadedX.histories : [];
    this.#lines = "curves" in loaded ? groupLines(this.view, loaded.curves) : runLines(this.view, loaded.histories, others);
    return this.#lines;
  }
}

customElements.define("slipway-metric-curves", MetricCurves);

import { html, nothing, type TemplateResult } from "lit";
import { savePictureAs } from "#protocol/views/panel.ts";
import type { ChartsState, RunsColumn, RunsQuery, RunsTableRow } from "#protocol/views/runs.ts";
import { metricColumnId, runsWindowRequest } from "#protocol/views/runs.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";
import { ChartGroup } from "../charts/chartGroup.ts";
import type { CurveChart } from "../charts/curveChart.ts";
import { CurveStore, type LoadedMetric } from "../charts/curveStore.ts";
import { pictureItems } from "../charts/picture.ts";
import type { ChartLine } from "../charts/readout.ts";
import { shownPart } from "../charts/shownPart.ts";
import { icon } from "../ui/icon.ts";
import { type MenuItem, menu } from "../ui/menu.ts";
import { byId } from "./columns.ts";
import { mostCharts } from "./formulas.ts";
import { formulaItems } from "./headMenu.ts";
import { drawnRuns, mostDrawn, StripLines } from "./stripLines.ts";
import type { RunsView } from "./view.ts";

/** px; a page that is narrower has room for two. */
const narrow = 760;
/** px */
const plotHeight = 87;
/** Points of all lines of a chart: more cannot be seen on 300 px. */
const mostPoints = 30_000;

const axes: readonly (readonly [ChartsState["xAxis"], string])[] = [
  ["step", "step"],
  ["time", "time"],
  ["relative", "relative time"],
];
const smoothings = [0, 0.3, 0.6, 0.9, 0.99];

/** Small charts above the table: the chosen runs in colour among the others in grey. Reads what it draws, and nothing while it is folded. */
export class ChartsStrip {
  readonly #bridge: Bridge;
  readonly #group = new ChartGroup(() => undefined);
  readonly #metrics: CurveStore;
  readonly #formulas: CurveStore;
  readonly #lines = new StripLines();
  readonly #reader: OneReader;
  readonly #onChange: () => void;
  #query: RunsQuery | undefined;
  /** Undefined: not read yet. */
  #rows: readonly RunsTableRow[] | undefined;
  #matching = 0;

  constructor(bridge: Bridge, onChange: () => void) {
    this.#bridge = bridge;
    this.#onChange = onChange;
    this.#metrics = new CurveStore(bridge, onChange, "metrics, sampled first");
    this.#formulas = new CurveStore(bridge, onChange, "formulas");
    this.#reader = new OneReader((signal) => this.#readRows(signal));
  }

  /** The registry changed. */
  askAgain(): void {
    this.#metrics.forget();
    this.#formulas.forget();
    if (this.#query !== undefined) this.#reader.askAgain();
  }

  /** To be called after each drawing: asks for what the charts lack. */
  drawn(view: RunsView, query: RunsQuery): void {
    const metrics = shownMetrics(view);
    if (metrics.length === 0) return;
    // Runs are drawn, however the table puts them together.
    const flat = { ...query, groupBy: [], isFlat: true, turned: [] };
    if (JSON.stringify(flat) !== JSON.stringify(this.#query)) {
      this.#query = flat;
      this.#reader.ask();
    }
    const ids = this.#drawn(view).map(({ id }) => id);
    if (ids.length === 0) return;
    const points = Math.max(100, Math.min(600, Math.floor(mostPoints / ids.length)));
    for (const metric of metrics) this.#storeOf(view, metric).want(metric, ids, points);
  }

  draw(view: RunsView): TemplateResult | typeof nothing {
    const metrics = shownMetrics(view);
    if (metrics.length === 0) return nothing;
    const runs = this.#drawn(view);
    return html`<section class="strip" aria-label="Charts">
      <div class="strip-head">
        <button type="button" class="plain-button strip-fold" aria-expanded="true" title="Hide the charts" @click=${() => view.charts({ isFolded: true })}>
          ${icon("chevron-down")}<h2>Charts</h2>
        </button>
        <span class="muted small strip-summary">${this.#summary(view, metrics)}</span>
        <span class="space"></span>
        ${this.#tools(view)}
      </div>
      <div class="strip-charts">${metrics.map((metric) => this.#chart(view, metric, runs))}</div>
    </section>`;
  }

  #drawn(view: RunsView): ReturnType<typeof drawnRuns> {
    return drawnRuns(view, this.#rows ?? []);
  }

  #chart(view: RunsView, metric: string, runs: ReturnType<typeof drawnRuns>): TemplateResult {
    const column = byId(view.catalog).get(metricColumnId(metric));
    const name = visibleText(metric);
    const loaded = this.#storeOf(view, metric).get(metric);
    const lines = loaded === undefined || "problem" in loaded ? [] : this.#lines.of(metric, loaded.histories, runs, view);
    const words = column?.better === undefined ? "" : `${column.better} is better`;
    return html`<div class="strip-chart" data-metric=${metric}>
      <h3 class="strip-title"><span class="strip-name" title=${name}>${name}</span> <span class="muted small">${words}</span>
        ${otherMetrics(view).length > 0 ? otherMenu(view, metric) : nothing}
        <span class="strip-acts">${menu(`Chart of ${name}`, "…", this.#items(view, metric, column, words))}</span></h3>
      ${this.#plot(view, metric, column?.better, loaded, lines)}
    </div>`;
  }

  #storeOf({ state }: Pick<RunsView, "state">, metric: string): CurveStore {
    return state.formulas?.includes(metric) ? this.#formulas : this.#metrics;
  }

  #items(view: RunsView, metric: string, column: RunsColumn | undefined, words: string): MenuItem[] {
    return [...this.#pictures(view, metric, words), ...(column === undefined ? [] : formulaItems(view, column))];
  }

  #pictures({ state }: RunsView, metric: string, words: string): MenuItem[] {
    const xName = axes.find(([axis]) => axis === state.charts.xAxis)?.[1] ?? "step";
    const chart = () => document.querySelector<CurveChart>(`.strip-chart[data-metric="${CSS.escape(metric)}"] slipway-curve-chart`);
    return pictureItems(
      () => chart()?.picture(words, xName),
      (picture) => this.#bridge.tell(savePictureAs, picture),
    );
  }

  #plot(
    view: RunsView,
    metric: string,
    better: "higher" | "lower" | undefined,
    loaded: LoadedMetric | undefined,
    lines: readonly ChartLine[],
  ): TemplateResult {
    if (this.#rows?.length === 0 && view.selection.ids.size === 0) return html`<p class="strip-empty muted">No run to draw.</p>`;
    if (loaded === undefined) return html`<p class="strip-empty muted">Reading…</p>`;
    if ("problem" in loaded) return html`<p class="strip-empty" role="alert">${visibleText(loaded.problem.message)}</p>`;
    if (lines.length === 0) return html`<p class="strip-empty muted">${noCurve(view, metric)}</p>`;
    return html`<slipway-curve-chart .name=${visibleText(metric)} .lines=${lines} .axis=${view.state.charts.xAxis} .better=${better} .group=${this.#group}
      .plotHeight=${plotHeight}></slipway-curve-chart>`;
  }

  /** Which runs are drawn how, and how much of their curves. */
  #summary(view: RunsView, metrics: readonly string[]): string {
    const runs = this.#drawn(view);
    const aside = runs.filter(({ isAside }) => isAside).length;
    const inColour = runs.length - aside;
    const chosen = view.selection.ids.size;
    const first = aside > 0 ? `the first ${inColour}` : inColour === 1 ? "1 run" : `all ${inColour}`;
    const which = chosen > 0 ? `${inColour === chosen ? "" : `${inColour} of `}${chosen} selected in colour` : `${first} in colour`;
    const rest = this.#matching > mostDrawn ? ` of ${(this.#matching - inColour).toLocaleString("en")}` : "";
    const parts = [`${which}${aside > 0 ? `, ${aside}${rest} ${aside === 1 && rest === "" ? "other" : "others"} in grey` : ""}`];
    const histories = metrics.flatMap((metric) => {
      const loaded = this.#storeOf(view, metric).get(metric);
      return loaded && "histories" in loaded ? loaded.histories : [];
    });
    const part = shownPart(histories);
    if (part !== undefined) parts.push(part);
    return runs.length === 0 ? "" : parts.join(" · ");
  }

  #tools(view: RunsView): TemplateResult {
    const { xAxis, smoothing } = view.state.charts;
    const forget = () => {
      this.#group.cursor = undefined;
      this.#group.window = undefined;
    };
    return html`<span class="muted">x:</span>${menu(
      "x axis",
      axes.find(([axis]) => axis === xAxis)?.[1] ?? "step",
      axes.map(([axis, label]) => ({
        label,
        checked: axis === xAxis,
        run: () => {
          forget();
          view.charts({ xAxis: axis });
        },
      })),
    )}
      <span class="muted">Smoothing</span>${menu(
        "Smoothing",
        String(smoothing),
        smoothings.map((each) => ({ label: String(each), checked: each === smoothing, run: () => view.charts({ smoothing: each }) })),
      )}`;
  }

  async #readRows(signal: AbortSignal): Promise<void> {
    const query = this.#query;
    if (query === undefined) return;
    const answer = await this.#bridge.ask(runsWindowRequest, { ...query, columns: [], first: 0, count: mostDrawn }, signal);
    if (signal.aborted || !answer.ok) return;
    this.#rows = answer.value.rows;
    this.#matching = answer.value.matching;
    this.#onChange();
  }
}

function noCurve({ state }: RunsView, metric: string): string {
  return state.formulas?.includes(metric) ? "No step at which all of its metrics were logged." : "None of these runs has a curve.";
}

/** Formulas, and metrics that have a curve, which are not drawn. */
function otherMetrics(view: RunsView): readonly string[] {
  const shown = chartedOf(view);
  return [...(view.state.formulas ?? []), ...view.catalog.charted].filter((other) => !shown.includes(other));
}

/** In the place of a chart another one. */
function otherMenu(view: RunsView, metric: string): TemplateResult {
  const shown = chartedOf(view);
  const swapped = (other: string) => shown.map((each) => (each === metric ? other : each));
  const items = otherMetrics(view).map((other) => ({ label: visibleText(other), run: () => view.charts({ metrics: swapped(other) }) }));
  return menu(`Another metric than ${visibleText(metric)}`, "", items);
}

/** What is drawn; nothing while the strip is folded. */
export function shownMetrics(view: Pick<RunsView, "state" | "catalog">): readonly string[] {
  return view.state.charts.isFolded ? [] : chartedOf(view).slice(0, window.innerWidth < narrow ? 2 : mostCharts);
}

/** The metrics and formulas of the charts, on a page of any width: those that a person chose as far as they are there. */
export function chartedOf({ state, catalog }: Pick<RunsView, "state" | "catalog">): readonly string[] {
  const chosen = (state.charts.metrics ?? []).filter((metric) => byId(catalog).has(metricColumnId(metric)));
  return (chosen.length > 0 ? chosen : catalog.charted).slice(0, mostCharts);
}

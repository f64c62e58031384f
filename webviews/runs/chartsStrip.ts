import { html, nothing, type TemplateResult } from "lit";
import { savePictureAs } from "#protocol/views/panel.ts";
import type { ChartsState, RunsQuery, RunsTableRow } from "#protocol/views/runs.ts";
import { runsWindowRequest } from "#protocol/views/runs.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";
import { ChartGroup } from "../charts/chartGroup.ts";
import "../charts/curveChart.ts";
import type { CurveChart } from "../charts/curveChart.ts";
import { CurveStore, type LoadedMetric } from "../charts/curveStore.ts";
import { pictureItems } from "../charts/picture.ts";
import type { ChartLine } from "../charts/readout.ts";
import { icon } from "../ui/icon.ts";
import { type MenuItem, menu } from "../ui/menu.ts";
import { byId } from "./columns.ts";
import { drawnRuns, mostDrawn, StripLines } from "./stripLines.ts";
import type { RunsView } from "./view.ts";

const charts = 4;
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
  readonly #store: CurveStore;
  readonly #lines = new StripLines();
  readonly #reader: OneReader;
  readonly #onChange: () => void;
  #query: RunsQuery | undefined;
  #rows: readonly RunsTableRow[] = [];
  #matching = 0;

  constructor(bridge: Bridge, onChange: () => void) {
    this.#bridge = bridge;
    this.#onChange = onChange;
    this.#store = new CurveStore(bridge, onChange);
    this.#reader = new OneReader((signal) => this.#readRows(signal));
  }

  /** The registry changed. */
  askAgain(): void {
    this.#store.forget();
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
    const ids = drawnRuns(view, this.#rows).map(({ id }) => id);
    if (ids.length === 0) return;
    const points = Math.max(100, Math.min(600, Math.floor(mostPoints / ids.length)));
    for (const metric of metrics) this.#store.want(metric, ids, points);
  }

  draw(view: RunsView): TemplateResult | typeof nothing {
    const metrics = shownMetrics(view);
    if (metrics.length === 0) return nothing;
    const runs = drawnRuns(view, this.#rows);
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

  #chart(view: RunsView, metric: string, runs: ReturnType<typeof drawnRuns>): TemplateResult {
    const column = byId(view.catalog).get(`metric:${metric}`);
    const name = visibleText(metric);
    const loaded = this.#store.get(metric);
    const lines = loaded === undefined || "problem" in loaded ? [] : this.#lines.of(metric, loaded.histories, runs, view);
    const words = column?.better === undefined ? "" : `${column.better} is better`;
    return html`<div class="strip-chart" data-metric=${metric}>
      <h3 class="strip-title"><span class="strip-name" title=${name}>${name}</span> <span class="muted small">${words}</span>
        ${view.catalog.charted.length > charts ? otherMetrics(view, metric) : nothing}
        <span class="strip-acts">${menu(`Picture of ${name}`, "…", this.#pictures(view, metric, words))}</span></h3>
      ${this.#plot(view, name, column?.better, loaded, lines)}
    </div>`;
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
    name: string,
    better: "higher" | "lower" | undefined,
    loaded: LoadedMetric | undefined,
    lines: readonly ChartLine[],
  ): TemplateResult {
    if (loaded === undefined) return html`<p class="strip-empty muted">Reading…</p>`;
    if ("problem" in loaded) return html`<p class="strip-empty" role="alert">${visibleText(loaded.problem.message)}</p>`;
    if (lines.length === 0) return html`<p class="strip-empty muted">None of these runs has a curve.</p>`;
    return html`<slipway-curve-chart .name=${name} .lines=${lines} .axis=${view.state.charts.xAxis} .better=${better} .group=${this.#group}
      .plotHeight=${plotHeight}></slipway-curve-chart>`;
  }

  /** Which runs are drawn how, and how much of their curves. */
  #summary(view: RunsView, metrics: readonly string[]): string {
    const runs = drawnRuns(view, this.#rows);
    const aside = runs.filter(({ isAside }) => isAside).length;
    const inColour = runs.length - aside;
    const chosen = view.selection.ids.size;
    const which =
      chosen > 0 ? `${inColour === chosen ? "" : `${inColour} of `}${chosen} selected in colour` : `the first ${inColour} in colour`;
    const rest = this.#matching > mostDrawn ? ` of ${(this.#matching - inColour).toLocaleString("en")}` : "";
    const parts = [`${which}${aside > 0 ? `, ${aside}${rest} others in grey` : ""}`];
    const histories = metrics.flatMap((metric) => {
      const loaded = this.#store.get(metric);
      return loaded && "histories" in loaded ? loaded.histories : [];
    });
    const longest = histories.reduce((most, history) => (most && most.total >= history.total ? most : history), histories[0]);
    if (longest && longest.values.length < longest.total) {
      parts.push(`each curve shows ${longest.values.length.toLocaleString("en")} of ${longest.total.toLocaleString("en")} points`);
    }
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

/** In the place of a chart's metric another one that has a curve. */
function otherMetrics(view: RunsView, metric: string): TemplateResult {
  const shown = shownMetrics(view);
  const others = view.catalog.charted.filter((other) => !shown.includes(other));
  const swapped = (other: string) => shown.map((each) => (each === metric ? other : each));
  const items = others.map((other) => ({ label: visibleText(other), run: () => view.charts({ metrics: swapped(other) }) }));
  return menu(`Another metric than ${visibleText(metric)}`, "", items);
}

/** The metrics that are drawn, those that a person chose as far as they are there; none while the strip is folded. */
export function shownMetrics({ state, catalog }: Pick<RunsView, "state" | "catalog">): readonly string[] {
  if (state.charts.isFolded) return [];
  const chosen = (state.charts.metrics ?? []).filter((metric) => byId(catalog).has(`metric:${metric}`));
  const all = chosen.length > 0 ? chosen : catalog.charted;
  return all.slice(0, window.innerWidth < narrow ? 2 : charts);
}

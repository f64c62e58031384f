import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { CompareState } from "#protocol/views/compare.ts";
import { curveOf, curveOver, type XAxis } from "#registry/model/compare/curve.ts";
import type { TextTable } from "#registry/model/tableText.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { xRangeLabel } from "../charts/axes.ts";
import type { ChartGroup } from "../charts/chartGroup.ts";
import type { CurveStore, LoadedHistory } from "../charts/curveStore.ts";
import { shownShare } from "../charts/yRange.ts";
import { announce } from "../ui/announce.ts";
import { copyMenu, type MenuItem, menu } from "../ui/menu.ts";
import { section } from "../ui/section.ts";
import { curvesAsTable } from "./copy.ts";
import "./metricCurves.ts";
import type { MetricTableRow } from "./metricTable.ts";
import { mostColumns, withFold } from "./state.ts";
import type { CompareView } from "./view.ts";

const axes: readonly (readonly [Exclude<XAxis, "metric">, string])[] = [
  ["step", "step"],
  ["time", "time"],
  ["relative", "relative time"],
];
/** Metrics that can stand at the bottom: a menu of more could not be read. */
const mostOtherAxes = 20;
const smoothings = [0, 0.3, 0.6, 0.9, 0.99];

/** One small chart per metric that has a curve. */
export function curvesSection(view: CompareView, store: CurveStore, group: ChartGroup): TemplateResult {
  const { state, change } = view;
  const rows = view.metrics.rows.filter((row) => row.metric.points > 1);
  const axisName = state.xAxis === "metric" ? (state.xMetric ?? "") : (axes.find(([axis]) => axis === state.xAxis)?.[1] ?? "step");
  return section({
    name: "curves",
    title: "Curves",
    summary: html`<span title=${summary(view, rows, store)}>${summary(view, rows, store)}</span>`,
    tools: html`${zoomed(state, group)}<span class="tool"><span class="muted">x:</span>${menu(
      "x axis",
      visibleText(axisName),
      xItems(view, rows, group),
    )}</span>
    <span class="tool"><span class="muted">Smoothing</span>${menu(
      "Smoothing",
      String(state.smoothing),
      smoothings.map((smoothing) => ({
        label: String(smoothing),
        checked: smoothing === state.smoothing,
        run: () => change({ ...state, smoothing }),
      })),
    )}</span>
    <vscode-checkbox label="Log scale" ?checked=${state.logScale} @change=${() => change({ ...state, logScale: !state.logScale })}></vscode-checkbox>
    <vscode-checkbox label="Clip outliers" title=${`The y axes span the middle ${shownShare * 100} % of the values`} ?checked=${state.clipOutliers}
      @change=${() => change({ ...state, clipOutliers: !state.clipOutliers })}></vscode-checkbox>
    ${copyMenu("curves", (format) => view.copy(shownPoints(view, rows, store), format, "curves"))}`,
    folded: state.folded.includes("curves"),
    onToggle: (name) => change(withFold(state, name)),
    body: () => body(view, rows, store, group),
  });
}

/** Another x begins with all of it. */
function xItems(view: CompareView, rows: readonly MetricTableRow[], group: ChartGroup): MenuItem[] {
  const { state, change } = view;
  const { xMetric, ...rest } = state;
  const take = (next: CompareState) => {
    group.cursor = undefined;
    group.window = undefined;
    change(next);
  };
  return [
    ...axes.map(([axis, label]) => ({ label, checked: axis === state.xAxis, run: () => take({ ...rest, xAxis: axis }) })),
    ...rows.slice(0, mostOtherAxes).map(({ metric: { key } }) => ({
      label: visibleText(key),
      checked: state.xAxis === "metric" && xMetric === key,
      run: () => take({ ...rest, xAxis: "metric", xMetric: key }),
    })),
  ];
}

/** Which part of x all charts show, and the way back to all of it. */
function zoomed({ xAxis, xMetric }: CompareState, group: ChartGroup): TemplateResult | typeof nothing {
  if (!group.window) return nothing;
  const range = `${xAxis === "metric" ? `${visibleText(xMetric ?? "")} ` : ""}${xRangeLabel(xAxis, group.window)}`;
  return html`<span class="tool zoomed"><span class="muted">${range}</span>
    <vscode-button class="tool-button" secondary title=${`Shown is ${range}. Show all of x (also Escape in a chart, or a double click).`} @click=${(
      event: MouseEvent,
    ) => resetZoom(group, event.currentTarget as HTMLElement)}>Reset zoom</vscode-button></span>`;
}

/** The button goes with the zoom: the focus goes to the section's head. */
function resetZoom(group: ChartGroup, button: HTMLElement): void {
  const head = button.closest(".section")?.querySelector<HTMLElement>(".section-toggle");
  group.zoom(undefined);
  // Not within the key press: its Enter would press the head too.
  requestAnimationFrame(() => head?.focus());
  announce("All of x is shown");
}

function body(view: CompareView, rows: readonly MetricTableRow[], store: CurveStore, group: ChartGroup): TemplateResult {
  if (rows.length === 0) return html`<p class="section-note muted">No metric has more than one point.</p>`;
  // Of very many runs only those that are drawn: each is a history to read.
  const runs = view.data.runs.length > mostColumns ? view.shownRuns : view.data.runs;
  const runIds = runs.map((run) => run.id);
  const { xAxis, xMetric } = view.state;
  return html`<div class="curves">${repeat(
    // A metric over itself says nothing.
    rows.filter((row) => xAxis !== "metric" || row.metric.key !== xMetric),
    (row) => row.metric.key,
    (
      row,
    ) => html`<slipway-metric-curves class=${row.metric.key === view.state.largeChart ? "large" : ""} data-metric=${row.metric.key} .row=${row} .view=${view} .group=${group} .loaded=${store.get(row.metric.key)}
      .loadedX=${view.state.xMetric === undefined ? undefined : store.get(view.state.xMetric)}
      .want=${(metric: string, points: number) => store.want(metric, runIds, points)}></slipway-metric-curves>`,
  )}</div>`;
}

/** How much of the histories is drawn, and how many metrics have none. */
function summary(view: CompareView, rows: readonly MetricTableRow[], store: CurveStore): string {
  const all = view.metrics.rows.length;
  const histories = rows.flatMap((row) => {
    const loaded = store.get(row.metric.key);
    return loaded && "histories" in loaded ? loaded.histories : [];
  });
  const longest = histories.reduce((most, history) => (most && most.values.length >= history.values.length ? most : history), histories[0]);
  const parts = [];
  if (longest && longest.values.length < longest.total) {
    const count = (points: number) => points.toLocaleString("en-US");
    parts.push(`each curve shows ${count(longest.values.length)} of ${count(longest.total)} points`);
  }
  if (rows.length < all) parts.push(`${rows.length} of ${all} metrics have curves`);
  return parts.join(" · ") || (all === 0 ? "" : "all points shown");
}

function shownPoints(view: CompareView, rows: readonly MetricTableRow[], store: CurveStore): TextTable {
  const names = new Map(view.shownRuns.map((run) => [run.id, run.name]));
  const { xAxis, xMetric = "" } = view.state;
  const other = store.get(xMetric);
  const others = new Map(other && "histories" in other ? other.histories.map((history) => [history.runId, history]) : []);
  const drawn = (history: LoadedHistory) => {
    if (xAxis !== "metric") return curveOf(history, xAxis);
    const over = others.get(history.runId);
    return over ? curveOver(history, over) : { x: new Float64Array(0), y: new Float64Array(0) };
  };
  const curves = rows.flatMap((row) => {
    const loaded = store.get(row.metric.key);
    if (!loaded || "problem" in loaded) return [];
    return loaded.histories.flatMap((history) => {
      const run = names.get(history.runId);
      return run === undefined ? [] : [{ metric: row.metric.key, run, ...drawn(history) }];
    });
  });
  return curvesAsTable(curves, { step: "Step", time: "Time (ms)", relative: "Relative time (ms)", metric: xMetric }[xAxis]);
}

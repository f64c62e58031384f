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
import { curvesAsTable, groupCurvesAsTable } from "./copy.ts";
import type { GroupCurveStore } from "./groupCurveStore.ts";
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
/** What may lie about the mean of a group. */
const bands = { std: "± standard deviation", range: "min–max" } as const;
const alignment: Readonly<Record<XAxis, string>> = {
  ...{ step: byLast(""), relative: byLast("") },
  time: byLast(" Runs that did not run at one time are never in one mean."),
  metric:
    "At each value every run counts with what lies on the line between its neighbouring points, from its least value of x to its greatest: nothing is drawn on beyond them, and n at the crosshair says how many runs are in the mean.",
};
const smoothings = [0, 0.3, 0.6, 0.9, 0.99];

/** Where the curves come from: of runs, and of groups of them. */
export interface CurveStores {
  readonly runs: CurveStore;
  readonly groups: GroupCurveStore;
}

function byLast(more: string): string {
  return `At each place every run counts with the value it logged last, from its first one to its last: nothing is drawn on beyond them, and n at the crosshair says how many runs are in the mean.${more}`;
}

/** One small chart per metric that has a curve. */
export function curvesSection(view: CompareView, stores: CurveStores, group: ChartGroup): TemplateResult {
  const { state, change } = view;
  const rows = view.metrics.rows.filter((row) => row.metric.points > 1);
  const { xAxis } = state;
  const axisName = xAxis === "metric" ? (state.xMetric ?? "") : (axes.find(([axis]) => axis === xAxis)?.[1] ?? "step");
  return section({
    name: "curves",
    title: "Curves",
    summary: html`<span title=${summary(view, rows, stores)}>${summary(view, rows, stores)}</span>`,
    tools: html`${zoomed(view, group)}<span class="tool"><span class="muted">x:</span>${menu(
      "x axis",
      visibleText(axisName),
      xItems(view, rows, group),
    )}</span>${bandTool(view)}
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
    ${copyMenu("curves", (format) => view.copy(shownPoints(view, rows, stores), format, "curves"))}`,
    folded: state.folded.includes("curves"),
    onToggle: (name) => change(withFold(state, name)),
    body: () => body(view, rows, stores, group),
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
function zoomed(view: CompareView, group: ChartGroup): TemplateResult | typeof nothing {
  if (!group.window) return nothing;
  const { xAxis, xMetric } = view.state;
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

function body(view: CompareView, rows: readonly MetricTableRow[], stores: CurveStores, group: ChartGroup): TemplateResult {
  if (rows.length === 0) return html`<p class="section-note muted">No metric has more than one point.</p>`;
  const { xAxis, xMetric } = view.state;
  const isOverMetric = xAxis === "metric";
  return html`<div class="curves">${repeat(
    // A metric over itself says nothing.
    rows.filter((row) => !isOverMetric || row.metric.key !== xMetric),
    (row) => row.metric.key,
    (
      row,
    ) => html`<slipway-metric-curves class=${row.metric.key === view.state.largeChart ? "large" : ""} data-metric=${row.metric.key} .row=${row} .view=${view} .group=${group} .loaded=${loadedOf(view, stores, row.metric.key)}
      .loadedX=${isOverMetric && xMetric !== undefined ? stores.runs.get(xMetric) : undefined}
      .want=${(metric: string, points: number) => want(view, stores, metric, points)}></slipway-metric-curves>`,
  )}</div>${view.groups.length > 0 ? html`<p class="section-note muted">${alignment[xAxis]}</p>` : nothing}`;
}

function loadedOf(view: CompareView, { runs, groups }: CurveStores, metric: string) {
  return view.groups.length > 0 ? groups.get(ofGroups(view, metric)) : runs.get(metric);
}

function want(view: CompareView, { runs, groups }: CurveStores, metric: string, maxPoints: number): void {
  if (view.groups.length > 0) {
    groups.want({ ...ofGroups(view, metric), maxPoints });
    return;
  }
  // Of very many runs only those that are drawn: each is a history to read.
  const read = view.data.runs.length > mostColumns ? view.shownRuns : view.data.runs;
  runs.want(
    metric,
    read.map((run) => run.id),
    maxPoints,
  );
}

/** The curves of a metric, one for each group. */
function ofGroups({ groups, state: { xAxis, xMetric } }: CompareView, metric: string) {
  const over = xAxis === "metric" && xMetric !== undefined ? { xMetric } : {};
  return { groups: groups.slice(0, mostColumns).map(({ runIds }) => runIds), metric, axis: xAxis, ...over };
}

/** What lies about the means. */
function bandTool({ groups, state, change }: CompareView): TemplateResult | typeof nothing {
  if (groups.length === 0) return nothing;
  const { band = "std" } = state;
  const items = Object.entries(bands).map(([kind, label]) => ({
    label,
    checked: kind === band,
    run: () => change({ ...state, band: kind as keyof typeof bands }),
  }));
  return html`<span class="tool"><span class="muted band-word">Band:</span>${menu("Band about the mean", band === "std" ? "± std" : bands[band], items)}</span>`;
}

/** How much of the histories is drawn, and how many metrics have none. */
function summary(view: CompareView, rows: readonly MetricTableRow[], stores: CurveStores): string {
  const all = view.metrics.rows.length;
  if (view.groups.length > 0) return groupsSummary(view, rows, stores);
  const histories = rows.flatMap((row) => {
    const loaded = stores.runs.get(row.metric.key);
    return loaded && "histories" in loaded ? loaded.histories : [];
  });
  const longest = histories.reduce((most, history) => (most && most.values.length >= history.values.length ? most : history), histories[0]);
  const parts = [];
  if (longest && longest.values.length < longest.total) {
    parts.push(`each curve shows ${grouped(longest.values.length)} of ${grouped(longest.total)} points`);
  }
  if (rows.length < all) parts.push(`${rows.length} of ${all} metrics have curves`);
  return parts.join(" · ") || (all === 0 ? "" : "all points shown");
}

/** How the runs of a group come to one curve. */
function groupsSummary(view: CompareView, rows: readonly MetricTableRow[], stores: CurveStores): string {
  const curves = rows.flatMap((row) => {
    const loaded = loadedOf(view, stores, row.metric.key);
    return loaded && "curves" in loaded ? loaded.curves : [];
  });
  const longest = curves.reduce((most, curve) => (most && most.total >= curve.total ? most : curve), curves[0]);
  const thinned = Math.max(0, ...curves.map((curve) => curve.thinnedFrom ?? 0));
  return [
    `mean of each group, band ${bands[view.state.band ?? "std"]}, pale where some runs have no value`,
    longest && longest.x.length < longest.total ? `${grouped(longest.x.length)} of ${grouped(longest.total)} places shown` : "",
    thinned > 0 ? `of thinned histories, the longest of ${grouped(thinned)} points` : "",
  ]
    .filter((text) => text !== "")
    .join(" · ");
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function shownPoints(view: CompareView, rows: readonly MetricTableRow[], stores: CurveStores): TextTable {
  if (view.groups.length > 0) return shownMeans(view, rows, stores);
  const store = stores.runs;
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
  return curvesAsTable(curves, headOfX(view));
}

function headOfX({ state: { xAxis, xMetric = "" } }: CompareView): string {
  return { step: "Step", time: "Time (ms)", relative: "Relative time (ms)", metric: xMetric }[xAxis];
}

function shownMeans(view: CompareView, rows: readonly MetricTableRow[], stores: CurveStores): TextTable {
  const curves = rows.flatMap((row) => {
    const loaded = loadedOf(view, stores, row.metric.key);
    if (!loaded || !("curves" in loaded)) return [];
    return view.shown.flatMap((index) => {
      const [curve, group] = [loaded.curves[index], view.groups[index]];
      return curve && group ? [{ metric: row.metric.key, group: group.name, curve }] : [];
    });
  });
  return groupCurvesAsTable(curves, headOfX(view));
}

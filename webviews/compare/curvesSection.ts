import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { CompareState } from "#protocol/views/compare.ts";
import type { XAxis } from "#registry/model/compare/curve.ts";
import { mostFormulas, writtenMetric } from "#registry/model/compare/formula.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { xRangeLabel } from "../charts/axes.ts";
import type { ChartGroup } from "../charts/chartGroup.ts";
import { shownPart } from "../charts/shownPart.ts";
import { shownShare } from "../charts/yRange.ts";
import { announce } from "../ui/announce.ts";
import { type FormulaWords, formulaEditor } from "../ui/formulaEditor.ts";
import { icon } from "../ui/icon.ts";
import { copyMenu, type MenuItem, menu } from "../ui/menu.ts";
import { section } from "../ui/section.ts";
import { type ChartSubject, chartSubjects } from "./chartSubjects.ts";
import { type CurveStores, loadedOf, want } from "./curveSources.ts";
import "./metricCurves.ts";
import { shownPoints } from "./shownCurves.ts";
import { withFold, withFormula } from "./state.ts";
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
const formulaWords: FormulaWords = {
  label: "Formula of a chart",
  act: "Draw",
  from: "The curve has the steps that all of its metrics have",
};
const smoothings = [0, 0.3, 0.6, 0.9, 0.99];

function byLast(more: string): string {
  return `At each place every run counts with the value it logged last, from its first one to its last: nothing is drawn on beyond them, and n at the crosshair says how many runs are in the mean.${more}`;
}

/** One small chart per formula, and per metric that has a curve. */
export function curvesSection(view: CompareView, stores: CurveStores, group: ChartGroup): TemplateResult {
  const { state, change } = view;
  const subjects = chartSubjects(view);
  const { xAxis } = state;
  const axisName = xAxis === "metric" ? (state.xMetric ?? "") : (axes.find(([axis]) => axis === xAxis)?.[1] ?? "step");
  return section({
    name: "curves",
    title: "Curves",
    summary: summary(view, subjects, stores),
    // Without a chart there is nothing that they could change.
    tools:
      subjects.length === 0
        ? undefined
        : html`${zoomed(view, group)}<span class="tool"><span class="muted">x:</span>${menu(
            "x axis",
            visibleText(axisName),
            xItems(view, subjects, group),
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
    ${formulaButton(view, subjects)}${copyMenu("curves", (format) => view.copy(shownPoints(view, subjects, stores), format, "curves"))}`,
    folded: state.folded.includes("curves"),
    onToggle: (name) => change(withFold(state, name)),
    body: () => body(view, subjects, stores, group),
  });
}

/** Another x begins with all of it. */
function xItems(view: CompareView, subjects: readonly ChartSubject[], group: ChartGroup): MenuItem[] {
  const { state, change } = view;
  const { xMetric, ...rest } = state;
  const take = (next: CompareState) => {
    group.cursor = undefined;
    group.window = undefined;
    change(next);
  };
  return [
    ...axes.map(([axis, label]) => ({ label, checked: axis === state.xAxis, run: () => take({ ...rest, xAxis: axis }) })),
    ...metricsOf(subjects)
      .slice(0, mostOtherAxes)
      .map(({ key }) => ({
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
    <vscode-button class="tool-button" secondary title=${`Shown is ${range}. Show all of x (also Escape in a chart, or a double click).`} @click=${() => resetZoom(group)}>Reset zoom</vscode-button></span>`;
}

function resetZoom(group: ChartGroup): void {
  group.zoom(undefined);
  announce("All of x is shown");
}

function metricsOf(subjects: readonly ChartSubject[]): readonly ChartSubject[] {
  return subjects.filter(({ isFormula }) => !isFormula);
}

/** Opens the field for another chart. */
function formulaButton(view: CompareView, subjects: readonly ChartSubject[]): TemplateResult | typeof nothing {
  const count = view.state.formulas?.length ?? 0;
  if (metricsOf(subjects).length === 0) return nothing;
  const words =
    count < mostFormulas ? "Draw a formula over metrics, such as = 1 - val_acc" : `${mostFormulas} formulas are drawn: remove one first`;
  return html`<button type="button" class="plain-button formula-button" title=${words} aria-label="Formula…" aria-expanded=${view.formula !== undefined}
    ?disabled=${count >= mostFormulas} @click=${() => view.typeFormula(view.formula ? undefined : { text: "= " })}>${icon("symbol-operator")}<span class="formula-word"> Formula…</span></button>`;
}

function body(view: CompareView, subjects: readonly ChartSubject[], stores: CurveStores, group: ChartGroup): TemplateResult {
  if (subjects.length === 0) return html`<p class="section-note muted">No metric has more than one point.</p>`;
  const { xAxis, xMetric } = view.state;
  const isOverMetric = xAxis === "metric";
  return html`${editor(view)}<div class="curves">${repeat(
    // A metric over itself says nothing.
    subjects.filter((subject) => !isOverMetric || subject.isFormula || subject.key !== xMetric),
    ({ key, isFormula }) => `${isFormula} ${key}`,
    (
      subject,
    ) => html`<slipway-metric-curves class=${subject.key === view.state.largeChart ? "large" : ""} data-metric=${subject.key} .subject=${subject} .view=${view} .group=${group} .loaded=${loadedOf(view, stores, subject)}
      .loadedX=${isOverMetric && xMetric !== undefined ? stores.runs.get(xMetric) : undefined}
      .want=${(of: Pick<ChartSubject, "key" | "isFormula">, points: number) => want(view, stores, of, points)}></slipway-metric-curves>`,
  )}</div>${view.groups.length > 0 ? html`<p class="section-note muted">${alignment[xAxis]}</p>` : nothing}`;
}

function editor(view: CompareView): TemplateResult | typeof nothing {
  const { formula, state } = view;
  const metrics = view.metrics.rows.map(({ metric: { key } }) => key).filter((key) => writtenMetric(key) !== undefined);
  return formulaEditor(formula?.text, formulaWords, metrics, {
    apply: (text) => {
      view.change(withFormula(state, text, formula?.of));
      view.typeFormula(undefined, text);
    },
    close: () => view.typeFormula(undefined, formula?.of),
  });
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
function summary(view: CompareView, subjects: readonly ChartSubject[], stores: CurveStores): string {
  const all = view.metrics.rows.length;
  if (view.groups.length > 0) return groupsSummary(view, subjects, stores);
  const histories = subjects.flatMap((subject) => {
    const loaded = loadedOf(view, stores, subject);
    return loaded && "histories" in loaded ? loaded.histories : [];
  });
  const part = shownPart(histories);
  const parts = part === undefined ? [] : [part];
  const charted = metricsOf(subjects).length;
  if (charted < all) parts.push(`${charted} of ${all} metrics have curves`);
  return parts.join(" · ") || (all === 0 ? "" : "all points shown");
}

/** How the runs of a group come to one curve. */
function groupsSummary(view: CompareView, subjects: readonly ChartSubject[], stores: CurveStores): string {
  const curves = subjects.flatMap((subject) => {
    const loaded = loadedOf(view, stores, subject);
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

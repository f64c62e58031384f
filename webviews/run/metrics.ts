import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { RunMetric } from "#protocol/views/run.ts";
import { curveOf } from "#registry/model/compare/curve.ts";
import { runSwatchOf } from "#registry/model/compare/runSwatch.ts";
import { formatCells } from "#registry/model/format.ts";
import { withUnit } from "#registry/model/metricUnit.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { fromWire } from "#registry/model/wireNumber.ts";
import type { LoadedHistory } from "../charts/curveStore.ts";
import { icon } from "../ui/icon.ts";
import { type Listed, shownPart } from "./found.ts";
import "./sparkline.ts";
import type { RunPageView } from "./view.ts";

/** Points of a line in the table, and of the large chart. */
const [fewPoints, manyPoints] = [120, 2000];
/** px */
const chartHeight = 220;

/** Last, least and greatest value of each metric with its curve; a press shows the curve large. */
export function metricsTable(view: RunPageView, listed: Listed<RunMetric>): TemplateResult {
  if (listed.all.length === 0) return html`<p class="muted">The run logged no metrics.</p>`;
  if (listed.matching.length === 0) return html`<p class="muted">No metric matches the search.</p>`;
  const { rows, showMore } = shownPart(listed);
  return html`<table class="run-metrics">
    <thead><tr><th scope="col">Metric</th><th scope="col" class="number">Last</th><th scope="col" class="number">Least</th><th scope="col" class="number">Greatest</th>
      <th scope="col" class="number">Step</th><th scope="col">Curve</th></tr></thead>
    <tbody>${repeat(
      rows,
      ({ key }) => key,
      (metric) => metricRows(view, metric),
    )}</tbody>
  </table>${showMore}`;
}

function metricRows(view: RunPageView, metric: RunMetric): TemplateResult {
  const { state, curves, data } = view;
  const loaded = curves.get(metric.key);
  const history = loaded && "histories" in loaded ? loaded.histories[0] : undefined;
  const isLarge = state.metric === metric.key;
  const values = valuesOf(metric, history);
  const texts = formatCells(values).map((text) => withUnit(metric.key, text));
  const name = visibleText(metric.key);
  const { metric: _shown, ...closed } = state;
  const { gateLine } = metric;
  return html`<tr class="numbers" data-metric=${metric.key}>
      <th scope="row"><span class="run-metric-name"><span class="cut" title=${name}>${name}</span>${
        gateLine === undefined
          ? nothing
          : html` <button type="button" class="badge" title=${`A gate checks ${name}: open its line in the policy`} @click=${() => view.openPolicy(gateLine)}>gate</button>`
      }${metric.better === undefined ? nothing : html` <span class="muted" role="img" title=${`${metric.better} is better`} aria-label=${`${metric.better} is better`}>${metric.better === "higher" ? "↑" : "↓"}</span>`}</span></th>
      ${[0, 1, 2].map((at) => html`<td class=${at === 0 ? "number" : "number muted"} title=${values[at] ?? nothing}>${texts[at]}</td>`)}
      <td class="number muted">${metric.step.toLocaleString("en-US")}</td>
      <td><button type="button" class="plain-button curve-button" aria-expanded=${isLarge} title=${isLarge ? `Fold the curve of ${name}` : `Show the curve of ${name}`}
        @click=${() => view.change(isLarge ? closed : { ...state, metric: metric.key })}>
        <slipway-sparkline .metric=${metric.key} .runId=${data.id} .colour=${runSwatchOf(data.id).colour} .points=${isLarge ? manyPoints : fewPoints} .history=${history} .store=${curves} .edition=${view.edition}></slipway-sparkline>
        ${icon(isLarge ? "chevron-up" : "chevron-down")}</button></td>
    </tr>
    ${isLarge ? html`<tr><td colspan="6">${largeCurve(view, metric, history)}</td></tr>` : nothing}`;
}

/** The last value; with a history also the least and the greatest, which are among the points that are left of a long one. */
function valuesOf(metric: RunMetric, history: LoadedHistory | undefined): readonly number[] {
  const last = fromWire(metric.value);
  const real = history ? [...history.values].filter((value) => !Number.isNaN(value)) : [];
  return real.length === 0 ? [last] : [last, real.reduce((a, b) => Math.min(a, b)), real.reduce((a, b) => Math.max(a, b))];
}

function largeCurve(view: RunPageView, metric: RunMetric, history: LoadedHistory | undefined): TemplateResult {
  const loaded = view.curves.get(metric.key);
  if (loaded && "problem" in loaded)
    return html`<p role="alert">${visibleText(loaded.problem.message)} ${visibleText(loaded.problem.next)}</p>`;
  if (history === undefined) return html`<p class="muted" role="status">Reading the history…</p>`;
  if (history.total < 2) return html`<p class="muted">One value, at step ${metric.step.toLocaleString("en-US")}.</p>`;
  const name = visibleText(view.data.name);
  const line = { runId: view.data.id, name, swatch: runSwatchOf(view.data.id), isBaseline: false, curve: curveOf(history, "step") };
  const shown = history.values.length.toLocaleString("en-US");
  return html`<div class="run-chart"><slipway-curve-chart .name=${visibleText(metric.key)} .lines=${[line]} .axis=${"step"} .plotHeight=${chartHeight} .better=${metric.better} .group=${view.charts}></slipway-curve-chart>
    ${history.values.length < history.total ? html`<p class="muted small">${shown} of ${history.total.toLocaleString("en-US")} points</p>` : nothing}</div>`;
}

import "@vscode-elements/elements/dist/vscode-badge/index.js";
import { html, nothing, type TemplateResult } from "lit";
import type { Direction, ValueChoice } from "#protocol/views/compare.ts";
import { type GroupCell, reachOf, testsNote } from "#registry/model/compare/groupCell.ts";
import { differingWithin } from "#registry/model/compare/groupColumns.ts";
import type { MetricCell } from "#registry/model/compare/metricRow.ts";
import { chanceText } from "#registry/model/compare/welch.ts";
import { withUnit } from "#registry/model/metricUnit.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { copyMenu, type MenuItem, menu } from "../ui/menu.ts";
import { section } from "../ui/section.ts";
import { verdictSign } from "../ui/verdict.ts";
import { baselineName, columns } from "./changesSection.ts";
import { metricsAsTable } from "./copy.ts";
import { bestSign, cellTooltip, choiceText, type MetricTableRow, metricsSummary } from "./metricTable.ts";
import { withFold } from "./state.ts";
import type { CompareView } from "./view.ts";

const choices: readonly ValueChoice[] = ["last", "min", "max"];
const mostRows = 500;
/** Metrics that are offered as the one that was best. */
const mostAtBest = 4;

/** The metrics of the runs, each with its difference to the baseline. */
export function metricsSection(view: CompareView): TemplateResult {
  const { metrics, state, data } = view;
  const baseline = data.runs[0];
  return section({
    name: "metrics",
    title: "Metrics",
    summary: metricsSummary(data, metrics),
    tools: html`${data.runs.length > 1 ? html`<span class="muted small">Δ to <bdi>${baselineName(view)}</bdi></span>` : nothing}
      ${copyMenu("metrics", (format) => view.copy(metricsAsTable(metrics.rows, view.shownRuns, baseline?.id ?? ""), format, "metrics"))}`,
    folded: state.folded.includes("metrics"),
    onToggle: (name) => view.change(withFold(state, name)),
    body: () => body(view),
  });
}

function body(view: CompareView): TemplateResult {
  const { rows } = view.metrics;
  if (rows.length === 0) return html`<p class="section-note muted">None of these runs logged a metric.</p>`;
  return html`<table class="runs-table metrics-table">
      <caption class="screen-reader-only">Metrics, and their difference to ${baselineName(view)}</caption>
      ${columns(view)}
      <thead><tr>
        <th scope="col" class="name-column"><div class="metric-name-grid metric-heads"><span>Metric</span><span>Better</span><span>Value</span></div></th>
        ${view.shownRuns.slice(0, view.drawn).map((run, column) => head(visibleText(run.name), shortName(view, view.shown[column] ?? 0), view.shown[column] === 0))}
      </tr></thead>
      <tbody>${rows.slice(0, mostRows).map((row) => metricRow(view, row))}</tbody>
    </table>
    ${view.groups.length > 0 ? html`<p class="section-note muted">${groupsNote(view)}</p>` : nothing}
    ${rows.length > mostRows ? html`<p class="section-note muted">${rows.length - mostRows} more metrics: a copy has them all.</p>` : nothing}`;
}

function groupsNote(view: CompareView): string {
  const cells = view.metrics.rows.slice(0, mostRows).flatMap((row) => row.groups ?? []);
  return testsNote(cells, differingWithin(view.runData, view.groups).map(visibleText));
}

function shortName({ groups, names }: CompareView, index: number): string {
  return groups[index]?.parts.map(({ value }) => visibleText(value)).join(" · ") ?? names[index] ?? "";
}

function head(name: string, short: string, isBaseline: boolean): TemplateResult {
  return html`<th scope="col" class="run-column ${isBaseline ? "baseline-column" : ""}"><div class="metric-cell metric-heads">
    <span class="metric-value" title=${name}>${short}</span>${isBaseline ? nothing : html`<span class="metric-delta">Δ</span>`}
  </div></th>`;
}

function metricRow(view: CompareView, row: MetricTableRow): TemplateResult {
  const { metric } = row;
  const line = metric.gateLine;
  const name = visibleText(metric.key);
  return html`<tr data-row=${metric.key}>
    <th scope="row" class="name-column"><div class="metric-name-grid">
      <span class="metric-name"><span class="row-name" title=${name}>${name}</span>${
        line === undefined
          ? nothing
          : html`<button type="button" class="badge-button" title=${`A gate checks ${name}: open its line in the policy`}
              @click=${() => view.openPolicy(line)}><vscode-badge>gate</vscode-badge></button>`
      }</span>
      ${directionButton(view, row)}
      <span class="value-menu">${menu(`Value of ${name}`, choiceText(row.choice), valueItems(view, row))}</span>
      <span class="row-menu">${menu(`More for ${name}`, "…", rowItems(view, row))}</span>
    </div></th>
    ${row.cells.slice(0, view.drawn).map((cell, column) => metricCell(view, row, cell, column))}
  </tr>`;
}

function valueItems(view: CompareView, row: MetricTableRow): MenuItem[] {
  const { state, change } = view;
  const available = row.metric.rangesUnread || row.metric.min.some((value) => value !== null) ? choices : choices.slice(0, 1);
  return [...available, ...choicesAtBest(view, row)].map((choice) => ({
    label: choiceText(choice),
    checked: choice === row.choice,
    run: () => change({ ...state, valueOf: { ...state.valueOf, [row.metric.key]: choice } }),
  }));
}

/** At the best step of another metric that is judged: those with a gate first, as the table has them. */
function choicesAtBest(view: CompareView, row: MetricTableRow): ValueChoice[] {
  if (row.metric.points < 2) return [];
  const judged = view.metrics.rows.filter((other) => other !== row && other.metric.points > 1 && other.direction.better !== undefined);
  return judged.slice(0, mostAtBest).map((other): ValueChoice => `best:${other.metric.key}`);
}

/** On a narrow page: all that stands in the row on a wide one. */
function rowItems(view: CompareView, row: MetricTableRow): MenuItem[] {
  const line = row.metric.gateLine;
  const directions: MenuItem[] = (["higher", "lower"] as const).map((better) => ({
    label: `${better} is better`,
    checked: better === row.direction.better,
    run: () => setDirection(view, row, better),
  }));
  return [
    ...valueItems(view, row),
    ...directions,
    ...(line === undefined ? [] : [{ label: "Open the gate", run: () => view.openPolicy(line) }]),
  ];
}

function setDirection(view: CompareView, row: MetricTableRow, better: Direction): void {
  view.change({ ...view.state, directions: { ...view.state.directions, [row.metric.key]: better } });
}

function directionButton(view: CompareView, row: MetricTableRow): TemplateResult {
  const { better, from } = row.direction;
  const next: Direction = better === "higher" ? "lower" : "higher";
  const guess = from === "name" ? "?" : "";
  const why = { policy: "the policy says so", name: "guessed from the name", hand: "chosen here", none: "direction not known" }[from];
  const label = `${visibleText(row.metric.key)}: ${better ? `${better} is better, ${why}` : why}. Switch to ${next}.`;
  return html`<button type="button" class="plain-button direction muted" title=${label} aria-label=${label}
    @click=${() => setDirection(view, row, next)}>${
      better
        ? html`${better === "higher" ? "↑" : "↓"}<span class="direction-word">${better}${guess}</span>`
        : html`<span class="direction-none" aria-hidden="true">↕</span><span class="direction-word">not known</span>`
    }</button>`;
}

function metricCell(view: CompareView, row: MetricTableRow, cell: MetricCell, column: number): TemplateResult {
  const isBaseline = view.shown[column] === 0;
  if (cell.text === "") {
    return html`<td class="run-column ${isBaseline ? "baseline-column" : ""}"><div class="metric-cell"><span class="metric-value muted" title="no value logged">—</span></div></td>`;
  }
  return html`<td class="run-column numbers ${isBaseline ? "baseline-column" : ""}" title=${cellTooltip(row, column)}>
    <div class="metric-cell">
      <span class="metric-value ${cell.best ? "best" : ""}">${
        cell.best ? html`<span class="star" role="img" aria-label="best">${bestSign}</span> ` : nothing
      }${withUnit(row.metric.key, cell.text)}</span>
      <span class="metric-delta">${withUnit(row.metric.key, cell.delta)}</span>
      <span class="metric-verdict">${cell.verdict ? verdictSign(cell.verdict) : nothing}</span>
    </div>${groupLines(row.groups?.[column])}
  </td>`;
}

/** Beneath the mean of a group: how far its runs lie apart, how sure the difference is, how many they are. */
function groupLines(cell: GroupCell | undefined): TemplateResult | typeof nothing {
  if (cell === undefined) return nothing;
  return html`<div class="group-cell small muted">
    <span class="group-std">${cell.std}</span><span class="group-chance">${cell.test ? chanceText(cell.test.p) : nothing}</span>
    <span class="group-reach">${reachOf(cell)}</span>
  </div>`;
}

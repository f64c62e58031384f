import { html, nothing, type TemplateResult } from "lit";
import { type AxisId, axisKey } from "#protocol/views/compareRelation.ts";
import type { TextTable } from "#registry/model/tableText.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { runSwatch } from "../charts/runSwatch.ts";
import { type RelatedRun, type RelationModel, valueText } from "./relationModel.ts";
import { withRuns } from "./state.ts";
import type { CompareView } from "./view.ts";

const mostRows = 50;

/** The runs inside of the brushes as a table, the compared ones first; without a brush all of them, folded: what the pictures say, in words. */
export function runsTable(view: CompareView, model: RelationModel, axes: readonly AxisId[], isBrushed: boolean): TemplateResult {
  const runs = inOrder(model);
  const title = isBrushed ? "Runs inside" : "All runs as a table";
  return html`<details class="relation-runs" ?open=${isBrushed}><summary>${title} <span class="muted">${runs.length}</span></summary>
    <div class="relation-scroll" tabindex="0" role="group" aria-label=${title}><table class="relation-table"><caption class="screen-reader-only">${title}</caption>
      <thead><tr><th scope="col">Run</th>${axes.map((id) => html`<th scope="col" class="numbers">${visibleText(axisKey(id))}</th>`)}<th scope="col"><span class="screen-reader-only">Add</span></th></tr></thead>
      <tbody>${runs.slice(0, mostRows).map((run) => row(view, model, axes, run))}</tbody></table></div>
    ${runs.length > mostRows ? html`<p class="muted small">${runs.length - mostRows} more runs: a copy has them all.</p>` : nothing}
  </details>`;
}

/** The compared ones first, then as they came: newest first. */
function inOrder(model: RelationModel): RelatedRun[] {
  return model.runs.filter((run) => run.isInside).sort((a, b) => a.row - b.row);
}

function row(view: CompareView, model: RelationModel, axes: readonly AxisId[], run: RelatedRun): TemplateResult {
  return html`<tr data-related=${run.id}><th scope="row">${run.swatch ? runSwatch(run.swatch) : html`<span class="no-swatch"></span>`} ${run.name}${run.isBaseline ? html` <span class="muted">baseline</span>` : nothing}</th>
    ${axes.map((id) => html`<td class="numbers">${valueText(model, id, run.row)}</td>`)}
    <td>${
      run.swatch
        ? nothing
        : html`<button type="button" class="link" aria-label=${`Compare too: ${run.name}`} @click=${() => view.change(withRuns(view.state, [run.id]))}>Compare too</button>`
    }</td></tr>`;
}

/** What the table shows, all rows of it. */
export function relationAsTable(model: RelationModel, axes: readonly AxisId[]): TextTable {
  const full = (id: AxisId, at: number) => {
    const value = model.values.get(id)?.[at] ?? null;
    return value === null ? "" : String(value);
  };
  return [
    ["Run", "Compared", ...axes.map(axisKey)],
    ...inOrder(model).map((run) => [run.name, run.swatch ? "yes" : "", ...axes.map((id) => full(id, run.row))]),
  ];
}

import { html, nothing, type TemplateResult } from "lit";
import type { ArtifactPreview } from "#protocol/views/artifacts.ts";
import type { ArtifactsState } from "#protocol/views/compare.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import "../ui/artifactPreview.ts";
import { isPicture } from "./artifactPaths.ts";
import type { ArtifactCell, ArtifactRow } from "./artifactRows.ts";
import type { ArtifactStore } from "./artifactStore.ts";
import "./laidOverImage.ts";
import type { CompareView } from "./view.ts";

/** What a row shows below itself: the file of every run in the run's column. */
export function openRow(row: ArtifactRow, view: CompareView, store: ArtifactStore, chosen: ArtifactsState): TemplateResult {
  const steps = [...new Set(row.cells.flatMap(({ paths }) => [...paths.keys()]))].sort((one, other) => one - other);
  const step = shownStep(steps, chosen.step);
  return html`<tr class="artifact-open" data-open=${row.name}>
    <td class="name-column">${row.kind === "steps" ? slider(steps, step, (next) => view.change({ ...view.state, artifacts: { ...chosen, step: next } })) : nothing}</td>
    ${row.cells.map(
      (cell, column) =>
        html`<td class="run-column ${view.shown[column] === 0 ? "baseline-column" : ""}">${shownFile(row, cell, column, { view, store, chosen, step })}</td>`,
    )}
  </tr>`;
}

/** The chosen one, where this picture has none of it the last before it; the last of all where nothing was chosen. */
function shownStep(steps: readonly number[], chosen: number | undefined): number {
  const last = steps.at(-1) ?? 0;
  return chosen === undefined ? last : (steps.findLast((step) => step <= chosen) ?? steps[0] ?? last);
}

/** One slider for all runs, and for every picture that has steps. */
function slider(steps: readonly number[], step: number, take: (step: number) => void): TemplateResult {
  const at = Math.max(0, steps.indexOf(step));
  const move = (event: Event) => {
    const next = steps[Number((event.target as HTMLInputElement).value)];
    if (next !== undefined) take(next);
  };
  return html`<label class="artifact-step"><span class="numbers">Step ${step}</span>
    <input type="range" min="0" max=${steps.length - 1} step="1" .value=${String(at)} aria-label="Step of the images of all runs" aria-valuetext=${`step ${step}`} @input=${move}>
    <span class="muted small numbers">${steps[0]} to ${steps.at(-1)}, ${steps.length} steps</span></label>`;
}

interface Shown {
  readonly view: CompareView;
  readonly store: ArtifactStore;
  readonly chosen: ArtifactsState;
  readonly step: number;
}

function shownFile(
  row: ArtifactRow,
  cell: ArtifactCell,
  column: number,
  { view, store, chosen, step }: Shown,
): TemplateResult | typeof nothing {
  const run = view.shownRuns[column];
  const base = view.data.runs[0];
  const file = cell.paths.get(row.kind === "steps" ? step : 0);
  if (run === undefined || cell.paths.size === 0) return nothing;
  if (file === undefined) return html`<p class="artifact-note muted">Nothing at step ${step}</p>`;
  const baseFile = row.base.paths.get(row.kind === "steps" ? step : 0);
  if (chosen.pictures !== "beside" && view.shown[column] !== 0 && base && baseFile && isPicture(file.path)) {
    return html`<slipway-laid-over-image .store=${store} .base=${{ runId: base.id, path: baseFile.path }} .other=${{ runId: run.id, path: file.path }}
      .names=${[visibleText(base.name), visibleText(run.name)]} .mode=${chosen.pictures} .edition=${store.edition}></slipway-laid-over-image>`;
  }
  const isBase = view.shown[column] === 0;
  const against = isBase || base === undefined || baseFile === undefined ? undefined : store.keptOf(base.id, baseFile.path);
  const told = isBase ? (preview: ArtifactPreview) => store.keep(run, file.path, preview) : undefined;
  return html`<slipway-artifact-preview .reader=${store.reader} .runId=${run.id} .path=${file.path} .run=${run.name} .size=${file.size}
    .edition=${store.edition} .against=${against} .told=${told}></slipway-artifact-preview>`;
}

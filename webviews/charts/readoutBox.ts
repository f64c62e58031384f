import { html, nothing, type TemplateResult } from "lit";
import type { XAxis } from "#registry/model/compare/curve.ts";
import { xLabel } from "./axes.ts";
import { named, type ReadoutEntry } from "./readout.ts";
import { runMark } from "./runMark.ts";

/** The values at the crosshair, best first. The chart in use names the runs and their difference, the others show values alone. */
export function readoutBox(entries: readonly ReadoutEntry[], isLeader: boolean, axis: XAxis): TemplateResult {
  const rest = entries.length - named;
  return html`${entries.slice(0, named).map((entry) => row(entry, isLeader, axis))}
    ${rest > 0 ? html`<div class="muted">and ${rest} more</div>` : nothing}`;
}

function row(entry: ReadoutEntry, isLeader: boolean, axis: XAxis): TemplateResult {
  const ended = entry.ended === undefined ? "" : `ended ${xLabel(axis, entry.ended).replace("step ", "")}`;
  return html`<div class="chart-box-row">
    ${runMark(entry.line.mark)}
    ${isLeader ? html`<span class="chart-box-name">${entry.line.name}</span>` : nothing}
    <span class=${isLeader ? "chart-box-value strong" : "chart-box-value"}>${entry.text}</span>
    ${isLeader ? html`<span class="muted">${[entry.note, ended].filter((text) => text !== "").join(", ")}</span>` : nothing}
  </div>`;
}

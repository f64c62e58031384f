import { html, nothing, type TemplateResult } from "lit";
import type { XAxis } from "#registry/model/compare/curve.ts";
import { xLabel } from "./axes.ts";
import { named, type ReadoutEntry } from "./readout.ts";
import { runSwatch } from "./runSwatch.ts";

/** A chart that is not in use says so much of a crowd: the box must not hide what it stands for. */
const namedElsewhere = 4;

/** The values at the crosshair, best first. The chart in use names the runs and their difference, the others show values alone. */
export function readoutBox(entries: readonly ReadoutEntry[], isLeader: boolean, axis: XAxis): TemplateResult {
  const most = isLeader || entries.length <= named ? named : namedElsewhere;
  const rest = entries.length - most;
  const isSmoothed = entries.some((entry) => entry.logged !== undefined);
  return html`${isSmoothed ? heads(isLeader) : nothing}${entries.slice(0, most).map((entry) => row(entry, isLeader, isSmoothed, axis))}
    ${rest > 0 ? html`<div class="chart-box-rest muted">and ${rest} more</div>` : nothing}`;
}

/** What the numbers are, where there is more than one kind of them. */
function heads(isLeader: boolean): TemplateResult {
  return html`<div class="chart-box-row muted small"><span></span>${isLeader ? html`<span></span>` : nothing}
    <span class="chart-box-value">smoothed</span>${isLeader ? html`<span class="chart-box-value">logged</span><span></span>` : nothing}</div>`;
}

function row(entry: ReadoutEntry, isLeader: boolean, isSmoothed: boolean, axis: XAxis): TemplateResult {
  const ended = entry.ended === undefined ? "" : `ended ${xLabel(axis, entry.ended).replace("step ", "")}`;
  return html`<div class="chart-box-row">
    ${runSwatch(entry.line.swatch)}
    ${isLeader ? html`<span class="chart-box-name">${entry.line.name}</span>` : nothing}
    <span class=${isLeader ? "chart-box-value strong" : "chart-box-value"}>${entry.text}</span>
    ${isLeader && isSmoothed ? html`<span class="chart-box-value">${entry.logged ?? ""}</span>` : nothing}
    ${isLeader ? html`<span class="muted">${[entry.note, ended].filter((text) => text !== "").join(", ")}</span>` : nothing}
  </div>`;
}

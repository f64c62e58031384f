import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "#protocol/message.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { icon, iconButton, linkButton } from "../ui/icon.ts";
import { menu } from "../ui/menu.ts";
import { clockTime } from "../ui/time.ts";
import { columnPicker } from "./columnPicker.ts";
import { shownIds } from "./columns.ts";
import "./filterBox.ts";
import { formulaButton, formulaField } from "./formulaField.ts";
import { noCatalog } from "./question.ts";
import { viewNotes, viewSaver, viewsButton } from "./savedViews.ts";
import { copyRuns, deltaSwitch, groupMenu, quickToggles } from "./tools.ts";
import type { RunsView } from "./view.ts";

/** Filter, columns, what is shown of how many, and how fresh it is. */
export function toolbar(view: RunsView): TemplateResult {
  const { catalog, shown, isChoosingColumns } = view;
  const chosen = shownIds(catalog, view.state).length;
  const isKnown = catalog !== noCatalog;
  return html`<header class="toolbar">
    <h1 class="screen-reader-only">Runs of ${visibleText(catalog.name || view.state.name)}</h1>
    ${filterBox(view)}
    <div class="tools">
      ${viewsButton(view)}
      <button
        type="button"
        class="plain-button columns-button"
        aria-expanded=${isChoosingColumns}
        aria-haspopup="dialog"
        @click=${() => view.chooseColumns(!isChoosingColumns)}
      >
        ${icon("table")} Columns ${isKnown ? html`<span class="muted">${chosen} of ${catalog.columns.length}</span>` : nothing} ${icon("chevron-down")}
      </button>
      ${formulaButton(view)} ${groupMenu(view)} ${isKnown ? quickToggles(view) : nothing}
      <span class="space"></span>
      ${deltaSwitch(view)} ${freshness(view)} ${chartsToggle(view)} ${copyRuns(view, "all")}
    </div>
    ${formulaField(view)} ${isChoosingColumns ? columnPicker(view) : nothing} ${viewSaver(view)} ${viewNotes(view)}
    ${shown && !shown.isComplete ? html`<p class="notice" role="status">${icon("loading", "codicon-modifier-spin")} ${count(shown.total)} runs read so far; more are on their way.</p>` : nothing}
    ${shown?.notes.map((note) => html`<p class="notice" role="status">${icon("info")} ${visibleText(note)}</p>`)}
    ${view.problem && view.problem.kind !== "invalid" ? failure(view) : nothing}
  </header>`;
}

function chartsToggle({ catalog, state, charts }: RunsView): TemplateResult | typeof nothing {
  if (catalog.charted.length === 0) return nothing;
  const isShown = !state.charts.isFolded;
  return html`<button
    type="button"
    class="plain-button toggle"
    aria-pressed=${isShown}
    title=${isShown ? "Hide the charts" : "Show the charts"}
    aria-label="Charts"
    @click=${() => charts({ isFolded: isShown })}
  >
    ${icon("graph-line")} <span class="charts-word">Charts</span>
  </button>`;
}

function failure({ problem, shown, retry }: RunsView): TemplateResult {
  const old = shown === undefined ? "" : ` The rows below are as of ${clockTime(shown.asOf)}.`;
  return html`<p class="notice" role="alert">
    ${icon("error", "state-icon")} <span>${problem?.message} ${problem?.next}${old}</span> ${linkButton("Retry", "Read the runs again", retry)}
  </p>`;
}

function filterBox(view: RunsView): TemplateResult {
  const { state, shown, draft, problem } = view;
  const bad = problem?.kind === "invalid" ? problem : undefined;
  const items = (state.history ?? []).map((text) => ({ label: text, run: () => view.apply(text) }));
  return html`<div class="field-box ${bad ? "field-bad" : ""}">
      ${icon("filter")}<slipway-filter-box .view=${view} .texts=${view.textsOf}></slipway-filter-box>
      <span class="filter-count" role="status">${shown ? counted(view) : nothing}</span>
      ${items.length === 0 ? nothing : menu("Filters used before", "", items)}
      ${state.filter === "" && draft === "" && !state.quick?.length ? nothing : iconButton("close", "Clear filter", () => view.apply(""))}
    </div>
    ${bad ? html`<p class="field-problem" id="filter-problem" role="alert">${judged(view, bad)}${bad.message} ${bad.next}</p>` : nothing}`;
}

function counted({ state, shown }: RunsView): TemplateResult {
  const { matching = 0, total = 0 } = shown ?? {};
  const words = `${state.isDeleted ? "deleted " : ""}${total === 1 ? "run" : "runs"}`;
  if (state.filter === "" && !state.quick?.length) return html`${count(total)} ${words}`;
  return html`<strong>${count(matching)}</strong> of ${count(total)} ${words}`;
}

/** Once the field holds another filter, the one that was judged, with the piece underlined that cannot be understood. */
function judged({ state, draft }: RunsView, { place }: Problem): TemplateResult | typeof nothing {
  if (draft.trim() === state.filter || place === undefined || place.end <= place.start) return nothing;
  const [before, piece, after] = [
    state.filter.slice(0, place.start),
    state.filter.slice(place.start, place.end),
    state.filter.slice(place.end),
  ];
  return html`<span class="filter-echo mono">${before}<span class="squiggle">${piece}</span>${after}</span>`;
}

function freshness({ shown, problem }: RunsView): TemplateResult | typeof nothing {
  if (shown === undefined) return nothing;
  const isLive = problem === undefined || problem.kind === "invalid";
  const time = clockTime(shown.asOf);
  if (!isLive) return html`<span class="live"><span><span class="live-dot live-off"></span> Offline, as of ${time}</span></span>`;
  return html`<span class="live" title=${`Updated ${time}; what changes in the registry appears by itself`}
    ><span><span class="live-dot"></span> Live</span> <span class="muted">updated ${time}</span></span>`;
}

export function count(runs: number): string {
  return runs.toLocaleString("en");
}

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { countOf, nameOfKey } from "#registry/model/compare/groupColumns.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { runSwatch } from "../charts/runSwatch.ts";
import { icon, iconButton } from "../ui/icon.ts";
import { type MenuItem, menu } from "../ui/menu.ts";
import { groupChoices } from "./grouping.ts";
import { withBaseline, withGroupKey, withHidden, withMoved, withOnly, withoutRuns } from "./state.ts";
import type { CompareView } from "./view.ts";

/** The band that stays on top: how many runs, `Add run…`, and one chip per run, which is the head of the run's column. */
export function header(view: CompareView): TemplateResult {
  const { data, state } = view;
  const count = data.runs.length;
  const beyond = count - view.shown.length - data.runs.filter((run) => state.hidden.includes(run.id)).length;
  const hidden = data.runs.flatMap((run, index) => (state.hidden.includes(run.id) ? [index] : []));
  return html`<header class="chips-band">
    <div class="name-column">
      <h1 class="runs-title" title=${[title(view), ...(data.experiment === "" ? [] : [`of ${visibleText(data.experiment)}`])].join(" ")}><strong>${title(view)}</strong>${
        data.experiment === "" ? nothing : html` <span class="muted">of <bdi>${visibleText(data.experiment)}</bdi></span>`
      }</h1>
      ${beyond > 0 ? html`<p class="small muted header-note" title="Hide or remove runs to see the next ones side by side">${view.shown.length} in columns, all in Relation</p>` : nothing}
      <div class="header-acts"><button type="button" class="plain-button" @click=${view.addRun}>${icon("add")}<span class="add-word">Add run…</span></button>
        ${iconButton("live-share", "Share: copy an address that opens this comparison", view.share)}
        ${menu("Group runs by", "Group", groupItems(view))}</div>
    </div>
    <ul class="chips" aria-label=${view.groups.length > 0 ? "Compared groups of runs" : "Compared runs"}>
      ${repeat(
        // The chips of hidden runs stand behind all columns.
        view.drawn < view.shown.length ? view.shown.slice(0, view.drawn) : [...view.shown, ...hidden],
        (index) => data.runs[index]?.id,
        (index) => chip(view, index),
      )}
    </ul>
  </header>`;
}

function title({ runData, groups }: CompareView): string {
  const count = runData.runs.length;
  if (groups.length === 0) return countOf(count);
  const grouped = groups.reduce((sum, { runs }) => sum + runs.length, 0);
  // A hidden run takes no part.
  return `${grouped === count ? countOf(count) : `${grouped} of ${count} runs`} in ${groups.length === 1 ? "1 group" : `${groups.length} groups`}`;
}

function groupItems({ runData, state, change }: CompareView): MenuItem[] {
  const { groupBy = [] } = state;
  const keys = [...new Set([...groupBy, ...groupChoices(runData)])];
  const named = { param: "", tag: "tag ", attribute: "" };
  return [
    { label: "Every run by itself", checked: groupBy.length === 0, run: () => change(withGroupKey(state, undefined)) },
    ...keys.map(
      (key): MenuItem => ({
        label: `${named[key.slice(0, key.indexOf(":")) as keyof typeof named]}${visibleText(nameOfKey(key))}`,
        checked: groupBy.includes(key),
        several: true,
        run: () => change(withGroupKey(state, key)),
      }),
    ),
  ];
}

/** The runs that stand in a column. */
function runsOf(view: CompareView, index: number): readonly string[] {
  return view.groups[index]?.runIds ?? [view.data.runs[index]?.id ?? ""];
}

function chip(view: CompareView, index: number): TemplateResult | typeof nothing {
  const { data, state, swatches, change } = view;
  const run = data.runs[index];
  const swatch = swatches[index];
  if (!run || !swatch) return nothing;
  const isBaseline = index === 0;
  const isHidden = state.hidden.includes(run.id);
  const name = visibleText(run.name);
  const version = visibleText(run.versionLabel);
  const whole = version === "" ? name : `${name}, ${version}`;
  return html`<li class="chip-cell run-column ${isBaseline ? "baseline-column" : ""}" data-run=${run.id} @keydown=${(event: KeyboardEvent) => onKey(event, view, index)}>
    <div class="chip ${isHidden ? "chip-hidden" : ""}">
      <button type="button" class="chip-main" aria-pressed=${isBaseline ? "true" : "false"}
        title=${isBaseline ? `${whole}: the baseline` : `${whole}: compare the others with it`}
        @click=${() => !isBaseline && change(withHidden(withBaseline(state, runsOf(view, index)[0] ?? ""), run.id, false))}>
        <span class="chip-line"><span class="chip-title">${runSwatch(swatch)}<strong class="chip-name">${chipName(view, index)}</strong></span><span class="muted chip-version">${version}</span></span>
        <span class="chip-line chip-tally">${tally(view, index, version)}</span>
      </button>
      <span class="chip-tools">
        ${view.groups.length > 0 ? iconButton("list-flat", `Show the runs of ${name} side by side`, () => change(withOnly(state, runsOf(view, index)))) : nothing}
        ${iconButton(isHidden ? "eye-closed" : "eye", `${isHidden ? "Show" : "Hide"} ${name}`, () =>
          change(withHidden(state, run.id, !isHidden)),
        )}
        ${iconButton("close", `Remove ${name}`, () => change(withoutRuns(state, runsOf(view, index))))}
      </span>
    </div>
  </li>`;
}

/** Of groups the values alone where there is little room: they are what tells the columns apart. */
function chipName(view: CompareView, index: number): TemplateResult | string | undefined {
  const group = view.groups[index];
  if (!group) return view.names[index];
  return html`${group.parts.map(
    ({ key, value }, at) => html`${at > 0 ? " · " : nothing}<span class="group-key">${visibleText(key)} </span>${visibleText(value)}`,
  )}`;
}

function tally(view: CompareView, index: number, version: string): TemplateResult {
  const { better, worse, best } = view.metrics.tallies[index] ?? { better: 0, worse: 0, best: 0 };
  const shape = (className: string, sign: string, count: number, word: string) =>
    html`<span class=${className}><span class="verdict-shape" aria-hidden="true">${sign}</span> ${count}<span class="verdict-word"> ${word}</span></span>`;
  return html`${index === 0 ? html`<span>${icon("pin", "chip-pin")}Baseline</span>` : nothing}
    ${better > 0 ? shape("verdict verdict-better", "▲", better, "better") : nothing}
    ${worse > 0 ? shape("verdict verdict-worse", "▼", worse, "worse") : nothing}
    ${best > 0 ? shape("verdict", "★", best, "best") : nothing}
    ${version === "" ? nothing : html`<span class="muted chip-version-below" aria-hidden="true">${version}</span>`}`;
}

/** Delete removes the run, or the runs of the group; Alt and an arrow moves a run. Groups stand in the order of their values. */
function onKey(event: KeyboardEvent, view: CompareView, index: number): void {
  const runs = runsOf(view, index);
  const move = event.altKey && view.groups.length === 0 ? { ArrowLeft: -1 as const, ArrowRight: 1 as const }[event.key] : undefined;
  if (event.key === "Delete") view.change(withoutRuns(view.state, runs));
  else if (move !== undefined) view.change(withMoved(view.state, runs[0] ?? "", move));
  else return;
  event.preventDefault();
}

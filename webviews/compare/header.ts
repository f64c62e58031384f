import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { CompareRun } from "#protocol/views/compare.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { runMark } from "../charts/runMark.ts";
import { icon, iconButton } from "../ui/icon.ts";
import { withBaseline, withHidden, withMoved, withoutRun } from "./state.ts";
import type { CompareView } from "./view.ts";

/** The band that stays on top: how many runs, `Add run…`, and one chip per run, which is the head of the run's column. */
export function header(view: CompareView): TemplateResult {
  const { data, state } = view;
  const count = data.runs.length;
  const beyond = count - view.shown.length - state.hidden.length;
  const hidden = data.runs.flatMap((run, index) => (state.hidden.includes(run.id) ? [index] : []));
  return html`<header class="chips-band">
    <div class="name-column">
      <h1 class="runs-title" title=${visibleText(data.experiment)}><strong>${count === 1 ? "1 run" : `${count} runs`}</strong>${
        data.experiment === "" ? nothing : html` <span class="muted">of <bdi>${visibleText(data.experiment)}</bdi></span>`
      }</h1>
      ${beyond > 0 ? html`<p class="small muted header-note" title="Hide or remove runs to see the next ones side by side">${view.shown.length} in columns, all in Relation</p>` : nothing}
      <div class="header-acts"><button type="button" class="plain-button" @click=${view.addRun}>${icon("add")}Add run…</button>
        ${iconButton("live-share", "Share: copy an address that opens this comparison", view.share)}</div>
    </div>
    <ul class="chips" aria-label="Compared runs">
      ${repeat(
        [...view.shown, ...hidden],
        (index) => data.runs[index]?.id,
        (index) => chip(view, index),
      )}
    </ul>
  </header>`;
}

function chip(view: CompareView, index: number): TemplateResult | typeof nothing {
  const { data, state, marks, change } = view;
  const run = data.runs[index];
  const mark = marks[index];
  if (!run || !mark) return nothing;
  const isBaseline = index === 0;
  const isHidden = state.hidden.includes(run.id);
  const name = visibleText(run.name);
  const version = visibleText(run.versionLabel);
  const whole = version === "" ? name : `${name}, ${version}`;
  return html`<li class="chip-cell run-column ${isBaseline ? "baseline-column" : ""}" data-run=${run.id} @keydown=${(event: KeyboardEvent) => onKey(event, view, run)}>
    <div class="chip ${isHidden ? "chip-hidden" : ""}">
      <button type="button" class="chip-main" aria-pressed=${isBaseline ? "true" : "false"}
        title=${isBaseline ? `${whole}: the baseline` : `${whole}: compare the others with it`}
        @click=${() => !isBaseline && change(withBaseline(state, run.id))}>
        <span class="chip-line"><span class="chip-title">${runMark(mark)}<strong class="chip-name">${view.names[index]}</strong></span><span class="muted chip-version">${version}</span></span>
        <span class="chip-line chip-tally">${tally(view, index)}</span>
      </button>
      <span class="chip-tools">
        ${iconButton(isHidden ? "eye-closed" : "eye", `${isHidden ? "Show" : "Hide"} ${name}`, () =>
          change(withHidden(state, run.id, !isHidden)),
        )}
        ${iconButton("close", `Remove ${name}`, () => change(withoutRun(state, run.id)))}
      </span>
    </div>
  </li>`;
}

function tally(view: CompareView, index: number): TemplateResult {
  const { better, worse, best } = view.metrics.tallies[index] ?? { better: 0, worse: 0, best: 0 };
  const shape = (className: string, mark: string, count: number, word: string) =>
    html`<span class=${className}><span class="verdict-shape" aria-hidden="true">${mark}</span> ${count}<span class="verdict-word"> ${word}</span></span>`;
  return html`${index === 0 ? html`<span>${icon("pin", "chip-pin")}Baseline</span>` : nothing}
    ${better > 0 ? shape("verdict verdict-better", "▲", better, "better") : nothing}
    ${worse > 0 ? shape("verdict verdict-worse", "▼", worse, "worse") : nothing}
    ${best > 0 ? shape("verdict", "★", best, "best") : nothing}`;
}

/** Delete removes the run, Alt and an arrow moves it. */
function onKey(event: KeyboardEvent, view: CompareView, run: CompareRun): void {
  const move = event.altKey ? { ArrowLeft: -1 as const, ArrowRight: 1 as const }[event.key] : undefined;
  if (event.key === "Delete") view.change(withoutRun(view.state, run.id));
  else if (move !== undefined) view.change(withMoved(view.state, run.id, move));
  else return;
  event.preventDefault();
}

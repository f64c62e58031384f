import { html, nothing, type TemplateResult } from "lit";
import type { ModelColumn, ModelFacts } from "#protocol/views/compareModels.ts";
import { columnText, type RelatedRun } from "#protocol/views/run.ts";
import { byteSize } from "#registry/model/byteSize.ts";
import { visibleLines, visibleText } from "#registry/model/visibleText.ts";
import { linkButton } from "../ui/icon.ts";
import type { RunPageView } from "./view.ts";

const mostColumns = 40;

/** As it was written: Markdown reads well as text. Rendered it is where VS Code renders Markdown. */
export function note({ data, edit, press }: RunPageView): TemplateResult {
  const write = (words: string) => (data.editsRuns ? linkButton(words, "Write the note of this run", () => edit("note")) : nothing);
  if (data.note === "") return html`<p class="muted">No note. ${write("Write one…")}</p>`;
  return html`<div class="run-note">${visibleLines(data.note)}</div>
    <p>${linkButton("Show rendered", "Show the note rendered, in VS Code's Markdown preview", () => press("showNote"))} ${data.editsRuns ? "·" : nothing} ${write("Edit…")}</p>`;
}

export function source({ data, press, copy }: RunPageView): TemplateResult {
  const { name, entryPoint, commit, branch, repository } = data.source;
  const row = (title: string, value: string, extra: TemplateResult | typeof nothing = nothing) =>
    value === "" ? nothing : html`<tr><th scope="row">${title}</th><td>${visibleText(value)} ${extra}</td></tr>`;
  const withCommit = html`${linkButton("Diff with workspace", "Compare the code of this commit with the files in the workspace", () => press("diffCode"))} ·
    ${linkButton("Copy", "Copy the commit", () => copy(commit, "commit"))}`;
  return html`<table class="run-texts"><tbody>${row("Source", name)}${row("Entry point", entryPoint)}${row("Commit", commit, withCommit)}
    ${row("Branch", branch)}${row("Repository", repository)}</tbody></table>`;
}

/** What the model says that this run became. */
export function model(facts: ModelFacts | null | undefined): TemplateResult {
  if (facts === undefined) return html`<p class="muted" role="status">Reading the model…</p>`;
  if (facts === null) return html`<p class="muted">Its MLmodel file cannot be read from here.</p>`;
  const { environment, size, inputs, outputs } = facts;
  const versions = Object.entries(environment).map(([name, version]) => visibleText(`${name} ${version}`));
  return html`<table class="run-texts"><tbody>
    ${size === undefined ? nothing : html`<tr><th scope="row">Size</th><td>${byteSize(size)}</td></tr>`}
    ${versions.length === 0 ? nothing : html`<tr><th scope="row">Environment</th><td>${versions.join(" · ")}</td></tr>`}
    ${columns("Inputs", inputs)}${columns("Outputs", outputs)}
  </tbody></table>`;
}

function columns(title: string, all: readonly ModelColumn[] | undefined): TemplateResult | typeof nothing {
  if (all === undefined) return nothing;
  const left = all.length - mostColumns;
  return html`<tr><th scope="row">${title}</th><td>${all.slice(0, mostColumns).map((column) => html`<div>${visibleText(columnText(column))}</div>`)}
    ${left > 0 ? html`<div class="muted">${left} more</div>` : nothing}${all.length === 0 ? html`<span class="muted">none</span>` : nothing}</td></tr>`;
}

export function related(view: RunPageView): TemplateResult {
  const { parent, children, hasMoreChildren } = view.data;
  const link = ({ id, name, status }: RelatedRun) =>
    html`<li>${linkButton(visibleText(name), `Open ${visibleText(name)}`, () => view.openRun(id, name))} <span class="muted">${status.toLowerCase()}</span></li>`;
  return html`${parent === undefined ? nothing : html`<h3>Parent</h3><ul class="run-list">${link(parent)}</ul>`}
    ${children.length === 0 ? nothing : html`<h3>Children</h3><ul class="run-list">${children.map(link)}</ul>`}
    ${hasMoreChildren ? html`<p class="muted">More than ${children.length}: the Runs page has all.</p>` : nothing}`;
}

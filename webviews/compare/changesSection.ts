import { clipped } from "#registry/model/clipped.ts";
import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import { html, nothing, type TemplateResult } from "lit";
import type { CodeChange } from "#protocol/views/compare.ts";
import { visibleLines, visibleText } from "#registry/model/visibleText.ts";
import { linkButton } from "../ui/icon.ts";
import { copyMenu } from "../ui/menu.ts";
import { section } from "../ui/section.ts";
import type { ChangeCell, ChangeRow } from "./changes.ts";
import { changesAsTable } from "./copy.ts";
import { withFold } from "./state.ts";
import type { CompareView } from "./view.ts";

/** More rows than anyone reads make the page slow; all of them are in a copy. */
const mostRows = 500;
/** A param may be megabytes long; a cell ends in `…` by itself long before this. */
const mostInCell = 300;
const mostTooltip = 1000;

/** Code, params, data and tags of the runs, the rows that differ first of all. */
export function changesSection(view: CompareView): TemplateResult {
  const { changes, state } = view;
  // One run alone differs from nothing: all that it has is shown.
  const isAlone = view.data.runs.length === 1;
  const differing = changes.filter((row) => row.differs);
  const rows = state.showEqual || isAlone ? changes : differing;
  const count = changes.length === 1 ? "1 row" : `${changes.length} rows`;
  const differ =
    differing.length === 0 ? "nothing differs" : `${differing.length} of ${count} ${differing.length === 1 ? "differs" : "differ"}`;
  const title = isAlone ? "Params, code, data and tags" : "What changed";
  const what = title.toLowerCase();
  return section({
    name: "changes",
    title,
    summary: isAlone ? count : differ,
    tools: html`${isAlone ? nothing : differencesOnly(view, changes.length - differing.length)}
      ${copyMenu(what, (format) => view.copy(changesAsTable(rows, view.shownRuns), format, what))}`,
    folded: state.folded.includes("changes"),
    onToggle: (name) => view.change(withFold(state, name)),
    body: () => body(view, rows, changes.length),
  });
}

function differencesOnly(view: CompareView, equal: number): TemplateResult {
  const { state } = view;
  return html`<span class="legend muted small">differs from <bdi>${baselineName(view)}</bdi></span>
    <vscode-checkbox label="Differences only" ?checked=${!state.showEqual}
      @change=${() => view.change({ ...state, showEqual: !state.showEqual })}></vscode-checkbox>
    <span class="muted small equal-count">${equalCount(equal, state.showEqual)}</span>`;
}

function equalCount(equal: number, shown: boolean): string {
  if (equal === 0) return "";
  return `${equal} equal ${equal === 1 ? "row" : "rows"} ${shown ? "shown" : "hidden"}`;
}

function body(view: CompareView, rows: readonly ChangeRow[], total: number): TemplateResult {
  if (rows.length === 0) {
    const text =
      total === 0 ? "No params, tags, data sets or commits were logged." : "Params, code, data and tags are equal in all of these runs.";
    return html`<p class="section-note muted">${text}</p>`;
  }
  return html`<table class="runs-table changes-table">
      <caption class="screen-reader-only">What changed against ${baselineName(view)}</caption>
      ${columns(view)}
      <thead class="screen-reader-only"><tr><th scope="col">Name</th>${view.shownRuns.slice(0, view.drawn).map((run) => html`<th scope="col">${visibleText(run.name)}</th>`)}</tr></thead>
      <tbody>${rows.slice(0, mostRows).map((row, index) => changeRow(view, row, rows[index - 1]?.group))}</tbody>
    </table>
    ${rows.length > mostRows ? html`<p class="section-note muted">${rows.length - mostRows} more rows: a copy has them all.</p>` : nothing}`;
}

/** The columns of every table of the page stand under the chips. */
export function columns(view: CompareView): TemplateResult {
  return html`<colgroup><col class="name-col">${view.shown.slice(0, view.drawn).map(() => html`<col class="run-col">`)}<col></colgroup>`;
}

function changeRow(view: CompareView, row: ChangeRow, groupBefore: string | undefined): TemplateResult {
  const isFirst = row.group !== groupBefore;
  return html`<tr class=${isFirst ? "group-start" : ""} data-row=${row.name}>
    <th scope="row" class="name-column"><div><span class="group-name muted">${isFirst ? row.group : nothing}</span><span class="row-name" title=${shownWhole(row.name)}>${shown(row.name)}</span></div></th>
    ${row.cells.slice(0, view.drawn).map((cell, column) => changeCell(view, row, cell, column))}
  </tr>`;
}

function changeCell(view: CompareView, row: ChangeRow, cell: ChangeCell, column: number): TemplateResult {
  const index = view.shown[column] ?? 0;
  const isBaseline = index === 0;
  const kind = isBaseline ? "" : cell.differs ? "differs" : "equals";
  const code = row.code?.[column];
  return html`<td class="run-column ${isBaseline ? "baseline-column" : ""} ${kind} ${row.group === "Code" ? "code-cell" : ""}">
    <div class="change-cell">
      <span class="cell-text ${row.group === "Code" && !cell.missing ? "mono" : ""} ${cell.missing && !cell.differs ? "muted" : ""}"
        title=${tooltip(view, row, cell, index)}>${shown(cell.text)}</span>
      ${cell.note === "" ? nothing : html`<span class="note muted small numbers">${cell.note}</span>`}
      ${
        code?.state === "differs"
          ? linkButton(
              "Open diff",
              `Open the code changes from ${baselineName(view)} to ${visibleText(view.data.runs[index]?.name ?? "")}`,
              () => view.openDiff(view.data.runs[0]?.commit ?? "", view.data.runs[index]?.commit ?? ""),
            )
          : nothing
      }
    </div>
    ${code ? codeLine(code) : nothing}
  </td>`;
}

function tooltip(view: CompareView, row: ChangeRow, cell: ChangeCell, index: number): string {
  if (row.group === "Code") return shownWhole(view.data.runs[index]?.commit ?? "");
  return cell.note === "" ? shownWhole(cell.text) : `${shownWhole(cell.text)}\n${cell.note}`;
}

function codeLine(code: CodeChange): TemplateResult | typeof nothing {
  if (code.state === "same") return nothing;
  if (code.state === "unknown")
    return html`<div class="small muted code-line" title=${visibleText(code.why ?? "")}>${visibleText(code.why ?? "")}</div>`;
  if (code.files === undefined) return nothing;
  return html`<div class="small numbers code-line">${code.files === 1 ? "1 file" : `${code.files} files`},
    <span class="added">+${code.added ?? 0}</span> <span class="removed">−${code.removed ?? 0}</span></div>`;
}

/** Notes stand under each other beside values up to this width, px; a longer value has its note behind it. */
const widestBesideNote = 88;

/** Width of the widest value that has a note, so that the notes of a column stand in line. */
export function widestNoted(rows: readonly ChangeRow[], width: (text: string) => number): number {
  const noted = rows.flatMap((row) => row.cells.filter((cell) => cell.note !== "" && cell.text.length < 20));
  return Math.ceil(noted.map((cell) => width(cell.text)).reduce((most, px) => (px <= widestBesideNote ? Math.max(most, px) : most), 0));
}

/** For the cell, in one line: what does not fit on a screen need not be laid out. */
function shown(text: string): string {
  return visibleText(clipped(text, mostInCell));
}

function shownWhole(text: string): string {
  return text.length > mostTooltip ? `${visibleLines(text.slice(0, mostTooltip))}… (${text.length} characters)` : visibleLines(text);
}

/** The name of the run that all others are compared with. */
export function baselineName(view: CompareView): string {
  return visibleText(view.data.runs[0]?.name ?? "");
}

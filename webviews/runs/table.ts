import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { RunsTableRow } from "#protocol/views/runs.ts";
import { runMarks } from "#registry/model/compare/runMark.ts";
import { relativeTime } from "#registry/model/format.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { runMark } from "../charts/runMark.ts";
import { cssVariables } from "../ui/cssVariables.ts";
import { icon } from "../ui/icon.ts";
import { groupNames, isSortable, type PlacedColumn, titleOf } from "./columns.ts";
import type { DrawnRow, RunsView } from "./view.ts";

/** px; the style sheet has the same. */
export const rowHeight = 22;
export const headHeight = 48;
export const nameWidth = 200;

/** The table: heads, and the rows and columns that are on the screen. */
export function runsTable(view: RunsView): TemplateResult {
  const { state, shown, rows, width, height, selection } = view;
  const active = rows.find(({ index }) => index === selection.focus)?.row;
  return html`<div
    class="grid"
    role="grid"
    tabindex="0"
    aria-label=${`Runs of ${visibleText(state.name)}`}
    aria-rowcount=${(shown?.matching ?? 0) + 1}
    aria-colcount=${view.columns.length + 1}
    aria-multiselectable="true"
    aria-activedescendant=${active ? `run-${active.id}` : nothing}
    ${cssVariables({ "--table-width": `${width}px`, "--table-height": `${headHeight + height}px` })}
  >
    <div class="sizer" role="presentation">
      ${heads(view)}
      <div role="rowgroup">${repeat(
        rows,
        ({ index }) => index,
        (drawn) => tableRow(view, drawn),
      )}</div>
    </div>
  </div>`;
}

function heads(view: RunsView): TemplateResult {
  return html`<div class="heads" role="rowgroup">
    <div class="groups" role="row">
      <div class="corner" role="gridcell"></div>
      ${view.groups.map(
        ({ kind, left, width, shown, all, isFolded }) => html`<div class="group" role="columnheader" ${place(left, width)}>
          <button type="button" class="group-toggle" aria-expanded=${!isFolded} @click=${() => view.fold(kind)}>
            ${icon(isFolded ? "chevron-right" : "chevron-down")} ${groupNames[kind]}
            <span class="muted">${shown === all ? all : `${shown} of ${all}`}</span>
          </button>
        </div>`,
      )}
    </div>
    <div class="head-row" role="row" aria-rowindex="1">
      <div class="name-head" role="columnheader" aria-sort=${ariaSort(view, "attribute:run_name")}>
        <button type="button" class="head" title="Sort by name" @click=${(event: MouseEvent) => view.sortBy(undefined, event.shiftKey)}>
          Run${sortSign(view, "attribute:run_name")}
        </button>
      </div>
      ${view.columns.map((placed) => head(view, placed))}
    </div>
  </div>`;
}

function head(view: RunsView, { column, kind, left, width }: PlacedColumn): TemplateResult | typeof nothing {
  if (column === undefined) return nothing;
  const title = titleOf(kind, column.key);
  const better = column.better === undefined ? "" : ` · ${column.better} is better`;
  const label = `${visibleText(title)}${better} · ${column.count} runs`;
  const name = html`<span class="head-name">${visibleText(title)}</span>`;
  return html`<div
    class="head-cell ${column.isNumeric ? "right" : ""}"
    role="columnheader"
    aria-sort=${ariaSort(view, column.id)}
    ${place(left, width)}
  >
    ${
      isSortable(column)
        ? html`<button type="button" class="head" title=${label} @click=${(event: MouseEvent) => view.sortBy(column, event.shiftKey)}>
            ${sortSign(view, column.id)}${name}
          </button>`
        : html`<span class="head" title=${label}>${name}</span>`
    }
  </div>`;
}

function sortSign({ state }: RunsView, column: string): TemplateResult | typeof nothing {
  const at = state.sort.findIndex((by) => by.column === column);
  const by = state.sort[at];
  if (by === undefined) return nothing;
  const rank = state.sort.length > 1 ? html`<span class="sort-rank">${at + 1}</span>` : nothing;
  return html`<span class="sort-sign">${icon(by.descending ? "arrow-down" : "arrow-up")}${rank}</span>`;
}

function ariaSort({ state }: RunsView, column: string): "ascending" | "descending" | "none" {
  const by = state.sort.find((each) => each.column === column);
  return by === undefined ? "none" : by.descending ? "descending" : "ascending";
}

function tableRow(view: RunsView, { index, top, row }: DrawnRow): TemplateResult {
  if (row === undefined)
    return html`<div class="row waiting" role="row" aria-rowindex=${index + 2} ${cssVariables({ "--top": `${top}px` })}></div>`;
  const { ids, focus } = view.selection;
  const isSelected = ids.has(row.id);
  const [mark] = runMarks([row.id]);
  const press = (event: MouseEvent) => view.press(index, row.id, { toggles: event.ctrlKey || event.metaKey, extends: event.shiftKey });
  return html`<div
    class="row ${isSelected ? "selected" : ""} ${index === focus ? "focused" : ""}"
    role="row"
    id=${`run-${row.id}`}
    aria-rowindex=${index + 2}
    aria-selected=${isSelected}
    @click=${press}
    @dblclick=${() => view.open(row.id)}
    ${cssVariables({ "--top": `${top}px` })}
  >
    <div class="name-cell" role="rowheader" title=${visibleText(row.name)}>
      ${mark ? runMark(mark) : nothing}<span class="run-name">${visibleText(row.name)}</span>${statusIcon(view, row)}
    </div>
    ${view.columns.map((placed) => cell(view, placed, row))}
  </div>`;
}

const statuses: Readonly<Record<string, readonly [icon: string, words: string]>> = {
  RUNNING: ["sync", "running"],
  SCHEDULED: ["watch", "scheduled"],
  FAILED: ["error", "failed"],
  KILLED: ["circle-slash", "killed"],
  UNKNOWN: ["question", "status unknown"],
};

function statusIcon({ baseline }: RunsView, { id, status }: RunsTableRow): TemplateResult | typeof nothing {
  if (id === baseline) return html`<span class="status" title="baseline" role="img" aria-label="baseline">${icon("pinned")}</span>`;
  const known = statuses[status];
  if (known === undefined) return nothing;
  return html`<span class="status status-${status.toLowerCase()}" title=${known[1]} role="img" aria-label=${known[1]}>${icon(known[0])}</span>`;
}

function cell(view: RunsView, { column, left, width, begins }: PlacedColumn, row: RunsTableRow): TemplateResult {
  const edge = begins ? "begins" : "";
  if (column === undefined) return html`<div class="cell folded ${edge}" role="gridcell" ${place(left, width)}></div>`;
  const at = view.cellOf(column.id);
  const value = at === undefined ? undefined : row.cells[at];
  const right = column.isNumeric ? "right numbers" : "";
  if (value === undefined) return html`<div class="cell ${edge}" role="gridcell" ${place(left, width)}></div>`;
  if (value === null) {
    const why = row.status === "RUNNING" ? "still running" : "no value logged";
    return html`<div class="cell none ${right} ${edge}" role="gridcell" title=${why} ${place(left, width)}>—</div>`;
  }
  const isBest = at !== undefined && row.best.includes(at);
  const text = column.id === "attribute:start_time" ? relativeTime(row.startTime ?? Number.NaN, view.shown?.asOf ?? 0) : visibleText(value);
  const title = column.id === "attribute:start_time" ? new Date(value).toLocaleString() : visibleText(value);
  const star = isBest ? html`<span class="star" role="img" aria-label="best">★</span>` : nothing;
  return html`<div class="cell ${right} ${edge} ${isBest ? "best" : ""}" role="gridcell" title=${isBest ? `${title} · best` : title} ${place(left, width)}>
    ${star}<span class="cell-text">${text}</span>
  </div>`;
}

function place(left: number, width: number) {
  return cssVariables({ "--left": `${left}px`, "--width": `${width}px` });
}

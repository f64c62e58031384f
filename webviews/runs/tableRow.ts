import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { RunProgress } from "#protocol/runProgress.ts";
import type { RunsColumn, RunsTableRow } from "#protocol/views/runs.ts";
import { runSwatchOf } from "#registry/model/compare/runSwatch.ts";
import { formatDelta, relativeTime } from "#registry/model/format.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { runSwatch } from "../charts/runSwatch.ts";
import { cssVariables } from "../ui/cssVariables.ts";
import { icon } from "../ui/icon.ts";
import { statusSign } from "../ui/runStatus.ts";
import { mostSaid } from "./askedColumns.ts";
import { differingColumns, nameColumn, type PlacedColumn } from "./columns.ts";
import { columnClass } from "./place.ts";
import type { DrawnRow, RunsView } from "./view.ts";

/** Of the element of a row. */
export function rowId(index: number): string {
  return `row-${index}`;
}

/** A row of the table, or the place that one on its way will have. */
export function tableRow(view: RunsView, { index, top, row }: DrawnRow): TemplateResult {
  if (row === undefined)
    return html`<div class="row waiting" role="row" id=${rowId(index)} aria-rowindex=${index + 2} ${cssVariables({ "--top": `${top}px` })}></div>`;
  const { ids, focus } = view.selection;
  const isSelected = ids.has(row.id);
  const classes = [
    isSelected ? "selected" : "",
    index === focus ? "focused" : "",
    row.isAside ? "aside" : "",
    row.group ? "group-row" : "",
  ];
  return html`<div
    class="row ${classes.join(" ")}"
    role="row"
    id=${rowId(index)}
    data-run=${row.id}
    aria-rowindex=${index + 2}
    aria-selected=${isSelected}
    aria-level=${view.isTree ? row.depth + 1 : nothing}
    aria-expanded=${row.fold === undefined ? nothing : row.fold.isOpen}
    @click=${(event: MouseEvent) => view.press(index, row, { toggles: event.ctrlKey || event.metaKey, extends: event.shiftKey })}
    @dblclick=${() => (row.group === undefined ? view.open(row.id) : view.turn(row.id))}
    @contextmenu=${(event: MouseEvent) => openMenu(view, row, event)}
    ${cssVariables({ "--top": `${top}px` })}
  >
    ${content(view, row, index === focus)}
  </div>`;
}

/** A row that stays in view beneath the heads. Its run is chosen as in the table, where it may stand far away or not at all: no stretch of rows ends here. */
export function pinnedRow(view: RunsView, row: RunsTableRow): TemplateResult {
  const isSelected = view.selection.ids.has(row.id);
  const press = ({ ctrlKey, metaKey, shiftKey }: MouseEvent) => {
    const here = view.rows.find((drawn) => drawn.row?.id === row.id)?.index;
    view.press(here, row, { toggles: ctrlKey || metaKey || shiftKey, extends: false });
  };
  return html`<div
    class="row in-band ${isSelected ? "selected" : ""}"
    role="row"
    data-run=${row.id}
    aria-selected=${isSelected}
    @click=${press}
    @dblclick=${() => view.open(row.id)}
    @contextmenu=${(event: MouseEvent) => openMenu(view, row, event)}
  >
    ${content(view, { ...row, depth: 0 }, false)}
  </div>`;
}

function openMenu(view: RunsView, row: RunsTableRow, event: MouseEvent): void {
  event.preventDefault();
  const cell = (event.target as Element).closest<HTMLElement>("[data-column]");
  const placed = [...view.frozen, ...view.columns].find(({ column }) => column?.id === cell?.dataset["column"]);
  view.openMenu(row, placed?.column, { x: event.clientX, y: event.clientY });
}

function content(view: RunsView, row: RunsTableRow, hasFocus: boolean): TemplateResult {
  const draw = (placed: PlacedColumn) => cell(view, placed, row, hasFocus && view.focusedColumn === placed.column?.id);
  return html`<div class="frozen" role="presentation">${nameCell(view, row)}${view.frozen.map(draw)}</div>${repeat(view.columns, keyOf, draw)}`;
}

/** A cell that is still on the screen stays as it is while others come and go beside it. */
function keyOf({ column, kind }: PlacedColumn): string {
  return column?.id ?? kind;
}

function nameCell(view: RunsView, row: RunsTableRow): TemplateResult {
  const name = visibleText(row.name);
  const swatch = row.group === undefined ? runSwatchOf(row.id) : undefined;
  const count = row.group ?? (row.fold && !row.fold.isOpen ? row.fold.count : undefined);
  const full = [visibleText(row.words ?? row.name), differing(view, row)].filter((part) => part !== "").join("\n");
  const words = row.isAside ? `${name}\nDoes not pass the filter: it is the parent of runs that do` : full;
  return html`<div class="name-cell" role="rowheader" data-column=${nameColumn} title=${words} ${cssVariables({ "--depth": String(view.isTree ? row.depth : 0) })}>
    ${view.isTree ? twistie(view, row) : nothing}${swatch ? runSwatch(swatch) : nothing}<span class="run-name">${name}</span>${
      count === undefined ? nothing : html`<span class="muted member-count" title=${`${count} runs`}>${count}</span>`
    }${row.group === undefined && row.id === view.pointed ? rowActs(view, row) : nothing}${statusIcon(view, row)}
  </div>`;
}

/** For the pointer; the keyboard has Enter and the menu of the row. */
function rowActs(view: RunsView, { id, name: run }: RunsTableRow): TemplateResult {
  const others = view.comparable(id);
  const act = (name: string, label: string, press: () => void) =>
    html`<button type="button" class="icon-button" tabindex="-1" title=${label} aria-label=${label} @click=${(event: Event) => {
      event.stopPropagation();
      press();
    }} @dblclick=${(event: Event) => event.stopPropagation()}>${icon(name)}</button>`;
  return html`<span class="row-acts">${act("go-to-file", `Open ${visibleText(run)}`, () => view.open(id))}${
    others === undefined ? nothing : act("diff", `Compare with ${others.words}`, () => view.compareWith(id))
  }</span>`;
}

/** The params that tell it from others, as far as they are shown: `lr 0.1 · depth 8`. */
function differing(view: RunsView, row: RunsTableRow): string {
  if (row.group !== undefined) return "";
  const said: string[] = [];
  for (const { id, key } of differingColumns(view.catalog)) {
    const at = view.cellOf(id);
    const value = at === undefined ? null : row.cells[at];
    if (value != null && said.push(`${visibleText(key)} ${visibleText(value)}`) === mostSaid) break;
  }
  return said.join(" · ");
}

/** The keyboard has Left and Right on the row for it. */
function twistie(view: RunsView, { id, fold }: RunsTableRow): TemplateResult {
  if (fold === undefined) return html`<span class="twistie"></span>`;
  const turn = (event: Event) => {
    event.stopPropagation();
    view.turn(id);
  };
  return html`<span class="twistie" @click=${turn} @dblclick=${(event: Event) => event.stopPropagation()}>${icon(fold.isOpen ? "chevron-down" : "chevron-right")}</span>`;
}

function statusIcon(view: RunsView, row: RunsTableRow): TemplateResult | typeof nothing {
  const { id, status, group, progress } = row;
  if (group !== undefined) return nothing;
  const step = progress === undefined ? nothing : html`<span class="muted progress">step ${progress.step.toLocaleString("en")}</span>`;
  if (id === view.baseline) return html`${step}${signed("target", "baseline")}`;
  if (progress !== undefined)
    return html`${step}${signed(progress.isSilent ? "sync-ignored" : "sync", progressWords(view, progress), status)}`;
  if (status !== "FINISHED") {
    const sign = statusSign(status);
    return signed(sign.icon, sign.words, status);
  }
  return view.state.pinned?.includes(id) ? signed("pinned", "pinned") : nothing;
}

function signed(name: string, words: string, status = ""): TemplateResult {
  return html`<span class="status status-${status.toLowerCase()}" title=${words} role="img" aria-label=${words}>${icon(name)}</span>`;
}

function progressWords({ shown }: RunsView, { step, at, isSilent }: RunProgress): string {
  const last = isSilent ? `silent since ${new Date(at).toLocaleString()}` : `last value ${relativeTime(at, shown?.asOf ?? at)}`;
  return `running · step ${step} · ${last}`;
}

function cell(view: RunsView, placed: PlacedColumn, row: RunsTableRow, hasFocus: boolean): TemplateResult {
  const { column, begins } = placed;
  const { kind = "", text = "", words, isBest = false } = column === undefined ? { kind: "folded" } : written(view, column, row);
  const classes = ["cell", columnClass(placed), kind, begins ? "begins" : "", isBest ? "best" : "", hasFocus ? "cell-focused" : ""];
  const shown = isBest ? html`<span class="star" role="img" aria-label="best">★</span><span class="best-text">${text}</span>` : text;
  // One template for all: a row that takes another run keeps the elements of its cells.
  return html`<div class=${classes.join(" ")} role="gridcell" data-column=${column?.id ?? nothing} title=${words ?? nothing}>${shown}</div>`;
}

interface WrittenCell {
  /** Further classes. */
  readonly kind?: string;
  readonly text?: string;
  /** What the cell has no room for. */
  readonly words?: string;
  readonly isBest?: boolean;
}

/** What stands in a cell; nothing while it is on its way. */
function written(view: RunsView, column: RunsColumn, row: RunsTableRow): WrittenCell {
  const at = view.cellOf(column.id);
  const value = at === undefined ? undefined : row.cells[at];
  if (at === undefined || value === undefined) return {};
  const right = column.isNumeric ? "right numbers" : "";
  if (value === null) return { kind: `none ${right}`, text: "—", words: whyNone(view, row) };
  if (column.id === "attribute:start_time") {
    const time = Date.parse(value);
    return { kind: `cell-text ${right}`, text: relativeTime(time, view.shown?.asOf ?? 0), words: new Date(time).toLocaleString() };
  }
  const isBest = row.best.includes(at);
  const words = cellWords(view, row, at, visibleText(value));
  return { kind: `cell-text ${right}`, text: visibleText(value), words: isBest ? `${words} · best` : words, isBest };
}

/** The value in full, and how far it is from the baseline's. */
function cellWords(view: RunsView, row: RunsTableRow, at: number | undefined, text: string): string {
  const full = at === undefined ? undefined : row.full?.[at];
  if (at === undefined || full == null) return text;
  const base = view.shown?.pinned.find(({ id }) => id === view.baseline);
  const from = base === undefined || base.id === row.id ? undefined : base.full?.[at];
  const delta = from == null ? "" : formatDelta(Number(full) - Number(from), text);
  return delta === "" ? full : `${full} · ${delta} to ${visibleText(base?.name ?? "")}`;
}

function whyNone({ state, baseline }: RunsView, { status, group, id }: RunsTableRow): string {
  if (group !== undefined) return "none of these runs has it";
  if (state.showsDelta && id !== baseline) return "not logged here or by the baseline";
  return status === "RUNNING" ? "still running" : "no value logged";
}

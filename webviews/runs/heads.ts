import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ChosenValue, ColumnId } from "#protocol/views/runs.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { icon } from "../ui/icon.ts";
import type { PopupContent } from "../ui/popup.ts";
import { groupNames, isSortable, nameColumn, nameWidth, type PlacedColumn, titleOf } from "./columns.ts";
import { headMenu, nameMenu } from "./headMenu.ts";
import { columnClass, place } from "./place.ts";
import type { RunsView } from "./view.ts";

/** The heads: groups of columns, and the columns. */
export function heads(view: RunsView): TemplateResult {
  return html`<div class="groups" role="row">
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
      <div class="frozen frozen-heads" role="presentation">
        ${nameHead(view)}
        ${view.frozen.map((placed) => head(view, placed))}
      </div>
      ${repeat(
        view.columns,
        // Each column keeps its element: a head that has the focus keeps it while others scroll into sight.
        ({ column, kind }) => column?.id ?? kind,
        (placed) => head(view, placed),
      )}
    </div>`;
}

function nameHead(view: RunsView): TemplateResult {
  const openMenu = (event: MouseEvent | KeyboardEvent) => openBeneath(view, event, (at) => nameMenu(view, at));
  return html`<div class="name-head" role="columnheader" data-column=${nameColumn} aria-sort=${ariaSort(view, nameColumn)}
    @contextmenu=${openMenu} @keydown=${(event: KeyboardEvent) => asksMenu(event) && openMenu(event)}>
    <button type="button" class="head" title="Sort by name\nAlt+Down opens its menu" @focus=${toFirstColumn} @click=${(event: MouseEvent) => view.sortBy(undefined, event.shiftKey)}>
      <span class="head-name">${grouping(view)}</span>${sortSign(view, nameColumn)}
    </button>
    ${edge(view, nameColumn, nameWidth(view.state))}
  </div>`;
}

/** Opens the menu of a head beneath it, in the place of the browser's. */
function openBeneath(
  view: RunsView,
  event: MouseEvent | KeyboardEvent,
  menuAt: (at: { readonly x: number; readonly y: number }) => PopupContent,
): void {
  event.preventDefault();
  const { left: x, bottom: y } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  view.popUp(menuAt({ x, y }));
}

function asksMenu({ key, altKey, shiftKey }: KeyboardEvent): boolean {
  return (altKey && key === "ArrowDown") || key === "ContextMenu" || (shiftKey && key === "F10");
}

/** The right edge of a head, which can be dragged; a double click makes the column as wide as its content. */
function edge(view: RunsView, id: ColumnId, width: number): TemplateResult {
  return html`<span
      class="edge"
      @pointerdown=${(event: PointerEvent) => resize(view, id, width, event)}
      @dblclick=${() => view.fit(id)}
      @dragstart=${(event: Event) => event.stopPropagation()}
    ></span>`;
}

/** Who comes to the first head by Tab goes on to the first column, which may have been scrolled out of sight, and is not drawn then. */
function toFirstColumn(event: FocusEvent): void {
  const name = event.currentTarget as HTMLElement;
  if (name.matches(":focus-visible")) name.closest(".grid")?.scrollTo({ left: 0 });
}

/** What the first column says of its rows. */
function grouping({ state, catalog }: RunsView): string {
  const names = (state.groupBy ?? [])
    .map((id) => catalog.columns.find((column) => column.id === id))
    .filter((column) => column !== undefined);
  return names.length === 0 ? "Run" : names.map(({ kind, key }) => visibleText(titleOf(kind, key))).join(" · ");
}

function head(view: RunsView, placed: PlacedColumn): TemplateResult | typeof nothing {
  const { column, kind, begins } = placed;
  if (column === undefined) return nothing;
  const title = visibleText(titleOf(kind, column.key));
  const value = kind === "metric" ? view.state.values?.[column.key] : undefined;
  const name = html`${value === undefined ? nothing : html`<span class="muted head-value">${valueWord(value)}</span>`}<span class="head-name">${title}</span>`;
  const label = column.isFormula ? `${title}: of the values in this table` : value === undefined ? title : `${title}: ${valueTitle(value)}`;
  const openMenu = (event: MouseEvent | KeyboardEvent) => openBeneath(view, event, (at) => headMenu(view, column, at));
  const onKey = (event: KeyboardEvent) => {
    if (asksMenu(event)) openMenu(event);
    else if (event.altKey && event.key === "ArrowRight") view.moveColumn(column.id, 1);
    else if (event.altKey && event.key === "ArrowLeft") view.moveColumn(column.id, -1);
    else return;
    event.preventDefault();
  };
  return html`<div
    class="head-cell ${columnClass(placed)} ${column.isNumeric ? "right" : ""} ${begins ? "begins" : ""}"
    role="columnheader"
    aria-sort=${ariaSort(view, column.id)}
    data-column=${column.id}
    draggable="true"
    @contextmenu=${openMenu}
    @keydown=${onKey}
    @dragstart=${(event: DragEvent) => event.dataTransfer?.setData("text/plain", column.id)}
    @dragover=${(event: DragEvent) => event.preventDefault()}
    @drop=${(event: DragEvent) => {
      event.preventDefault();
      view.dropColumn(event.dataTransfer?.getData("text/plain") ?? "", column.id);
    }}
  >
    ${
      isSortable(column)
        ? html`<button type="button" class="head" title=${`${label}\nAlt+Down opens its menu`} @click=${(event: MouseEvent) => view.sortBy(column, event.shiftKey)}>
            ${sortSign(view, column.id)}${name}
          </button>`
        : html`<button type="button" class="head" title=${`${label}\nAlt+Down opens its menu`} @click=${openMenu}>${name}</button>`
    }
    <span class="head-menu" title=${`Menu of ${label}`} @click=${openMenu}>${icon("chevron-down")}</span>
    ${edge(view, column.id, placed.width)}
  </div>`;
}

/** Drags the right edge of a head. */
function resize(view: RunsView, id: ColumnId, width: number, start: PointerEvent): void {
  const edge = start.currentTarget as HTMLElement;
  start.preventDefault();
  edge.setPointerCapture(start.pointerId);
  const move = (event: PointerEvent) => view.resize(id, width + event.clientX - start.clientX);
  edge.addEventListener("pointermove", move);
  edge.addEventListener("lostpointercapture", () => edge.removeEventListener("pointermove", move), { once: true });
}

function valueWord(value: ChosenValue): string {
  return value.startsWith("at:") ? "@best" : value;
}

function valueTitle(value: ChosenValue | undefined): string {
  if (value === undefined) return "last value";
  if (value === "min") return "least value";
  return value === "max" ? "greatest value" : `value at the best step of ${visibleText(value.slice(3))}`;
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

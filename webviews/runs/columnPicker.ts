import { html, nothing, type TemplateResult } from "lit";
import type { ColumnId, LeftOut, RunsColumn } from "#protocol/views/runs.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { groupNames, isLeftOut, keptIds, matchingColumns, shownIds, titleOf, withColumns } from "./columns.ts";
import type { RunsView } from "./view.ts";

/** So many names are listed; more are found by typing. */
const mostListed = 200;

const filters: readonly (readonly [LeftOut, string])[] = [
  ["equal", "Hide those equal in all runs"],
  ["rare", "Hide those of less than half of the runs"],
  ["system", "Hide system metrics"],
];

/** Which columns are shown: a list to search in, that stays usable with 12,000 names. */
export function columnPicker(view: RunsView): TemplateResult {
  const { catalog, state, columnSearch } = view;
  const leftOut = state.leftOut ?? [];
  const shown = new Set<ColumnId>(shownIds(catalog, state));
  const found = matchingColumns(catalog.columns, columnSearch).filter((column) => !isLeftOut(column, leftOut, catalog.total));
  const change = (ids: readonly ColumnId[], on: boolean) => {
    const gone = new Set(ids);
    const now = keptIds(catalog, state);
    view.show(on ? withColumns(catalog, now, ids) : now.filter((id) => !gone.has(id)));
  };
  const ids = found.map(({ id }) => id);
  return html`<div
    class="picker"
    role="dialog"
    aria-label="Columns"
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === "Escape") view.chooseColumns(false);
    }}
  >
    <input
      type="text"
      class="picker-search"
      aria-label="Search columns"
      placeholder="Search, or /regular expression/"
      .value=${columnSearch}
      @input=${(event: InputEvent) => view.searchColumns((event.target as HTMLInputElement).value)}
    />
    ${filters.map(
      ([which, label]) => html`<label class="picker-switch"
        ><input type="checkbox" .checked=${leftOut.includes(which)} @change=${() => view.leaveOut(which)} />
        ${label}</label
      >`,
    )}
    <div class="picker-acts">
      <button type="button" class="link" @click=${() => change(ids, true)}>Show all ${ids.length}</button>
      <button type="button" class="link" @click=${() => change(ids, false)}>Hide all ${ids.length}</button>
      <button type="button" class="link" @click=${() => view.show(undefined)}>Reset</button>
    </div>
    <div class="picker-list" role="group" aria-label="Columns that match">${found.slice(0, mostListed).map((column, at) => entry(column, at, found, shown, change))}</div>
    ${found.length > mostListed ? html`<p class="muted small">and ${found.length - mostListed} more: type to narrow the list</p>` : nothing}
    ${found.length === 0 ? html`<p class="muted">No column has this name.</p>` : nothing}
  </div>`;
}

function entry(
  column: RunsColumn,
  at: number,
  found: readonly RunsColumn[],
  shown: ReadonlySet<ColumnId>,
  change: (ids: readonly ColumnId[], on: boolean) => void,
): TemplateResult {
  const heading = found[at - 1]?.kind === column.kind ? nothing : html`<h2 class="picker-group">${groupNames[column.kind]}</h2>`;
  return html`${heading}<label class="picker-entry" title=${`${column.count} runs`}
      ><input
        type="checkbox"
        .checked=${shown.has(column.id)}
        @change=${(event: Event) => change([column.id], (event.target as HTMLInputElement).checked)}
      />
      <span class="picker-name">${visibleText(titleOf(column.kind, column.key))}</span></label
    >`;
}

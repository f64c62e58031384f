import { html, nothing, type TemplateResult } from "lit";
import { visibleText } from "#registry/model/visibleText.ts";
import { cssVariables } from "../ui/cssVariables.ts";
import { nameWidth } from "./columns.ts";
import { heads } from "./heads.ts";
import { pinnedRow, rowId, tableRow } from "./tableRow.ts";
import type { DrawnRow, RunsView } from "./view.ts";

/** px; the style sheet has the same. */
export const rowHeight = 22;
const headsHeight = 48;
const bandTitleHeight = 18;

/** The runs that stay in view, in parts with a title. */
function bandOf({ shown, baseline, state }: Pick<RunsView, "shown" | "baseline" | "state">) {
  const rows = shown?.pinned ?? [];
  const kept = new Set(state.pinned);
  // The baseline of another experiment says nothing here, unless somebody wants it.
  const base = rows.filter(({ id, isElsewhere }) => id === baseline && (isElsewhere === undefined || kept.has(id)));
  const pinned = rows.filter(({ id }) => id !== baseline && kept.has(id));
  const parts = [
    { title: "Baseline", rows: base },
    { title: "Pinned", rows: pinned },
  ];
  return parts.filter((part) => part.rows.length > 0);
}

/** px, of all that stays above the rows. */
export function headHeight(view: Pick<RunsView, "shown" | "baseline" | "state">): number {
  return headsHeight + bandOf(view).reduce((sum, { rows }) => sum + bandTitleHeight + rows.length * rowHeight, 0);
}

/**
 * The rows by the place of their elements on the page: a row that comes in takes the elements of one that has left, and nothing is moved.
 * Their order for a screen reader is told beside them (`aria-owns`).
 */
function inSlots({ rows, mostRows }: RunsView): (DrawnRow | undefined)[] {
  const count = Math.max(mostRows, rows.length);
  const slots = new Array<DrawnRow | undefined>(count).fill(undefined);
  for (const drawn of rows) slots[drawn.index % count] = drawn;
  return slots;
}

/** The table: heads, and the rows and columns that are on the screen. */
export function runsTable(view: RunsView): TemplateResult {
  const { state, shown, rows, width, height, selection, isTree, frozenWidth } = view;
  const active = rows.find(({ index, row }) => index === selection.focus && row !== undefined);
  const pointTo = ({ target }: PointerEvent) => {
    const run = (target as Element).closest<HTMLElement>(".row")?.dataset["run"];
    if (run !== view.pointed) view.point(run);
  };
  return html`<div
    class="grid"
    role=${isTree ? "treegrid" : "grid"}
    tabindex="0"
    aria-label=${`Runs of ${visibleText(state.name)}`}
    aria-rowcount=${(shown?.length ?? 0) + 1}
    aria-colcount=${view.columns.length + view.frozen.length + 1}
    aria-multiselectable="true"
    @pointermove=${pointTo}
    aria-activedescendant=${active ? rowId(active.index) : nothing}
    ${cssVariables({ "--table-width": `${width}px`, "--table-height": `${headHeight(view) + height}px`, "--frozen-width": `${frozenWidth}px`, "--name-width": `${nameWidth(state)}px` })}
  >
    <div class="sizer" role="presentation">
      <div class="heads" role="presentation">
        <div role="rowgroup">${heads(view)}</div>
        ${bandOf(view).map(
          (part) => html`<div class="band" role="rowgroup" aria-label=${part.title}>
            <div class="band-title" aria-hidden="true"><span>${part.title}</span></div>
            ${part.rows.map((row) => pinnedRow(view, row))}
          </div>`,
        )}
      </div>
      <div role="rowgroup" aria-owns=${rows.map(({ index }) => rowId(index)).join(" ")}>${inSlots(view).map((drawn) =>
        drawn === undefined ? nothing : tableRow(view, drawn),
      )}</div>
    </div>
  </div>`;
}

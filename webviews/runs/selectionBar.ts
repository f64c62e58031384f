import { html, nothing, type TemplateResult } from "lit";
import type { RunAct } from "#protocol/runEdits.ts";
import { runSwatchOf } from "#registry/model/compare/runSwatch.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { runSwatch } from "../charts/runSwatch.ts";
import { icon, iconButton, linkButton } from "../ui/icon.ts";
import { count } from "./toolbar.ts";
import { copyRuns } from "./tools.ts";
import type { RunsView } from "./view.ts";

const mostNamed = 4;
/** More runs than the Compare page takes. */
const mostCompared = 1000;

/** What can be done with the chosen runs; below the table, which gets shorter by it. */
export function selectionBar(view: RunsView): TemplateResult | typeof nothing {
  const { selection, rows } = view;
  if (selection.ids.size === 0) return nothing;
  const seen = new Map([...rows.flatMap(({ row }) => row ?? []), ...(view.shown?.pinned ?? [])].map((row) => [row.id, row]));
  const known = [...seen.values()].filter(({ id }) => selection.ids.has(id)).slice(0, mostNamed);
  const rest = selection.ids.size - known.length;
  const isAlone = selection.ids.size === 1;
  const focused = isAlone ? known[0] : rows.find(({ index }) => index === selection.focus)?.row;
  const tooMany = selection.ids.size > mostCompared;
  return html`<footer class="selection-bar" aria-label="Chosen runs">
    <strong role="status">${count(selection.ids.size)} selected</strong>
    <span class="chosen"
      >${known.map((row) => html`<span class="chosen-run">${runSwatch(runSwatchOf(row.id))} ${visibleText(row.name)}</span>`)}${rest > 0 ? html`<span class="muted">+${count(rest)}</span>` : nothing}</span
    >
    <span class="space"></span>
    <button
      type="button"
      class="button"
      aria-disabled=${tooMany}
      title=${tooMany ? `At most ${mostCompared} runs can be compared` : isAlone ? "Open the chosen run" : "Compare the chosen runs"}
      @click=${() => (tooMany ? undefined : view.compare())}
    >
      ${isAlone ? html`${icon("go-to-file")} Open` : html`${icon("diff")} Compare`}
    </button>
    ${
      focused === undefined
        ? nothing
        : html`<button type="button" class="plain-button" title=${`Set ${visibleText(focused.name)} as baseline`} @click=${() => view.setBaseline(focused.id)}>
            ${icon("pinned")} Set as baseline
          </button>`
    }
    ${edits(view)} ${copyRuns(view, "selected")} ${iconButton("close", "Clear selection", () => view.clearSelection())}
  </footer>`;
}

/** The words stand beside the icons while there is room; the tooltip has them always. */
function edits(view: RunsView): TemplateResult | typeof nothing {
  if (!view.catalog.editsRuns) return nothing;
  const button = (act: RunAct, name: string, words: string, title: string) =>
    html`<button type="button" class="plain-button edit-button" title=${title} aria-label=${title} @click=${() => view.edit(act)}>
      ${icon(name)} <span class="edit-words">${words}</span>
    </button>`;
  if (view.state.isDeleted) return html`${button("restore", "redo", "Restore", "Restore the chosen runs")}`;
  return html`${button("tag", "tag", "Tag…", "Set a tag of the chosen runs")} ${button("note", "note", "Note…", "Write the note of the chosen runs")}
  ${button("rename", "edit", "Rename…", "Rename the chosen runs")} ${button("delete", "trash", "Delete", "Delete the chosen runs; they can be restored")}`;
}

/** The last line under the table while a filter hides runs. */
export function hiddenNote({ state, shown, apply, showDeleted }: RunsView): TemplateResult | typeof nothing {
  const active = linkButton("Show active runs", "Show the runs that are not deleted", () => showDeleted(false));
  if (state.isDeleted && shown?.total === 0) return html`<p class="hidden-note muted">No deleted runs. ${active}</p>`;
  const narrows = state.filter !== "" || (state.quick ?? []).length > 0;
  if (!narrows || shown === undefined || shown.matching >= shown.total) return nothing;
  const hidden = shown.total - shown.matching;
  return html`<p class="hidden-note muted">
    ${count(hidden)} ${hidden === 1 ? "run" : "runs"} hidden by the filter. ${linkButton("Clear filter", "Show all runs", () => apply(""))}
  </p>`;
}

import type { RunAct } from "#protocol/runEdits.ts";
import { type CellCondition, cellConditionsRequest, type RunsColumn, type RunsTableRow } from "#protocol/views/runs.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import type { Bridge } from "../bridge/bridge.ts";
import type { MenuItem } from "../ui/menu.ts";
import { sinceThisPress } from "../ui/presses.ts";
import { runsOf } from "./question.ts";
import type { RunsView } from "./view.ts";

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Opens the menu of a row: what can be done with it, and how its cell narrows the table. */
export async function openRowMenu(
  bridge: Bridge,
  now: () => RunsView,
  row: RunsTableRow,
  column: RunsColumn | undefined,
  at: Place,
): Promise<void> {
  const isLate = sinceThisPress();
  const label = `${row.group === undefined ? "Run" : "Group"} ${visibleText(row.name)}`;
  const conditions = row.group === undefined && column !== undefined ? await conditionsOf(bridge, now(), row, column) : [];
  if (isLate()) return;
  const filters = conditions.map(({ label: words, filter }) => ({
    label: `Filter: ${visibleText(words)}`,
    run: () => now().apply(narrowed(now().state.filter, filter)),
  }));
  const view = now();
  view.popUp({ label, parts: [filters, acts(view, row), edits(view, row)], ...at });
}

async function conditionsOf(bridge: Bridge, view: RunsView, row: RunsTableRow, column: RunsColumn): Promise<readonly CellCondition[]> {
  const answer = await bridge.ask(cellConditionsRequest, { ...runsOf(view.state), runId: row.id, column: column.id });
  return answer.ok ? answer.value : [];
}

function acts(view: RunsView, row: RunsTableRow): MenuItem[] {
  if (row.group !== undefined) return [{ label: row.fold?.isOpen ? "Fold" : "Unfold", run: () => view.turn(row.id) }];
  const others = view.comparable(row.id);
  const isPinned = view.state.pinned?.includes(row.id) ?? false;
  return [
    { label: "Open", run: () => view.open(row.id) },
    ...(others === undefined ? [] : [{ label: `Compare with ${visibleText(others.words)}`, run: () => view.compareWith(row.id) }]),
    { label: "Set as baseline", checked: row.id === view.baseline, run: () => view.setBaseline(row.id) },
    { label: "Keep in view", checked: isPinned, run: () => view.pin(row.id, !isPinned) },
  ];
}

/** Of a row among the chosen ones they are about all of those. */
function edits(view: RunsView, { id, group, isElsewhere }: RunsTableRow): MenuItem[] {
  if (group !== undefined || !view.catalog.editsRuns) return [];
  const ids = view.selection.ids.has(id) ? [...view.selection.ids] : [id];
  const of = ids.length === 1 ? "" : ` (${ids.length} runs)`;
  const item = (act: RunAct, label: string): MenuItem => ({ label: `${label}${of}`, run: () => view.edit(act, ids) });
  if (view.state.isDeleted && !isElsewhere) return [item("restore", "Restore")];
  return [
    item("rename", "Rename…"),
    item("tag", "Tag…"),
    item("removeTag", "Remove tag…"),
    item("note", "Note…"),
    item("delete", "Delete"),
  ];
}

/** A filter with one more condition. MLflow has no parentheses: they stand only where they are needed. */
function narrowed(filter: string, condition: string): string {
  if (filter.trim() === "") return condition;
  return /\bOR\b/i.test(filter) ? `(${filter}) AND ${condition}` : `${filter} AND ${condition}`;
}

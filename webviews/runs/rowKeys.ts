import type { ColumnId } from "#protocol/views/runs.ts";
import type { RunsView } from "./view.ts";
import type { RowWindows } from "./windows.ts";

/**
 * Keys within the row that has the focus, as in a tree grid: Right opens it and then goes from cell to cell, Left goes back and folds it,
 * the menu key opens the menu of the cell, F2 renames and Delete deletes, as in VS Code's own lists. Says whether the key was one of these.
 */
export function moveInRow(event: KeyboardEvent, view: RunsView, windows: RowWindows, page: ParentNode): boolean {
  const row = windows.row(view.selection.focus);
  if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return false;
  const ids = allColumns(view);
  const at = view.focusedColumn === undefined ? -1 : ids.indexOf(view.focusedColumn);
  const isMenu = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
  if (isMenu) {
    const cell = page.querySelector<HTMLElement>(".row.focused .cell-focused, .row.focused .name-cell");
    const { left = 0, bottom = 0 } = cell?.getBoundingClientRect() ?? {};
    const column = view.catalog.columns.find(({ id }) => id === view.focusedColumn);
    view.openMenu(row, column, { x: left, y: bottom });
  } else if ((event.key === "F2" || event.key === "Delete") && row.group === undefined) {
    const ids = view.selection.ids.has(row.id) ? [...view.selection.ids] : [row.id];
    if (!view.state.isDeleted && view.catalog.editsRuns) view.edit(event.key === "F2" ? "rename" : "delete", ids);
  } else if (event.key === "ArrowRight") {
    if (at < 0 && row.fold?.isOpen === false) view.turn(row.id);
    else view.focusColumn(ids[Math.min(ids.length - 1, at + 1)]);
  } else if (event.key === "ArrowLeft") {
    if (at < 0 && row.fold?.isOpen === true) view.turn(row.id);
    else view.focusColumn(at <= 0 ? undefined : ids[at - 1]);
  } else return false;
  event.preventDefault();
  return true;
}

/** In the order of the table; those of folded groups are not there. */
function allColumns(view: RunsView): ColumnId[] {
  return view.allColumns.flatMap(({ column }) => (column === undefined ? [] : [column.id]));
}

/** What gets the focus where what has it is gone after an act: the same column, or the one beside it; the filter; the rows. */
export function focusAfter(held: Element): readonly string[] {
  const headOf = (cell: Element | null | undefined) => {
    const id = (cell as HTMLElement | null | undefined)?.dataset["column"];
    return id === undefined ? [] : [`.head-cell[data-column="${CSS.escape(id)}"] button`];
  };
  const head = held.closest(".head-cell");
  const columns = [head, head?.nextElementSibling, head?.previousElementSibling].flatMap(headOf);
  return [...columns, ...(held.closest(".toolbar") ? ["slipway-filter-box input"] : []), ".grid", "button"];
}

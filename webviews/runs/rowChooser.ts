import type { RunsTableRow } from "#protocol/views/runs.ts";
import { noSelection, type Press, pressed, rowAfterKey, type Selection } from "./selection.ts";
import type { RowWindows } from "./windows.ts";

/** A selection reaches at most so far. */
const mostSelected = 10_000;

/** What choosing rows needs of the page. */
interface Table {
  readonly windows: RowWindows;
  /** Ids of rows that are not near the screen. */
  idsOf(first: number, count: number): Promise<readonly string[]>;
  rowsOnScreen(): number;
  /** Scrolls to a row. */
  show(row: number): void;
  open(row: RunsTableRow): void;
  changed(): void;
}

/** Chooses rows by mouse and keyboard, as VS Code's own lists do. */
export class RowChooser {
  readonly #table: Table;
  #selection: Selection = noSelection;

  constructor(table: Table) {
    this.#table = table;
  }

  get selection(): Selection {
    return this.#selection;
  }

  clear(): void {
    this.#set({ ...this.#selection, ids: new Set() });
  }

  /** Other rows are shown. */
  forget(): void {
    this.#set(noSelection);
  }

  /** Runs that are not there any more. */
  leave(ids: readonly string[]): void {
    const gone = new Set(ids);
    const left = [...this.#selection.ids].filter((id) => !gone.has(id));
    if (left.length < this.#selection.ids.size) this.#set({ ...this.#selection, ids: new Set(left) });
  }

  /** The same runs are chosen, wherever they stand now. */
  forgetPlaces(): void {
    this.#set({ ...this.#selection, focus: 0, anchor: 0 });
  }

  /** A group stands for all of its runs. */
  async press(index: number, { id, group }: RunsTableRow, press: Press): Promise<void> {
    const range = press.extends ? await this.#idsBetween(this.#selection.anchor, index) : [];
    const members = group === undefined || press.extends ? [id] : await this.#table.idsOf(index, 1);
    const { ids } = this.#selection;
    if (group === undefined || press.extends) this.#set(pressed(this.#selection, index, id, press, range));
    else this.#set({ ids: new Set(press.toggles ? [...ids, ...members] : members), focus: index, anchor: index });
  }

  async key(event: KeyboardEvent): Promise<void> {
    const { windows, rowsOnScreen, open } = this.#table;
    const { focus } = this.#selection;
    const matching = windows.shown?.length ?? 0;
    const row = windows.row(focus);
    const to = rowAfterKey(event.key, focus, matching, rowsOnScreen());
    if (to !== undefined) {
      event.preventDefault();
      await this.#moveTo(to, event);
    } else if (event.key === " " && row !== undefined) {
      event.preventDefault();
      await this.press(focus, row, { toggles: !event.shiftKey, extends: event.shiftKey });
    } else if (event.key === "Enter" && row !== undefined) open(row);
    else if (event.key === "Escape") this.clear();
    else if ((event.ctrlKey || event.metaKey) && event.key === "a") {
      event.preventDefault();
      this.#set({ ids: new Set(await this.#idsBetween(0, matching - 1)), focus, anchor: 0 });
    }
  }

  /** Arrows choose the row that they lead to; with Ctrl only the focus moves, with Shift the selection grows. */
  async #moveTo(row: number, { shiftKey, ctrlKey, metaKey }: KeyboardEvent): Promise<void> {
    this.#table.show(row);
    if (shiftKey) {
      this.#set({ ...this.#selection, ids: new Set(await this.#idsBetween(this.#selection.anchor, row)), focus: row });
      return;
    }
    const ids = await this.#idsBetween(row, row);
    if (ctrlKey || metaKey || ids.length === 0) this.#set({ ...this.#selection, focus: row });
    else this.#set({ ids: new Set(ids), focus: row, anchor: row });
  }

  /** Ids of the rows from one to another, either way round. */
  async #idsBetween(one: number, other: number): Promise<readonly string[]> {
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    const near = Array.from({ length: last - first + 1 }, (_, at) => this.#table.windows.row(first + at));
    const ids = near.flatMap((row) => (row === undefined || row.group !== undefined ? [] : [row.id]));
    if (ids.length === near.length) return ids;
    return this.#table.idsOf(first, Math.min(last - first + 1, mostSelected));
  }

  #set(selection: Selection): void {
    this.#selection = selection;
    this.#table.changed();
  }
}

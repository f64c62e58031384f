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
  open(id: string): void;
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

  async press(row: number, id: string, press: Press): Promise<void> {
    const range = press.extends ? await this.#idsBetween(this.#selection.anchor, row) : [];
    this.#set(pressed(this.#selection, row, id, press, range));
  }

  async key(event: KeyboardEvent): Promise<void> {
    const { windows, rowsOnScreen, open } = this.#table;
    const { focus } = this.#selection;
    const matching = windows.shown?.matching ?? 0;
    const id = windows.row(focus)?.id;
    const to = rowAfterKey(event.key, focus, matching, rowsOnScreen());
    if (to !== undefined) {
      event.preventDefault();
      await this.#moveTo(to, event);
    } else if (event.key === " " && id !== undefined) {
      event.preventDefault();
      await this.press(focus, id, { toggles: !event.shiftKey, extends: event.shiftKey });
    } else if (event.key === "Enter" && id !== undefined) open(id);
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
    const [id] = await this.#idsBetween(row, row);
    if (ctrlKey || metaKey || id === undefined) this.#set({ ...this.#selection, focus: row });
    else this.#set(pressed(this.#selection, row, id, { toggles: false, extends: false }, []));
  }

  /** Ids of the rows from one to another, either way round. */
  async #idsBetween(one: number, other: number): Promise<readonly string[]> {
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    const near = Array.from({ length: last - first + 1 }, (_, at) => this.#table.windows.row(first + at)?.id);
    if (near.every((id) => id !== undefined)) return near;
    return this.#table.idsOf(first, Math.min(last - first + 1, mostSelected));
  }

  #set(selection: Selection): void {
    this.#selection = selection;
    this.#table.changed();
  }
}

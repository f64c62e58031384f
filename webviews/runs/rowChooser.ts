import type { RunsTableRow } from "#protocol/views/runs.ts";
import { chosenAfter, type KeyPress, noSelection, type Press, type RowPlaces, rowAfterKey, type Selection } from "./selection.ts";

/** A selection reaches at most so far. */
const mostSelected = 10_000;
const replaces: Press = { toggles: false, extends: false };

/** What choosing rows needs of the page. */
interface Table {
  readonly windows: { readonly shown: { readonly length: number } | undefined; row(index: number): RunsTableRow | undefined };
  /** Ids of rows that are not near the screen. */
  idsOf(first: number, count: number): Promise<readonly string[]>;
  rowsOnScreen(): number;
  /** Scrolls to a row. */
  show(row: number): void;
  open(row: RunsTableRow): void;
  changed(): void;
}

type Ids = readonly string[] | Promise<readonly string[]>;

/**
 * Chooses rows by mouse and keyboard, as VS Code's own lists do. The focus moves at once; what is chosen may have to be asked for, and is
 * taken in the order of the acts, however late it comes. Focus and anchor are runs: where others come, go or change places, they go along.
 */
export class RowChooser {
  readonly #table: Table;
  #selection: Selection = noSelection;
  /** The rows of focus and anchor; absent: nobody was there yet, or it is on its way. */
  #focusRun: string | undefined;
  #anchorRun: string | undefined;
  /** Acts whose runs are still asked for. */
  #waiting: Promise<void> | undefined;
  /** Counts what makes earlier acts void. */
  #era = 0;

  constructor(table: Table) {
    this.#table = table;
  }

  get selection(): Selection {
    return this.#selection;
  }

  /** The rows whose places it wants to know. */
  get followed(): readonly string[] {
    return [this.#focusRun, this.#anchorRun].filter((id) => id !== undefined);
  }

  clear(): void {
    this.#era++;
    this.#set({ ...this.#selection, ids: new Set() });
  }

  /** Other rows are shown. */
  forget(): void {
    this.#era++;
    [this.#focusRun, this.#anchorRun] = [undefined, undefined];
    this.#set(noSelection);
  }

  /** Chosen before the page was made anew. */
  restore(ids: readonly string[]): void {
    this.#set({ ...noSelection, ids: new Set(ids) });
  }

  /** Runs that are not there any more. */
  leave(ids: readonly string[]): void {
    const gone = new Set(ids);
    const left = [...this.#selection.ids].filter((id) => !gone.has(id));
    if (left.length < this.#selection.ids.size) this.#set({ ...this.#selection, ids: new Set(left) });
  }

  /** Rows have come, also in other places than before: where a row is gone, the one in its place has the focus. */
  follow(places: RowPlaces): void {
    const { windows } = this.#table;
    const last = Math.max(0, (windows.shown?.length ?? 0) - 1);
    const placeOf = (id: string | undefined, now: number) => Math.min(last, (id === undefined ? undefined : places.get(id)) ?? now);
    const focus = placeOf(this.#focusRun, this.#selection.focus);
    const isGone = this.#anchorRun !== undefined && places.get(this.#anchorRun) === null;
    const anchor = isGone ? focus : placeOf(this.#anchorRun, this.#selection.anchor);
    if (this.#focusRun === undefined ? focus > 0 : places.get(this.#focusRun) === null) this.#focusRun = windows.row(focus)?.id;
    if (this.#anchorRun === undefined ? anchor > 0 : isGone) this.#anchorRun = windows.row(anchor)?.id;
    this.#selection = { ...this.#selection, focus, anchor };
  }

  /** A group stands for all of its runs. `index` is absent where the row stands outside of the table: the focus stays. */
  async press(index: number | undefined, { id, group }: RunsTableRow, press: Press): Promise<void> {
    const { anchor } = this.#selection;
    if (index !== undefined) this.#go(index, id, press.extends);
    if (press.extends) await this.#choose(this.#idsBetween(anchor, index ?? anchor), press);
    else await this.#choose(group === undefined || index === undefined ? [id] : this.#table.idsOf(index, 1), press);
  }

  async key(event: KeyPress): Promise<void> {
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
      this.#selection = { ...this.#selection, anchor: 0 };
      this.#anchorRun = windows.row(0)?.id;
      await this.#choose(this.#idsBetween(0, matching - 1), replaces);
    }
  }

  /** Arrows choose the row that they lead to; with Ctrl only the focus moves, with Shift the selection grows. */
  async #moveTo(row: number, { shiftKey, ctrlKey, metaKey }: KeyPress): Promise<void> {
    this.#table.show(row);
    const { anchor } = this.#selection;
    const isFocusOnly = (ctrlKey || metaKey) && !shiftKey;
    this.#go(row, this.#table.windows.row(row)?.id, shiftKey || isFocusOnly);
    if (isFocusOnly) this.#table.changed();
    else await this.#choose(this.#idsBetween(shiftKey ? anchor : row, row), replaces);
  }

  #go(row: number, id: string | undefined, keepsAnchor: boolean): void {
    this.#focusRun = id;
    if (!keepsAnchor) this.#anchorRun = id;
    this.#selection = { ...this.#selection, focus: row, anchor: keepsAnchor ? this.#selection.anchor : row };
  }

  /** Takes runs as a press says, once they are known and all presses before it are done. */
  async #choose(own: Ids, press: Press): Promise<void> {
    const isAll = !press.toggles;
    if (isAll) this.#era++;
    const era = this.#era;
    const before = isAll ? undefined : this.#waiting;
    const take = (ids: readonly string[]) => this.#set({ ...this.#selection, ids: chosenAfter(this.#selection.ids, ids, press) });
    if (before === undefined && !(own instanceof Promise)) return take(own);
    // The focus is seen to move while the runs are on their way.
    this.#table.changed();
    const known = Promise.resolve(own).catch(() => undefined);
    const taken = Promise.all([known, before]).then(([ids]) => {
      if (era === this.#era && ids !== undefined) take(ids);
    });
    this.#waiting = taken;
    await taken;
    if (this.#waiting === taken) this.#waiting = undefined;
  }

  /** Ids of the rows from one to another, either way round; at once where they are near the screen. */
  #idsBetween(one: number, other: number): Ids {
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    const near = Array.from({ length: last - first + 1 }, (_, at) => this.#table.windows.row(first + at));
    const ids = near.flatMap((row) => (row === undefined || row.group !== undefined ? [] : [row.id]));
    return ids.length === near.length ? ids : this.#table.idsOf(first, Math.min(last - first + 1, mostSelected));
  }

  #set(selection: Selection): void {
    this.#selection = selection;
    this.#table.changed();
  }
}

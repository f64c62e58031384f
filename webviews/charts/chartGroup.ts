/** What the charts of a page share: where the crosshair stands and which part of x they show. */
export class ChartGroup {
  /** In units of the x axis; undefined: no crosshair. */
  cursor: number | undefined;
  /** The chart under the pointer or with the focus: it names the runs, the others only show values. */
  leader: object | undefined;
  /** The part of x that is zoomed to; undefined: all of it. */
  window: readonly [number, number] | undefined;
  readonly #members = new Set<{ cursorMoved(): void; windowChanged(): void }>();
  readonly #onWindow: () => void;
  #isDrawing = false;

  /** `onWindow` is called after a zoom: more points may be wanted. */
  constructor(onWindow: () => void) {
    this.#onWindow = onWindow;
  }

  join(member: { cursorMoved(): void; windowChanged(): void }): () => void {
    this.#members.add(member);
    return () => this.#members.delete(member);
  }

  moveCursor(x: number | undefined, leader: object): void {
    if (this.cursor === x && this.leader === leader) return;
    this.cursor = x;
    this.leader = leader;
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    // Once a frame: a pointer moves more often than the screen is drawn.
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      for (const member of this.#members) member.cursorMoved();
    });
  }

  zoom(window: readonly [number, number] | undefined): void {
    this.window = window;
    for (const member of this.#members) member.windowChanged();
    this.#onWindow();
  }
}

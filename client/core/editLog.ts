import type { RunEdited, RunField, RunWrite } from "#protocol/runEdits.ts";
import type { Asker } from "./asker.ts";

/** Writes that can be taken back, with what each run had before and has now. */
export interface UndoableEdit {
  /** Asks about the registry that it was made in. */
  readonly asker: Asker;
  /** `Renamed gbm-031 to best.` */
  readonly said: string;
  readonly field: RunField;
  readonly writes: readonly RunWrite[];
}

const mostKept = 50;

/** The edits of this window that can be taken back, the last one last. */
export class EditLog {
  #edits: readonly UndoableEdit[] = [];

  get last(): UndoableEdit | undefined {
    return this.#edits.at(-1);
  }

  add(edit: UndoableEdit): void {
    if (edit.writes.length > 0) this.#edits = [...this.#edits, edit].slice(-mostKept);
  }

  /** `rest`: what of it could not be taken back yet. */
  undone(edit: UndoableEdit, rest: readonly RunWrite[]): void {
    const left = rest.length === 0 ? [] : [{ ...edit, writes: rest }];
    this.#edits = this.#edits.flatMap((other) => (other === edit ? left : [other]));
  }
}

/** What puts back what the runs had, where they still have what was written. */
export function writesBack(writes: readonly RunWrite[], edited: readonly RunEdited[]): RunWrite[] {
  const written = new Map(writes.map(({ runId, value }) => [runId, value]));
  return edited.flatMap((run) => {
    const expected = written.get(run.runId);
    return run.outcome === "written" && expected !== undefined ? [{ runId: run.runId, value: run.before, expected }] : [];
  });
}

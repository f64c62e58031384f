import { type Asker, askAnswer } from "#client/core/asker.ts";
import { type UndoableEdit, writesBack } from "#client/core/editLog.ts";
import { doneWords, type EditOutcome, type EditTold, sameWords, troubleWords } from "#client/core/editWords.ts";
import { editRunsRequest, type RunEdited, type RunField, type RunWrite } from "#protocol/runEdits.ts";
import type { Services } from "./services.ts";

/** Runs of one question: between two the person can stop, and sees how far it is. */
const runsPerQuestion = 50;
/** More runs than this take long enough for a way to stop. */
const few = 100;

/** A change of one field of runs, and how it is told. */
export interface RunsEdit {
  readonly field: RunField;
  readonly writes: readonly RunWrite[];
  readonly told: EditTold;
  /** `Renaming…`, while it is under way. */
  readonly title: string;
}

/**
 * Writes, says what came of it with the way back, and answers with the ids of the runs that were written. What was written stays where
 * another run fails.
 */
export async function editAndSay(services: Services, edit: RunsEdit): Promise<readonly string[]> {
  const outcome = await writeRuns(services, edit);
  const undoable = keep(services, edit, outcome);
  say(services, outcome, edit.told, undoable);
  return outcome.edited.flatMap(({ runId, outcome: how }) => (how === "written" ? [runId] : []));
}

/** Asks the server in parts. It ends when all are answered, when one part as a whole is refused, or when the person stops it. */
export async function writeRuns(services: Services, { field, writes, title }: Omit<RunsEdit, "told">): Promise<EditOutcome> {
  const { asker, dialogs } = services;
  const outcome = await dialogs.inSteps(title, writes.length > few, (step, isStopped) => inParts(asker, field, writes, step, isStopped));
  const written = outcome.edited.filter((run) => run.outcome === "written").map(({ runId }) => runId);
  // They are on another list now: nobody can have them chosen where they were.
  if (field.kind === "lifecycle" && written.length > 0) services.runs.left(written);
  return outcome;
}

async function inParts(
  asker: Asker,
  field: RunField,
  writes: readonly RunWrite[],
  step: (done: number, all: number) => void,
  isStopped: () => boolean,
): Promise<EditOutcome> {
  const edited: RunEdited[] = [];
  for (let from = 0; from < writes.length; from += runsPerQuestion) {
    if (isStopped()) return { edited, left: writes.length - from };
    const part = writes.slice(from, from + runsPerQuestion);
    const answer = await askAnswer(asker, editRunsRequest, { field, writes: part });
    if (!answer.ok) return { edited, left: writes.length - from, problem: answer.problem };
    edited.push(...answer.value);
    step(edited.length, writes.length);
  }
  return { edited, left: 0 };
}

/** Remembers what can be taken back; absent: nothing was written. */
export function keep(services: Services, { field, writes, told }: Omit<RunsEdit, "title">, outcome: EditOutcome): UndoableEdit | undefined {
  const said = doneWords(outcome, told);
  if (said === undefined) return undefined;
  const undoable = { asker: services.asker, said, field, writes: writesBack(writes, outcome.edited) };
  services.edits.add(undoable);
  return undoable;
}

function say(services: Services, outcome: EditOutcome, told: EditTold, undoable?: UndoableEdit): void {
  const { dialogs, words } = services;
  const done = doneWords(outcome, told);
  const trouble = troubleWords(outcome, words);
  const actions = undoable === undefined ? [] : [{ label: words.t("Undo"), run: () => undoEdit(services, undoable) }];
  const log = { label: words.t("Show Log"), run: services.showLog };
  if (trouble.length === 0) dialogs.inform(done ?? sameWords(outcome, words), actions);
  else if (done === undefined) dialogs.showError(trouble.join(" "), [log]);
  else dialogs.showWarning([done, ...trouble].join(" "), [...actions, log]);
}

/** Puts back what the runs had, where they still have what was written. What could not be reached can be tried again. */
export async function undoEdit(services: Services, edit: UndoableEdit): Promise<void> {
  const { words, edits } = services;
  // About the registry of the edit, whichever is shown by now.
  const own = { ...services, asker: edit.asker };
  const outcome = await writeRuns(own, { field: edit.field, writes: edit.writes, title: words.t("Undoing…") });
  const settled = new Set(outcome.edited.flatMap(({ runId, outcome: how }) => (how === "failed" ? [] : [runId])));
  edits.undone(
    edit,
    edit.writes.filter(({ runId }) => !settled.has(runId)),
  );
  const undone = words.t("Undone: {0}", edit.said);
  say(own, outcome, { one: () => undone, many: () => undone });
}

/** The last edit of this window; once more: the one before it. */
export async function undoLastEdit(services: Services): Promise<void> {
  const { last } = services.edits;
  if (last === undefined) services.dialogs.inform(services.words.t("No edit of runs was made in this window that could be undone."));
  else await undoEdit(services, last);
}

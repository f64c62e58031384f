import { askAnswer } from "#client/core/asker.ts";
import { troubleWords } from "#client/core/editWords.ts";
import type { NoteAddress, NoteFiles, Notes } from "#client/host/noteFiles.ts";
import { problemText } from "#protocol/message.ts";
import { type AboutRegistry, aboutOf } from "#protocol/registryRequests.ts";
import { type NamedRun, runTagsRequest } from "#protocol/runEdits.ts";
import { runNoteTag } from "#registry/model/registryRules.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { keep, undoEdit, writeRuns } from "./runEdits.ts";
import { report, type Services } from "./services.ts";

/** Notes are tags of runs. `of`: the services of a press that is about a registry. */
export function notesOf(of: (about: AboutRegistry) => Services): Notes {
  return {
    read: async ({ runs, ...about }) => {
      const [first] = runs;
      if (first === undefined) throw new Error("This address names no run.");
      const answer = await askAnswer(of(about).asker, runTagsRequest, { runIds: [first.id] });
      if (!answer.ok) throw new Error(problemText(answer.problem));
      const [run] = answer.value.runs;
      if (run === undefined) throw new Error(`There is no run ${first.id}.`);
      return run.tags[runNoteTag] ?? "";
    },
    write: (address, text) => writeNote(of(aboutOf(address)), address, text),
  };
}

/** A note is saved often: what goes well is mentioned, and the way back is the editor's own, or the command. */
async function writeNote(services: Services, { runs }: NoteAddress, text: string): Promise<void> {
  const { words, dialogs } = services;
  const field = { kind: "tag" as const, key: runNoteTag };
  const writes = runs.map(({ id }) => ({ runId: id, value: text === "" ? null : text }));
  const outcome = await writeRuns(services, { field, writes, title: words.t("Writing the note…") });
  const told = {
    one: (run: string) => words.t("Wrote the note of {0}.", run),
    many: (count: number) => words.t("Wrote the note of {0} runs.", count),
  };
  const undoable = keep(services, { field, writes, told }, outcome);
  const trouble = troubleWords(outcome, words);
  // The editor says why, and keeps the text.
  if (trouble.length > 0) throw new Error([...(undoable === undefined ? [] : [undoable.said]), ...trouble].join(" "));
  if (undoable === undefined) return;
  if (runs.length === 1) dialogs.mention(undoable.said);
  else dialogs.inform(undoable.said, [{ label: words.t("Undo"), run: () => undoEdit(services, undoable) }]);
}

/** The note of a run as its Markdown means it, in VS Code's own preview, which runs no script of it. */
export async function showNote(files: NoteFiles, { id, name }: NamedRun, { registry }: AboutRegistry): Promise<void> {
  await files.show({ runs: [{ id, name }], ...(registry === undefined ? {} : { registry }) });
}

/** Opens the note of runs. Of several that differ it says whose note is shown, before it takes the place of the others. */
export async function openNote(
  services: Services,
  files: NoteFiles,
  runs: readonly NamedRun[],
  { registry }: AboutRegistry = {},
): Promise<void> {
  const { words, dialogs } = services;
  const answer = await askAnswer(services.asker, runTagsRequest, { runIds: runs.map(({ id }) => id) });
  if (!answer.ok) {
    report(services, answer.problem);
    return;
  }
  const notes = new Set(answer.value.runs.map(({ tags }) => tags[runNoteTag] ?? ""));
  const [first] = runs;
  await files.open({ runs, ...(registry === undefined ? {} : { registry }) });
  if (notes.size > 1 && first !== undefined) {
    const name = visibleText(first.name);
    dialogs.inform(
      words.t("The notes of these {0} runs differ. This is the one of {1}; saving it writes it to all of them.", runs.length, name),
    );
  }
}

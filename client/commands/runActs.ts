import { askAnswer } from "#client/core/asker.ts";
import { keyProblem, nameProblem, renamed, valueProblem } from "#client/core/editInput.ts";
import type { EditTold } from "#client/core/editWords.ts";
import type { Choice } from "#client/host/dialogs.ts";
import { type NamedRun, type RunAct, type RunTags, type RunTagsAnswer, runTagsRequest } from "#protocol/runEdits.ts";
import { clipped } from "#registry/model/clipped.ts";
import { runNameTag, runNoteTag } from "#registry/model/registryRules.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { openNote } from "./noteCommands.ts";
import { editAndSay } from "./runEdits.ts";
import { report, type Services } from "./services.ts";

type Runs = readonly NamedRun[];
/** Ids of the runs that were written. */
type Done = Promise<readonly string[]>;

const acts: Readonly<Record<RunAct, (services: Services, runs: Runs) => Done>> = {
  rename,
  tag,
  removeTag,
  note,
  delete: remove,
  restore,
};

/** Does to runs what a person pressed, whichever view it was pressed in. */
export function actOnRuns(services: Services, act: RunAct, runs: Runs): Done {
  return runs.length === 0 ? Promise.resolve([]) : acts[act](services, runs);
}

/** `gbm-031`, or `12 runs`. */
function subject({ words }: Services, runs: Runs): string {
  return runs.length === 1 ? visibleText(runs[0]?.name ?? "") : words.t("{0} runs", runs.length);
}

async function rename(services: Services, runs: Runs): Done {
  const { words, dialogs } = services;
  const isOne = runs.length === 1;
  const name = await dialogs.askText({
    title: words.t("Rename {0}", subject(services, runs)),
    prompt: isOne
      ? words.t("The new name")
      : words.t("The new names: {0} stands for the name that a run has, {1} counts the runs", "{name}", "{n}"),
    value: isOne ? (runs[0]?.name ?? "") : "{name}",
    validate: (text) => nameProblem(text, runs, words),
  });
  if (name === undefined) return [];
  const writes = runs.map((run, at) => ({ runId: run.id, value: isOne ? name : renamed(name, run, at) }));
  const told = {
    one: (old: string) => words.t("Renamed {0} to {1}.", old, visibleText(writes[0]?.value ?? "")),
    many: (count: number) => words.t("Renamed {0} runs.", count),
  };
  return editAndSay(services, { field: { kind: "tag", key: runNameTag }, writes, told, title: words.t("Renaming…") });
}

async function tagsOf(services: Services, runs: Runs, suggest: boolean): Promise<RunTagsAnswer | undefined> {
  const answer = await askAnswer(services.asker, runTagsRequest, { runIds: runs.map(({ id }) => id), suggest });
  if (answer.ok) return answer.value;
  report(services, answer.problem);
  return undefined;
}

async function tag(services: Services, runs: Runs): Done {
  const { words, dialogs } = services;
  const tags = await tagsOf(services, runs, true);
  if (tags === undefined) return [];
  const key = await dialogs.pickOrType({
    title: words.t("Tag of {0}", subject(services, runs)),
    placeHolder: words.t("A key: choose one, or type a new one"),
    choices: keyChoices(services, tags),
    typed: (text) => words.t("New tag “{0}”", text),
    validate: (text) => keyProblem(text, words),
  });
  if (key === undefined) return [];
  const value = await dialogs.pickOrType({
    title: words.t("Tag {0} of {1}", visibleText(key), subject(services, runs)),
    placeHolder: words.t("A value: choose one, or type a new one"),
    choices: valueChoices(services, tags, key),
    typed: (text) => (text === "" ? words.t("An empty value") : words.t("Set to “{0}”", text)),
    validate: (text) => valueProblem(key, text),
  });
  if (value === undefined) return [];
  const [shownKey, shownValue] = [visibleText(key), visibleText(clipped(value, 60))];
  const told = {
    one: (run: string) => words.t("Set tag {1} = {2} of {0}.", run, shownKey, shownValue),
    many: (count: number) => words.t("Set tag {1} = {2} of {0} runs.", count, shownKey, shownValue),
  };
  const writes = runs.map(({ id }) => ({ runId: id, value }));
  return editAndSay(services, { field: { kind: "tag", key }, writes, told, title: words.t("Setting tags…") });
}

/** Of the runs' own tags first, with what they are now; then those that other runs have. */
function keyChoices(services: Services, { runs, known }: RunTagsAnswer): Choice<string>[] {
  const own = ownKeys(runs);
  const others = known.map(({ key }) => key).filter((key) => !own.includes(key));
  return [
    ...own.map((key) => ({ label: visibleText(key), description: nowOf(services, runs, key), value: key })),
    ...others.map((key) => ({ label: visibleText(key), description: services.words.t("on other runs"), value: key })),
  ];
}

function valueChoices({ words }: Services, { runs, known }: RunTagsAnswer, key: string): Choice<string>[] {
  const now = [...new Set(runs.flatMap(({ tags }) => tags[key] ?? []))];
  const others = (known.find((each) => each.key === key)?.values ?? []).filter((value) => !now.includes(value));
  const line = (value: string, description: string) => ({
    label: visibleText(clipped(value, 200)) || words.t("An empty value"),
    description,
    value,
  });
  return [...now.map((value) => line(value, words.t("now"))), ...others.map((value) => line(value, ""))];
}

function ownKeys(runs: readonly RunTags[]): string[] {
  return [...new Set(runs.flatMap(({ tags }) => Object.keys(tags)))].filter((key) => key !== runNoteTag).sort();
}

/** `risk`, `risk · 2 of 3 runs`, `3 values`. */
function nowOf({ words }: Services, runs: readonly RunTags[], key: string): string {
  const values = runs.flatMap(({ tags }) => tags[key] ?? []);
  const [first = ""] = values;
  if (new Set(values).size > 1) return words.t("{0} values", new Set(values).size);
  const shown = visibleText(clipped(first, 60));
  return values.length === runs.length ? shown : words.t("{0} · {1} of {2} runs", shown, values.length, runs.length);
}

async function removeTag(services: Services, runs: Runs): Done {
  const { words, dialogs } = services;
  const tags = await tagsOf(services, runs, false);
  if (tags === undefined) return [];
  const keys = ownKeys(tags.runs);
  if (keys.length === 0) {
    dialogs.inform(words.t("{0}: there is no tag that could be removed.", subject(services, runs)));
    return [];
  }
  const choices = keys.map((key) => ({ label: visibleText(key), description: nowOf(services, tags.runs, key), value: key }));
  const title = words.t("Remove Tag of {0}", subject(services, runs));
  const key = await dialogs.pickOne(title, words.t("Choose a tag"), Promise.resolve(choices));
  if (key === undefined) return [];
  const told = {
    one: (run: string) => words.t("Removed tag {1} of {0}.", run, visibleText(key)),
    many: (count: number) => words.t("Removed tag {1} of {0} runs.", count, visibleText(key)),
  };
  const writes = tags.runs.filter((run) => run.tags[key] !== undefined).map(({ runId }) => ({ runId, value: null }));
  return editAndSay(services, { field: { kind: "tag", key }, writes, told, title: words.t("Removing tags…") });
}

async function note(services: Services, runs: Runs): Done {
  await openNote(services, services.noteFiles, runs, services.about);
  return [];
}

function remove(services: Services, runs: Runs): Done {
  const { words } = services;
  return lifecycle(services, runs, "deleted", {
    one: (run) => words.t("Deleted {0}. It is only marked so: Show Deleted Runs has it, until mlflow gc is run.", run),
    many: (count) => words.t("Deleted {0} runs. They are only marked so: Show Deleted Runs has them, until mlflow gc is run.", count),
  });
}

function restore(services: Services, runs: Runs): Done {
  const { words } = services;
  return lifecycle(services, runs, "active", {
    one: (run) => words.t("Restored {0}.", run),
    many: (count) => words.t("Restored {0} runs.", count),
  });
}

function lifecycle(services: Services, runs: Runs, value: "active" | "deleted", told: EditTold): Done {
  const title = value === "deleted" ? services.words.t("Deleting…") : services.words.t("Restoring…");
  return editAndSay(services, { field: { kind: "lifecycle" }, writes: runs.map(({ id }) => ({ runId: id, value })), told, title });
}

import { type Problem, problemText } from "#protocol/message.ts";
import type { RunEdited } from "#protocol/runEdits.ts";
import { clipped } from "#registry/model/clipped.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import type { Wording } from "./wording.ts";

/** What came of an edit. */
export interface EditOutcome {
  readonly edited: readonly RunEdited[];
  /** Runs that it was not begun with. */
  readonly left: number;
  /** Why it went no further; absent with `left`: the person stopped it. */
  readonly problem?: Problem;
}

/** How an edit is told: of one run with its name, of many with their number. */
export interface EditTold {
  one(name: string): string;
  many(count: number): string;
}

const mostNamed = 3;
const longestValue = 60;

/** What was done, of one run or of many; absent: nothing was. */
export function doneWords({ edited }: EditOutcome, told: EditTold): string | undefined {
  const written = edited.filter(({ outcome }) => outcome === "written");
  const [first] = written;
  if (first === undefined) return undefined;
  return written.length === 1 ? told.one(visibleText(first.name)) : told.many(written.length);
}

/** What was not done, and why, run by run; empty: all of it was. */
export function troubleWords({ edited, left, problem }: EditOutcome, words: Wording): string[] {
  const said = [...failures(edited, words), ...changes(edited, words)];
  if (left === 0) return said;
  const rest = left === 1 ? words.t("1 run was not reached") : words.t("{0} runs were not reached", left);
  return [...said, problem === undefined ? `${rest}.` : `${rest}: ${problemText(problem)}`];
}

/** Nothing was written because nothing had to be. */
export function sameWords({ edited }: EditOutcome, words: Wording): string {
  return edited.length === 1
    ? words.t("Nothing to change: it is so already.")
    : words.t("Nothing to change: all {0} runs have it already.", edited.length);
}

/** Runs with one cause are named together. */
function failures(edited: readonly RunEdited[], words: Wording): string[] {
  const byCause = new Map<string, { readonly cause: string; readonly names: string[] }>();
  for (const run of edited) {
    if (run.outcome !== "failed") continue;
    const { message, next } = run.problem;
    // A cause that names the run is the same for all of them but for the name.
    const key = message.replaceAll(run.runId, "");
    const known = byCause.get(key) ?? { cause: `${message} ${next}`.trim(), names: [] };
    known.names.push(run.name);
    byCause.set(key, known);
  }
  return [...byCause.values()].map(({ cause, names }) => words.t("Not changed: {0}. {1}", named(names), cause));
}

function changes(edited: readonly RunEdited[], words: Wording): string[] {
  const changed = edited.flatMap((run) => (run.outcome === "changed" ? [run] : []));
  const [first] = changed;
  if (first === undefined) return [];
  const names = named(changed.map(({ name }) => name));
  if (changed.length > 1) return [words.t("Left as they are, because they were changed since: {0}.", names)];
  if (first.now === null) return [words.t("Left as it is, because it was taken away since: {0}.", names)];
  return [words.t("Left as it is, because it was changed since: {0} (now “{1}”).", names, visibleText(clipped(first.now, longestValue)))];
}

function named(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  return [...names.slice(0, mostNamed).map(visibleText), ...(rest > 0 ? [`+${rest}`] : [])].join(", ");
}

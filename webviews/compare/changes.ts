import type { CodeChange, CompareData, CompareText } from "#protocol/views/compare.ts";
import type { ModelFacts } from "#protocol/views/compareModels.ts";
import { changeNote, meaningOf, percentNote, shortCount } from "#registry/model/compare/changeNote.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import { modelRows } from "./modelRows.ts";

/** A cell of "What changed". */
export interface ChangeCell {
  readonly text: string;
  /** `× 3`, `+64`, `+5.1 %`; empty where there is nothing to say. */
  readonly note: string;
  readonly differs: boolean;
  /** The run does not have it. */
  readonly missing: boolean;
}

export interface ChangeRow {
  readonly group: "Code" | "Params" | "Data" | "Environment" | "Model" | "Tags";
  readonly name: string;
  /** One per shown run. */
  readonly cells: readonly ChangeCell[];
  readonly differs: boolean;
  /** On the code row: what Git knows, one per shown run; absent for the baseline. */
  readonly code?: readonly (CodeChange | undefined)[];
}

/** What a run without the param, tag or data set shows. */
export const notSet = "not set";
export const noCommit = "no commit logged";

/** All rows over the shown runs (indices into `data.runs`), each compared with the baseline `data.runs[0]`. */
export function changeRows(data: CompareData, shown: readonly number[], models: readonly (ModelFacts | null)[] = []): ChangeRow[] {
  return [
    ...codeRows(data, shown),
    ...data.params.map((param) => textRow("Params", param, shown)),
    ...dataRows(data, shown),
    ...modelRows(models, shown),
    ...data.tags.map((tag) => textRow("Tags", tag, shown)),
  ];
}

function codeRows(data: CompareData, shown: readonly number[]): ChangeRow[] {
  if (data.runs.every((run) => run.commit === "")) return [];
  const changes = new Map(data.code.map((change) => [change.runId, change]));
  const baseline = data.runs[0]?.commit ?? "";
  const cells = shown.map((index): ChangeCell => {
    const commit = data.runs[index]?.commit ?? "";
    return { text: commit === "" ? noCommit : shortCommits(commit), note: "", differs: commit !== baseline, missing: commit === "" };
  });
  const code = shown.map((index) => (index === 0 ? undefined : changes.get(data.runs[index]?.id ?? "")));
  return [{ group: "Code", name: "commit", cells, differs: cells.some((cell) => cell.differs), code }];
}

/** A group of runs may have several. */
function shortCommits(commit: string): string {
  return commit
    .split(", ")
    .map((one) => one.slice(0, 7))
    .join(", ");
}

function textRow(group: "Params" | "Tags", text: CompareText, shown: readonly number[]): ChangeRow {
  const baseline = text.values[0] ?? null;
  const cells = shown.map((index): ChangeCell => {
    const value = text.values[index] ?? null;
    const note =
      value === null ? "" : baseline === null || index === 0 ? meaningOf(text.key, value) : changeNote(text.key, baseline, value);
    return { text: value ?? notSet, note, differs: value !== baseline, missing: value === null };
  });
  return { group, name: text.key, cells, differs: cells.some((cell) => cell.differs) };
}

/** One row per context (`training`, `validation`), or per data set where no context was logged. */
function dataRows(data: CompareData, shown: readonly number[]): ChangeRow[] {
  const names = [...new Set(data.runs.flatMap((run) => run.datasets.map((set) => set.context || set.name)))].sort(naturalOrder);
  return names.map((name) => {
    const perRun = data.runs.map((run) => run.datasets.filter((set) => (set.context || set.name) === name));
    const sameNames = new Set(perRun.flat().map((set) => set.name)).size <= 1;
    const texts = perRun.map((sets) => sets.map((set) => datasetText(set, sameNames)).join("; "));
    const rows = perRun.map((sets) => (sets.length === 1 ? sets[0]?.rows : undefined));
    const cells = shown.map((index): ChangeCell => {
      const text = texts[index] ?? "";
      const note = index === 0 || rows[0] === undefined ? "" : percentNote(rows[0], rows[index] ?? Number.NaN);
      return { text: text || notSet, note, differs: text !== texts[0], missing: text === "" };
    });
    return { group: "Data", name, cells, differs: cells.some((cell) => cell.differs) };
  });
}

function datasetText(set: CompareData["runs"][number]["datasets"][number], withoutName: boolean): string {
  const parts = [withoutName ? "" : set.name, set.digest.slice(0, 7), set.rows === undefined ? "" : `${shortCount(set.rows)} rows`];
  return parts.filter((part) => part !== "").join(", ");
}

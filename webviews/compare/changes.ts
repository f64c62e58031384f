import type { CodeChange, CompareData, CompareText } from "#protocol/views/compare.ts";
import type { ModelFacts } from "#protocol/views/compareModels.ts";
import { changeNote, meaningOf } from "#registry/model/compare/changeNote.ts";
import { dataRows } from "#registry/model/compare/dataRows.ts";
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

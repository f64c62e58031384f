import { columnType, sourceText } from "../datasetWords.ts";
import type { DeltaVersion } from "../deltaLog.ts";
import { naturalOrder } from "../naturalOrder.ts";
import type { DatasetColumn, DatasetSchema } from "../types.ts";
import { percentNote, shortCount } from "./changeNote.ts";
import type { ComparedDataset } from "./datasets.ts";

/** What some runs have of one thing that is compared. */
export interface DataCell {
  readonly text: string;
  /** `+5.1 %`; empty where there is nothing to say. */
  readonly note: string;
  readonly differs: boolean;
  /** The run does not have it, or it is not known. */
  readonly missing: boolean;
}

export interface DataRow {
  readonly group: "Data";
  readonly name: string;
  /** One per shown run. */
  readonly cells: readonly DataCell[];
  readonly differs: boolean;
}

/** The data sets of some runs, the first of which is the baseline. */
export interface DataOfRuns {
  readonly runs: readonly { readonly datasets: readonly ComparedDataset[] }[];
  readonly schemas?: readonly DatasetSchema[];
  /** Delta tables that the runs read in several versions, with what was done to them, oldest first. */
  readonly tables?: readonly DeltaCommits[];
}

interface DeltaCommits {
  readonly where: string;
  readonly commits: readonly DeltaVersion[];
}

/** Columns that differ and get a row of their own; how many more there are is said. */
const mostColumns = 40;
const notSet = "not set";
const noColumn = "no such column";

/** The data sets of one context (`training`, `validation`), or of one name where no context was logged, per run. */
interface DataUse {
  readonly name: string;
  readonly sets: readonly (readonly ComparedDataset[])[];
}

/** Of each use of data: which version, from where, with which columns. */
export function dataRows(data: DataOfRuns, shown: readonly number[]): DataRow[] {
  const useOf = (set: ComparedDataset) => set.context || set.name;
  const names = [...new Set(data.runs.flatMap((run) => run.datasets.map(useOf)))].sort(naturalOrder);
  const uses = names.map((name): DataUse => ({ name, sets: data.runs.map((run) => run.datasets.filter((set) => useOf(set) === name)) }));
  return uses.flatMap((use) => [
    versionRow(use, shown),
    ...sourceRows(use, shown),
    ...commitRows(use, data.tables ?? [], shown),
    ...schemaRows(use, data.schemas ?? [], shown),
  ]);
}

function versionRow({ name, sets }: DataUse, shown: readonly number[]): DataRow {
  const sameNames = new Set(sets.flat().map((set) => set.name)).size <= 1;
  const texts = sets.map((all) => listOf(all.map((set) => datasetText(set, sameNames))));
  const rows = sets.map((all) => (all.length === 1 ? all[0]?.rows : undefined));
  const note = (index: number) => (rows[0] === undefined ? "" : percentNote(rows[0], rows[index] ?? Number.NaN));
  return rowOf(name, texts, shown, () => notSet, note);
}

/** Each once, as people count: runs that read the same data sets in another order read the same. */
function listOf(texts: readonly string[]): string {
  return [...new Set(texts.filter((text) => text !== ""))].sort(naturalOrder).join("; ");
}

function datasetText(set: ComparedDataset, withoutName: boolean): string {
  const parts = [withoutName ? "" : set.name, set.digest.slice(0, 7), set.rows === undefined ? "" : `${shortCount(set.rows)} rows`];
  return parts.filter((part) => part !== "").join(", ");
}

function sourceRows({ name, sets }: DataUse, shown: readonly number[]): DataRow[] {
  const texts = sets.map((all) => listOf(all.map(({ source }) => (source ? sourceText(source) : ""))));
  return texts.every((text) => text === "") ? [] : [rowOf(`${name}: source`, texts, shown, unknownIn(sets))];
}

/** What was done to a Delta table between the baseline's version and a run's: nothing where one of them is not known. */
function commitRows({ name, sets }: DataUse, tables: readonly DeltaCommits[], shown: readonly number[]): DataRow[] {
  const sources = sets.map((all) => (all.length === 1 ? all[0]?.source : undefined));
  const [baseline] = sources;
  const table = tables.find(({ where }) => where === baseline?.where);
  if (!table || baseline === undefined) return [];
  const texts = sources.map((source) => {
    if (source?.where !== baseline.where) return "";
    const [from, to] = [Number(baseline.version), Number(source.version)];
    const between = table.commits.filter(({ version }) => version > Math.min(from, to) && version <= Math.max(from, to));
    const left = Math.abs(to - from) - between.length;
    const words = [...(left > 0 ? [`${left} older`] : []), ...between.map(commitText)].join("; ");
    return words === "" ? "" : `${to < from ? "without " : ""}${words}`;
  });
  return texts.every((text) => text === "") ? [] : [rowOf(`${name}: versions between`, texts, shown, () => "none")];
}

/** `4 WRITE, 100 rows written`; the number alone where the log has no more. */
function commitText({ version, operation, written, deleted }: DeltaVersion): string {
  const rows = (count: number | undefined, what: string) => (count === undefined ? "" : `${count.toLocaleString("en-US")} rows ${what}`);
  return [`${version} ${operation || "(not in the log)"}`, rows(written, "written"), rows(deleted, "deleted")]
    .filter((text) => text !== "")
    .join(", ");
}

/** How many columns there are; then those that differ, one row each. Of a run with several data sets in one context it is not known which is meant. */
function schemaRows({ name, sets }: DataUse, schemas: readonly DatasetSchema[], shown: readonly number[]): DataRow[] {
  const own = sets.map((all) => (all.length === 1 ? schemas[all[0]?.schema ?? -1] : undefined));
  if (own.every((schema) => schema === undefined)) return [];
  const maps = own.map((schema) => schema && columnsOf(schema));
  const texts = own.map((schema) => (schema ? countOf(schema) : ""));
  const missing = unknownIn(sets);
  const baseline = maps[0];
  const count = rowOf(`${name}: columns`, texts, shown, missing, (index) =>
    own[index] === own[0] ? "" : differenceOf(baseline, maps[index]),
  );
  // As many columns may be others.
  const cells = count.cells.map((cell, column) => ({ ...cell, differs: cell.differs || own[shown[column] ?? 0] !== own[0] }));
  const head: DataRow = { ...count, cells, differs: cells.some((cell) => cell.differs) };
  if (!baseline) return [head];
  const differing = differingColumns(
    baseline,
    shown.flatMap((index) => maps[index] ?? []),
  );
  const rows = differing.slice(0, mostColumns).map((column) => {
    const types = maps.map((map) => (map ? (map.get(column) ?? noColumn) : ""));
    return rowOf(`${name}: ${column}`, types, shown, missing);
  });
  const left = differing.length - rows.length;
  return [
    head,
    ...rows,
    ...(left > 0
      ? [
          rowOf(
            `${name}: ${left} more columns`,
            maps.map((map) => (map ? "differ too" : "")),
            shown,
            missing,
          ),
        ]
      : []),
  ];
}

function countOf({ columns, total }: DatasetSchema): string {
  const count = total === 1 ? "1 column" : `${total} columns`;
  return columns.length < total ? `${count}, ${columns.length} of them known here` : count;
}

/** Types by name. A name that stands twice has both. */
function columnsOf({ columns }: DatasetSchema): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const column of columns)
    types.set(nameOf(column), [types.get(nameOf(column)), columnType(column)].filter((type) => type !== undefined).join(", "));
  return types;
}

function nameOf({ name }: DatasetColumn): string {
  return name === "" ? "(unnamed)" : name;
}

function differingColumns(baseline: ReadonlyMap<string, string>, others: readonly ReadonlyMap<string, string>[]): string[] {
  const names = new Set([...baseline.keys(), ...others.flatMap((map) => [...map.keys()])]);
  return [...names].filter((name) => others.some((map) => map.get(name) !== baseline.get(name)));
}

/** `1 new, 2 gone, 1 other type` */
function differenceOf(baseline: ReadonlyMap<string, string> | undefined, other: ReadonlyMap<string, string> | undefined): string {
  if (!baseline || !other) return "";
  const count = (names: Iterable<string>, test: (name: string) => boolean) => [...names].filter(test).length;
  const parts: readonly (readonly [number, string])[] = [
    [count(other.keys(), (name) => !baseline.has(name)), "new"],
    [count(baseline.keys(), (name) => !other.has(name)), "gone"],
    [count(baseline.keys(), (name) => other.has(name) && other.get(name) !== baseline.get(name)), "other type"],
  ];
  return (
    parts
      .filter(([many]) => many > 0)
      .map(([many, word]) => `${many} ${word}`)
      .join(", ") || "in another order"
  );
}

/** A run without such a data set has nothing that could be known of it. */
function unknownIn(sets: DataUse["sets"]): (index: number) => string {
  return (index) => (sets[index]?.length === 0 ? notSet : "not known");
}

function rowOf(
  name: string,
  texts: readonly string[],
  shown: readonly number[],
  missing: (index: number) => string,
  note: (index: number) => string = () => "",
): DataRow {
  const cells = shown.map((index): DataCell => {
    const text = texts[index] ?? "";
    return { text: text || missing(index), note: index === 0 ? "" : note(index), differs: text !== texts[0], missing: text === "" };
  });
  return { group: "Data", name, cells, differs: cells.some((cell) => cell.differs) };
}

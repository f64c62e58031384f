import { datasetNames, groupId, groupRows } from "../groupRows.ts";
import { naturalOrder } from "../naturalOrder.ts";
import { orderOf } from "../sortRuns.ts";
import type { GroupKey } from "./groupKey.ts";

/** One param or tag over some runs; null where a run does not have it. */
interface ComparedText {
  readonly key: string;
  readonly values: readonly (string | null)[];
}

/** Runs that are compared, the baseline first. */
export interface GroupableRuns {
  readonly runs: readonly { readonly id: string; readonly datasets: readonly { readonly name: string }[] }[];
  readonly params: readonly ComparedText[];
  readonly tags: readonly ComparedText[];
}

/** What is grouped by, and the runs that are in no group. */
interface Grouping {
  readonly groupBy?: readonly GroupKey[];
  readonly hidden: readonly string[];
}

/** Runs that stand in one column, and under one curve. */
export interface GroupColumn {
  readonly id: string;
  /** `depth 8 · lr 0.1` */
  readonly name: string;
  /** What the name is made of. */
  readonly parts: readonly { readonly key: string; readonly value: string }[];
  /** Indices of runs, in the order of the page; hidden ones are none of them. */
  readonly runs: readonly number[];
  readonly runIds: readonly string[];
}

/** The groups of the runs that are not hidden, that of the baseline first, the others as people count, what is not set last. None where nothing is grouped by. */
export function groupColumns(data: GroupableRuns, { groupBy = [], hidden }: Grouping): GroupColumn[] {
  if (groupBy.length === 0) return [];
  const words = groupBy.map((key) => wordOf(data, key));
  const isHidden = new Set(hidden);
  const rows = data.runs.flatMap((run, row) => (isHidden.has(run.id) ? [] : [row]));
  const [baseline, ...others] = groupRows(rows, words);
  if (baseline === undefined) return [];
  const orders = groupBy.map((_key, at) => orderOf((group: number) => others[group]?.values[at] ?? undefined, false, naturalOrder));
  const places = [...others.keys()].sort((a, b) => orders.reduce((difference, next) => difference || next(a, b), 0));
  return [baseline, ...places.flatMap((at) => others[at] ?? [])].map((group) => {
    const parts = group.values.map((value, at) => ({ key: nameOfKey(groupBy[at]), value: value ?? "(not set)" }));
    return {
      id: groupId(group),
      name: parts.map(({ key, value }) => `${key} ${value}`).join(" · "),
      parts,
      runs: group.rows,
      runIds: group.rows.map((row) => data.runs[row]?.id ?? ""),
    };
  });
}

/** As it stands in the name of a group. */
export function nameOfKey(key: GroupKey | undefined): string {
  return key === "attribute:dataset" ? "data set" : (key?.slice(key.indexOf(":") + 1) ?? "");
}

/** What a run has of it; undefined: it is not set. */
export function wordOf(data: GroupableRuns, key: GroupKey): (row: number) => string | undefined {
  if (key === "attribute:dataset") return (row) => datasetNames(data.runs[row]?.datasets ?? []);
  const texts = key.startsWith("param:") ? data.params : data.tags;
  const values = texts.find((text) => text.key === nameOfKey(key))?.values;
  return (row) => values?.[row] ?? undefined;
}

/** Values of a group's runs that stand in a cell. */
const mostJoined = 50;
/** `1 run`, `5 runs` */
export function countOf(runs: number): string {
  return runs === 1 ? "1 run" : `${runs} runs`;
}

/** What the runs of each group have in common of it, or all that they have. */
export function commonText({ key, values }: ComparedText, groups: readonly GroupColumn[]): ComparedText {
  return {
    key,
    values: groups.map(({ runs }) => {
      const own = runs.map((row) => values[row] ?? null);
      if (own.every((value) => value === own[0])) return own[0] ?? null;
      const distinct = sorted(own.map((value) => value ?? "(not set)"));
      return distinct.length <= mostJoined
        ? distinct.join(", ")
        : `${distinct.slice(0, mostJoined).join(", ")}… (${distinct.length} values)`;
    }),
  };
}

/** Each once, as people count. */
export function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort(naturalOrder);
}

/** Names that only number repeats of a run. */
function isLikeSeed(key: string): boolean {
  return /(^|[^a-z])(seed|random_?state|fold|repeat|replicate|trial|run_?id)s?($|[^a-z])/i.test(key);
}

/** Params that differ within groups, but for seeds: then the runs of a group are not repeats of one another. */
export function differingWithin(data: GroupableRuns, groups: readonly GroupColumn[]): string[] {
  const differ = ({ key, values }: ComparedText) =>
    !isLikeSeed(key) && groups.some(({ runs }) => new Set(runs.map((row) => values[row] ?? null)).size > 1);
  return data.params.filter(differ).map(({ key }) => key);
}

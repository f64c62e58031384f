import type { CompareData, CompareRun, CompareState, CompareText, GroupKey } from "#protocol/views/compare.ts";
import { datasetNames, groupId, groupRows } from "#registry/model/groupRows.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import { orderOf } from "#registry/model/sortRuns.ts";

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
export function groupColumns(data: CompareData, { groupBy = [], hidden }: CompareState): GroupColumn[] {
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

/** What runs can be grouped by here: what tells some of them apart, but not all. */
export function groupChoices(data: CompareData): GroupKey[] {
  const keys: GroupKey[] = [
    ...data.params.map(({ key }): GroupKey => `param:${key}`),
    ...data.tags.map(({ key }): GroupKey => `tag:${key}`),
    "attribute:dataset",
  ];
  const counts = new Map(keys.map((key) => [key, countOfGroups(data, key)]));
  const count = (key: GroupKey) => counts.get(key) ?? 0;
  const useful = keys.filter((key) => count(key) > 1 && count(key) < data.runs.length);
  const few = new Set(useful.toSorted((a, b) => count(a) - count(b)).slice(0, mostChoices));
  return useful.filter((key) => few.has(key));
}

function countOfGroups(data: CompareData, key: GroupKey): number {
  const word = wordOf(data, key);
  return new Set(data.runs.map((_, row) => word(row))).size;
}

export function nameOfKey(key: GroupKey | undefined): string {
  return key === "attribute:dataset" ? "data set" : (key?.slice(key.indexOf(":") + 1) ?? "");
}

function wordOf(data: CompareData, key: GroupKey): (row: number) => string | undefined {
  if (key === "attribute:dataset") return (row) => datasetNames(data.runs[row]?.datasets ?? []);
  const texts = key.startsWith("param:") ? data.params : data.tags;
  const values = texts.find((text) => text.key === nameOfKey(key))?.values;
  return (row) => values?.[row] ?? undefined;
}

/** Values of a group's runs that stand in a cell. */
const mostJoined = 50;
/** Things to group by that a menu offers: those that make the fewest groups. */
const mostChoices = 30;

/** The same page with a column per group: what the runs of a group have in common, or all that they have. */
export function groupedData(data: CompareData, groups: readonly GroupColumn[]): CompareData {
  return {
    ...data,
    runs: groups.map((group) => groupAsRun(data, group)),
    code: codeOf(data, groups),
    params: data.params.map((text) => commonText(text, groups)),
    tags: data.tags.map((text) => commonText(text, groups)),
  };
}

function groupAsRun(data: CompareData, group: GroupColumn): CompareRun {
  const runs = group.runs.flatMap((row) => data.runs[row] ?? []);
  const [first] = runs;
  if (first === undefined) throw new Error("A group has at least one run.");
  return {
    ...first,
    id: group.id,
    name: group.name,
    versionLabel: countOf(runs.length),
    commit: sorted(runs.map(({ commit }) => commit || "(none)"))
      .join(", ")
      .replace(/^\(none\)$/, ""),
    datasets: [...new Map(runs.flatMap(({ datasets }) => datasets).map((set) => [JSON.stringify(set), set])).values()],
  };
}

export function countOf(runs: number): string {
  return runs === 1 ? "1 run" : `${runs} runs`;
}

function commonText({ key, values }: CompareText, groups: readonly GroupColumn[]): CompareText {
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

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort(naturalOrder);
}

/** Of groups whose runs have one commit each: the change from the baseline's. */
function codeOf(data: CompareData, groups: readonly GroupColumn[]): CompareData["code"] {
  const changes = new Map(data.code.map((change) => [change.runId, change]));
  const commits = groups.map(({ runs }) => sameOf(runs.map((row) => data.runs[row]?.commit ?? "")));
  // What the answer has is told against the page's first run.
  const isAgainstBaseline = groups[0]?.runs.includes(0) && commits[0] !== undefined;
  return groups.slice(1).map((group, at) => {
    const known = changes.get(group.runIds[0] ?? "");
    if (!isAgainstBaseline || commits[at + 1] === undefined || known === undefined) {
      return { runId: group.id, state: "unknown", why: commits[at + 1] === undefined ? "several commits" : "" };
    }
    return { ...known, runId: group.id };
  });
}

function sameOf<T>(values: readonly T[]): T | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

/** Names that only number repeats of a run. */
function isLikeSeed(key: string): boolean {
  return /(^|[^a-z])(seed|random_?state|fold|repeat|replicate|trial|run_?id)s?($|[^a-z])/i.test(key);
}

/** Params that differ within groups, but for seeds: then the runs of a group are not repeats of one another. */
export function differingWithin(data: CompareData, groups: readonly GroupColumn[]): string[] {
  const differ = ({ key, values }: CompareText) =>
    !isLikeSeed(key) && groups.some(({ runs }) => new Set(runs.map((row) => values[row] ?? null)).size > 1);
  return data.params.filter(differ).map(({ key }) => key);
}

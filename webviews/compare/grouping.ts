import type { CompareData, CompareRun } from "#protocol/views/compare.ts";
import { commonText, countOf, type GroupColumn, sorted, wordOf } from "#registry/model/compare/groupColumns.ts";
import type { GroupKey } from "#registry/model/compare/groupKey.ts";

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

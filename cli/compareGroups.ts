import { type GroupCell, groupCell, testsNote, withoutDust } from "#registry/model/compare/groupCell.ts";
import { commonText, countOf, differingWithin, type GroupColumn, groupColumns } from "#registry/model/compare/groupColumns.ts";
import type { GroupKey } from "#registry/model/compare/groupKey.ts";
import { type MetricCell, metricRow } from "#registry/model/compare/metricRow.ts";
import { chanceText } from "#registry/model/compare/welch.ts";
import { metricDirection } from "#registry/model/metricDirection.ts";
import { spreadOf } from "#registry/model/spread.ts";
import type { Compared } from "./compare.ts";
import { type DataOfNamed, dataRowsOf, dataTexts } from "./compareData.ts";
import type { HtmlPage } from "./compareHtml.ts";
import type { RunRow } from "./rows.ts";
import type { Table } from "./table.ts";

/** Runs that are compared by group. */
export interface GroupedRuns {
  readonly runs: readonly RunRow[];
  readonly groupBy: readonly GroupKey[];
  readonly params: readonly Compared<string>[];
  readonly tags: readonly Compared<string>[];
  readonly metrics: readonly Compared<number>[];
  readonly data: DataOfNamed;
  /** Also what is equal. */
  readonly all: boolean;
}

/** Groups beside each other, that of the first run first: what the Compare page shows. */
export interface ComparedGroups {
  readonly groups: readonly GroupColumn[];
  readonly params: readonly Compared<string>[];
  readonly tags: readonly Compared<string>[];
  readonly metrics: readonly GroupMetric[];
  readonly data: ReturnType<typeof dataRowsOf>;
  /** What the tests can't tell. */
  readonly note: string;
}

interface GroupMetric {
  readonly key: string;
  readonly better: "higher" | "lower" | undefined;
  readonly cells: readonly MetricCell[];
  readonly groups: readonly (GroupCell | undefined)[];
}

export function comparedGroups({ runs, groupBy, params, tags, metrics, data, all }: GroupedRuns): ComparedGroups {
  const rows = runs.map(({ run_id }, index) => ({ id: run_id, datasets: data.datasets[index] ?? [] }));
  const groups = groupColumns({ runs: rows, params, tags }, { groupBy, hidden: [] });
  const differ = ({ values }: Compared<unknown>) => all || values.some((value) => value !== values[0]);
  const ofGroups = groups.map((group) => {
    const sets = group.runs.flatMap((row) => data.datasets[row] ?? []);
    return [...new Map(sets.map((set) => [JSON.stringify(set), set])).values()];
  });
  const compared = metrics.map((metric) => groupMetric(metric, groups)).filter(({ groups: cells }) => all || tells(cells));
  return {
    groups,
    params: params.map((text) => commonText(text, groups)).filter(differ),
    tags: tags.map((text) => commonText(text, groups)).filter(differ),
    metrics: compared,
    data: dataRowsOf({ datasets: ofGroups, schemas: data.schemas }).filter((row) => all || row.differs),
    note: testsNote(
      compared.flatMap(({ groups: cells }) => cells),
      differingWithin({ runs: rows, params, tags }, groups),
    ),
  };
}

/** Not of a metric that is the same in all runs. */
function tells(cells: readonly (GroupCell | undefined)[]): boolean {
  const [first] = cells;
  return cells.some((cell) => cell?.spread.mean !== first?.spread.mean || (cell !== undefined && cell.spread.min !== cell.spread.max));
}

function groupMetric({ key, values }: Compared<number>, groups: readonly GroupColumn[]): GroupMetric {
  const better = metricDirection(key);
  const spreads = groups.map(({ runs }) => spreadOf(runs.flatMap((row) => values[row] ?? [])));
  const means = spreads.map((spread) => spread && withoutDust(spread.mean));
  return { key, better, cells: metricRow(means, 0, better), groups: groups.map((group, at) => groupCell(spreads, at, group)) };
}

/** `{"name", "values", "run_ids"}` of each group, then the rows. */
export function groupsAsJson({ groups, params, tags, metrics, data }: ComparedGroups, groupBy: readonly GroupKey[]): object {
  return {
    version: 1,
    group_by: groupBy,
    groups: groups.map(({ name, runIds, parts }) => ({ name, values: parts.map(({ value }) => value), run_ids: runIds })),
    params,
    metrics: metrics.map(({ key, groups: cells }) => ({ key, values: cells.map((cell) => (cell === undefined ? null : numbersOf(cell))) })),
    tags,
    data: data.map(({ name, cells }) => ({ key: name, values: cells.map(({ text, missing }) => (missing ? null : text)) })),
  };
}

function numbersOf({ spread: { n, mean, std, min, max }, of, test }: GroupCell): object {
  return { n, runs: of, mean, ...(Number.isNaN(std) ? {} : { std }), min, max, ...(test === undefined ? {} : { welch: test }) };
}

/** For people: `0.941 ± 0.0023 (+0.002, p 0.034), n 5`; for programs a row for each number. */
export function groupsAsTable(compared: ComparedGroups, format: "markdown" | "csv"): Table {
  const { groups, params, tags, metrics, data } = compared;
  const texts = (kind: string, rows: readonly Compared<string>[]) =>
    rows.map(({ key, values }) => [kind, key, ...values.map((value) => value ?? "")]);
  const numbers = metrics.flatMap(({ key, cells, groups: own }) => {
    if (format === "markdown") return [["metric", key, ...cells.map((cell, at) => cellText(cell, own[at]))]];
    const row = (name: string, pick: (cell: GroupCell) => number | undefined) => [
      `metric ${name}`,
      key,
      ...own.map((cell) => {
        const value = cell && pick(cell);
        return value === undefined || Number.isNaN(value) ? undefined : value;
      }),
    ];
    const spreads = (["mean", "std", "n", "min", "max"] as const).map((name) => row(name, ({ spread }) => spread[name]));
    return [...spreads, row("p", ({ test }) => test?.p)];
  });
  return {
    columns: ["kind", "key", ...groups.map(({ name, runs }) => `${name} (${countOf(runs.length)})`)],
    rows: [
      ...texts("param", params),
      ...numbers,
      ...data.map((row) => [
        "data",
        row.name,
        ...(format === "csv" ? row.cells.map(({ text, missing }) => (missing ? "" : text)) : dataTexts(row)),
      ]),
      ...texts("tag", tags),
    ],
  };
}

function cellText({ text, delta }: MetricCell, group: GroupCell | undefined): string {
  if (group === undefined) return text;
  const { spread, of, std, test } = group;
  const against = [delta, test === undefined ? "" : chanceText(test.p)].filter((part) => part !== "").join(", ");
  const n = spread.n === of ? `n ${of}` : `n ${spread.n} of ${of}`;
  const numbers = [text, std, against === "" ? "" : `(${against})`].filter((part) => part !== "").join(" ");
  return numbers === "" ? n : `${numbers}, ${n}`;
}

/** The page; the groups stand where runs do. */
export function groupsAsPage(compared: ComparedGroups, source: string, hidden: number): HtmlPage {
  const rows = (all: readonly Compared<string>[]) => all.map(({ key, values }) => ({ key, cells: values }));
  return {
    runs: compared.groups.map(({ name, runIds }) => ({ name: `${name} (${countOf(runIds.length)})`, id: runIds.join(", ") })),
    what: "groups of runs",
    source,
    hidden,
    note: compared.note,
    params: rows(compared.params),
    tags: rows(compared.tags),
    data: compared.data.map((row) => ({ key: row.name, cells: dataTexts(row), differs: row.cells.map(({ differs }) => differs) })),
    metrics: compared.metrics.map(({ key, better, cells, groups }) => ({
      ...{ key, better, cells },
      values: groups.map((cell) => cell?.spread.mean),
      beside: groups.map((cell, at) => (cell === undefined ? "" : cellText({ ...cells[at], text: "", delta: "", best: false }, cell))),
    })),
  };
}

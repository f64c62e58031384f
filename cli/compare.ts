import type { Registry } from "#registry/api.ts";
import type { DataRow } from "#registry/model/compare/dataRows.ts";
import type { GroupKey } from "#registry/model/compare/groupKey.ts";
import { metricRow } from "#registry/model/compare/metricRow.ts";
import { formatRow } from "#registry/model/format.ts";
import { metricDirection } from "#registry/model/metricDirection.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import { fromWire, type WireNumber } from "#registry/model/wireNumber.ts";
import { type DataOfNamed, dataOf, dataRowsOf, dataTexts } from "./compareData.ts";
import { type ComparedGroups, comparedGroups, groupsAsJson, groupsAsPage, groupsAsTable } from "./compareGroups.ts";
import { comparisonPage, type HtmlPage } from "./compareHtml.ts";
import { findRuns } from "./findRuns.ts";
import { type Io, writeJson } from "./io.ts";
import type { RunRow } from "./rows.ts";
import { csvTable, markdownTable, type Table } from "./table.ts";

export interface CompareOptions {
  readonly format: "markdown" | "json" | "csv" | "html";
  /** Also what is equal. */
  readonly all: boolean;
  /** What makes runs one column; empty: every run stands for itself. */
  readonly groupBy: readonly GroupKey[];
}

/** One key over the compared runs; `null` where a run does not have it. */
export interface Compared<T> {
  readonly key: string;
  readonly values: readonly (T | null)[];
}

/** `slipway compare`: what differs between runs; the first is the baseline. */
export async function compare(io: Io, registry: Registry, named: readonly string[], options: CompareOptions): Promise<void> {
  const runs = await findRuns(registry, named, io.signal);
  const sets = await dataOf(
    registry,
    runs.map(({ run_id }) => run_id),
    io.signal,
  );
  if (options.groupBy.length > 0) return compareGroups(io, registry, { runs, data: sets }, options);
  const chosen = <T>(rows: readonly Compared<T>[]) => (options.all ? rows : rows.filter(differs));
  const params = chosen(comparedBy(runs, (run) => run.params));
  const metrics = chosen(comparedBy(runs, (run) => mapValues(run.metrics)));
  const tags = chosen(ownTags(runs));
  const everyData = dataRowsOf(sets);
  const data = options.all ? everyData : everyData.filter((row) => row.differs);
  if (options.format === "json") {
    const heads = runs.map(({ run_id, run_name, experiment_id, status }) => ({ run_id, run_name, experiment_id, status }));
    const texts = data.map(({ name, cells }) => ({ key: name, values: cells.map(({ text, missing }) => (missing ? null : text)) }));
    return writeJson(io, { version: 1, runs: heads, params, metrics, tags, data: texts });
  }
  if (options.format === "html") {
    const equal = options.all ? 0 : countEqual(runs) + everyData.length - data.length;
    return io.out(comparisonPage(htmlPage({ runs, source: registry.source.label, params, metrics, tags, data, hidden: equal })));
  }
  const table: Table = {
    columns: ["kind", "key", ...runs.map((run) => run.run_name || run.run_id)],
    rows: [
      ...params.map(({ key, values }) => ["param", key, ...values.map((value) => value ?? "")]),
      ...metrics.map(({ key, values }) => [
        "metric",
        key,
        ...(options.format === "csv" ? values.map((v) => v ?? undefined) : shown(values)),
      ]),
      ...data.map((row) => [
        "data",
        row.name,
        ...(options.format === "csv" ? row.cells.map((cell) => (cell.missing ? "" : cell.text)) : dataTexts(row)),
      ]),
      ...tags.map(({ key, values }) => ["tag", key, ...values.map((value) => value ?? "")]),
    ],
  };
  io.out(options.format === "csv" ? csvTable(table) : markdownTable(table));
}

async function compareGroups(
  io: Io,
  registry: Registry,
  { runs, data }: { readonly runs: readonly RunRow[]; readonly data: DataOfNamed },
  { groupBy, all, format }: CompareOptions,
): Promise<void> {
  const metrics = comparedBy(runs, (run) => mapValues(run.metrics)).map(({ key, values }) => ({
    key,
    values: values.map((value) => (value === null ? null : fromWire(value))),
  }));
  const texts = { params: comparedBy(runs, (run) => run.params), tags: ownTags(runs) };
  const whole = { runs, groupBy, metrics, data, ...texts };
  const compared = comparedGroups({ ...whole, all });
  if (format === "json") return writeJson(io, groupsAsJson(compared, groupBy));
  if (format === "html") {
    const count = (of: ComparedGroups) => of.params.length + of.tags.length + of.metrics.length + of.data.length;
    const hidden = count(comparedGroups({ ...whole, all: true })) - count(compared);
    return io.out(comparisonPage(groupsAsPage(compared, registry.source.label, hidden)));
  }
  const table = groupsAsTable(compared, format);
  io.out(format === "csv" ? csvTable(table) : markdownTable(table));
  io.note(`${compared.note}\n`);
}

/** The name of a run is its head. */
function ownTags(runs: readonly RunRow[]): Compared<string>[] {
  return comparedBy(runs, (run) => run.tags).filter(({ key }) => key !== "mlflow.runName");
}

function mapValues(metrics: RunRow["metrics"]): Record<string, WireNumber> {
  return Object.fromEntries(Object.entries(metrics).map(([key, { value }]) => [key, value]));
}

function comparedBy<T>(runs: readonly RunRow[], of: (run: RunRow) => Readonly<Record<string, T>>): Compared<T>[] {
  const keys = [...new Set(runs.flatMap((run) => Object.keys(of(run))))].sort(naturalOrder);
  return keys.map((key) => ({ key, values: runs.map((run) => (Object.hasOwn(of(run), key) ? (of(run)[key] ?? null) : null)) }));
}

function differs({ values }: Compared<unknown>): boolean {
  return values.some((value) => value !== values[0]);
}

/** How many rows are left out. */
function countEqual(runs: readonly RunRow[]): number {
  const all = [comparedBy(runs, (run) => run.params), comparedBy(runs, (run) => mapValues(run.metrics)), ownTags(runs)];
  return all.flat().filter((row) => !differs(row)).length;
}

/** What the page says; directions are guessed from the names, as the page does without a policy. */
function htmlPage(parts: {
  readonly runs: readonly RunRow[];
  readonly source: string;
  readonly params: readonly Compared<string>[];
  readonly metrics: readonly Compared<WireNumber>[];
  readonly tags: readonly Compared<string>[];
  readonly data: readonly DataRow[];
  readonly hidden: number;
}): HtmlPage {
  const { runs, source, hidden } = parts;
  const rows = (compared: readonly Compared<string>[]) => compared.map(({ key, values }) => ({ key, cells: values }));
  return {
    runs: runs.map((run) => ({ name: run.run_name || run.run_id, id: run.run_id })),
    what: "runs",
    source,
    hidden,
    note: "",
    data: parts.data.map((row) => ({ key: row.name, cells: dataTexts(row), differs: row.cells.map(({ differs }) => differs) })),
    params: rows(parts.params),
    tags: rows(parts.tags),
    metrics: parts.metrics.map(({ key, values }) => {
      const numbers = values.map((value) => (value === null ? undefined : fromWire(value)));
      const better = metricDirection(key);
      return { key, better, cells: metricRow(numbers, 0, better), values: numbers };
    }),
  };
}

/** With as many digits as tell the values apart, and the difference to the first. */
function shown(values: readonly (WireNumber | null)[]): string[] {
  const row = formatRow(
    values.map((value) => (value === null ? undefined : fromWire(value))),
    0,
  );
  return row.values.map((value, i) => (row.deltas[i] ? `${value} (${row.deltas[i]})` : value));
}

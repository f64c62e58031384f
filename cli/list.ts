import type { Registry } from "#registry/api.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import type { ModelVersion } from "#registry/model/types.ts";
import { CannotDo, type Io, writeJson } from "./io.ts";
import { allExperiments, take } from "./paging.ts";
import { experimentRow, modelRow, type RunRow, runRows, versionRow } from "./rows.ts";
import { type Cell, csvTable, type Table, textTable } from "./table.ts";

export type ListFormat = "table" | "json" | "csv";

/** Options that the lists share. */
export interface ListOptions {
  readonly format: ListFormat;
  readonly limit: number;
}

export async function listExperiments(io: Io, registry: Registry, options: ListOptions): Promise<void> {
  const experiments = await take(options.limit, (query) => registry.experiments(query, io.signal));
  if (options.format === "json") return writeJson(io, { version: 1, experiments: experiments.map(experimentRow) });
  const activity = await registry.experimentActivity(
    experiments.map((experiment) => experiment.id),
    io.signal,
  );
  const active = new Map(activity.map((item) => [item.experimentId, item]));
  const rows = experiments.map(({ id, name }) => [id, name, active.get(id)?.runCount, isoTime(active.get(id)?.lastStart)]);
  printTable(io, options.format, { columns: ["experiment_id", "name", "runs", "last_start"], rows });
}

export interface RunListOptions extends ListOptions {
  /** Names; empty: all active experiments. */
  readonly experiments: readonly string[];
  readonly filter: string;
  readonly orderBy: readonly string[];
}

export async function listRuns(io: Io, registry: Registry, options: RunListOptions): Promise<void> {
  const experimentIds = await experimentIdsOf(registry, options.experiments, io.signal);
  const { filter, orderBy, limit } = options;
  const rows = await take(experimentIds.length === 0 ? 0 : limit, async (query) => {
    const { nextPageToken, ...page } = await registry.runs({ experimentIds, filter, orderBy, ...query }, io.signal);
    return { items: runRows(page), ...(nextPageToken === undefined ? {} : { nextPageToken }) };
  });
  noteProblems(io, rows);
  if (options.format === "json") return writeJson(io, { version: 1, runs: rows });
  printTable(io, options.format, options.format === "csv" ? fullRunTable(rows) : shortRunTable(rows));
}

/** So many are told one by one. */
const toldProblems = 10;

function noteProblems(io: Io, rows: readonly RunRow[]): void {
  const problems = rows.filter(({ problem }) => problem !== undefined);
  for (const { run_name, run_id, problem } of problems.slice(0, toldProblems)) {
    io.note(`Run ${run_name || run_id} could not be read whole: ${problem}.\n`);
  }
  if (problems.length > toldProblems) io.note(`And ${problems.length - toldProblems} more runs.\n`);
}

async function experimentIdsOf(registry: Registry, names: readonly string[], signal: AbortSignal): Promise<string[]> {
  const all = await allExperiments(registry, signal);
  if (names.length === 0) return all.map((experiment) => experiment.id);
  return names.map((name) => {
    const found = all.find((experiment) => experiment.name === name);
    if (found === undefined) throw new CannotDo(`There is no experiment ${name}.`);
    return found.id;
  });
}

/** Metrics shown in a text table; more would not fit into a terminal. */
const shownMetrics = 5;

function shortRunTable(rows: readonly RunRow[]): Table {
  const counts = new Map<string, number>();
  for (const row of rows) for (const key of Object.keys(row.metrics)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const most = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, shownMetrics);
  const keys = most.map(([key]) => key);
  const cells = rows.map((row) => [
    row.run_id,
    row.run_name,
    row.status,
    isoTime(row.start_time),
    ...keys.map((key) => shortValue(row, key)),
  ]);
  return { columns: ["run_id", "run_name", "status", "start_time", ...keys], rows: cells };
}

function shortValue(row: RunRow, key: string): Cell {
  const value = Object.hasOwn(row.metrics, key) ? row.metrics[key]?.value : undefined;
  return typeof value === "number" ? Number(value.toPrecision(4)) : value;
}

/** Every metric, param and tag has a column, named as in MLflow's filters. */
function fullRunTable(rows: readonly RunRow[]): Table {
  const keysOf = (kind: "metrics" | "params" | "tags") => [...new Set(rows.flatMap((row) => Object.keys(row[kind])))].sort(naturalOrder);
  const columns = ["run_id", "run_name", "experiment_id", "status", "user_id", "start_time", "end_time"] as const;
  const metrics = keysOf("metrics");
  const params = keysOf("params");
  const tags = keysOf("tags");
  return {
    columns: [...columns, ...metrics.map((k) => `metrics.${k}`), ...params.map((k) => `params.${k}`), ...tags.map((k) => `tags.${k}`)],
    rows: rows.map((row) => [
      ...columns.map((column) => row[column]),
      ...metrics.map((key) => own(row.metrics, key)?.value),
      ...params.map((key) => own(row.params, key)),
      ...tags.map((key) => own(row.tags, key)),
    ]),
  };
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export async function listModels(io: Io, registry: Registry, options: ListOptions): Promise<void> {
  const models = await take(options.limit, (query) => registry.models(query, io.signal));
  if (options.format === "json") return writeJson(io, { version: 1, models: models.map(modelRow) });
  const rows = models.map((model) => [model.name, aliasText(model.aliases), isoTime(model.updatedAt), model.description]);
  printTable(io, options.format, { columns: ["name", "aliases", "last_updated", "description"], rows });
}

function aliasText(aliases: readonly { readonly alias: string; readonly version: string }[]): string {
  return aliases.map(({ alias, version }) => `@${alias}=${version}`).join(" ");
}

/** Versions of the named models, or of all, highest first within a model. */
export async function listVersions(io: Io, registry: Registry, names: readonly string[], options: ListOptions): Promise<void> {
  const shown: ModelVersion[] = [];
  for (const only of names.length > 0 ? names.map((model) => ({ model })) : [{}]) {
    shown.push(...(await take(options.limit - shown.length, (query) => registry.versions({ ...query, ...only }, io.signal))));
  }
  if (options.format === "json") return writeJson(io, { version: 1, versions: shown.map(versionRow) });
  printTable(io, options.format, {
    columns: ["name", "version", "aliases", "current_stage", "created", "run_id"],
    rows: shown.map((v) => [
      v.model,
      Number(v.version),
      v.aliases.map((alias) => `@${alias}`).join(" "),
      v.stage,
      isoTime(v.createdAt),
      v.runId,
    ]),
  });
}

function printTable(io: Io, format: "table" | "csv", table: Table): void {
  io.out(format === "csv" ? csvTable(table) : textTable(table));
}

/** Times in tables, UTC. */
export function isoTime(ms: number | undefined): string {
  return ms === undefined || !Number.isFinite(ms) ? "" : new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

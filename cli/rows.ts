import { placeOf, rowOf } from "#registry/model/columns.ts";
import type { Experiment, MetricColumn, ModelVersion, RegisteredModel, RunPage } from "#registry/model/types.ts";
import { toWire, type WireNumber } from "#registry/model/wireNumber.ts";

/** Rows as `--format json` prints them: the field names of MLflow's REST API; absent means not set. See docs/cli.md. */
export interface RunRow {
  readonly run_id: string;
  readonly run_name: string;
  readonly experiment_id: string;
  readonly status: string;
  readonly user_id: string;
  readonly start_time?: number;
  readonly end_time?: number;
  readonly lifecycle_stage: string;
  readonly artifact_uri: string;
  readonly metrics: Readonly<Record<string, MetricRow>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly datasets: readonly { readonly name: string; readonly digest: string; readonly context: string; readonly num_rows?: number }[];
  /** What of it could not be read, and why. */
  readonly problem?: string;
}

export interface MetricRow {
  readonly value: WireNumber;
  readonly step: number;
  readonly timestamp: number;
}

export function experimentRow(experiment: Experiment): object {
  return {
    experiment_id: experiment.id,
    name: experiment.name,
    artifact_location: experiment.artifactLocation,
    lifecycle_stage: experiment.lifecycle,
    creation_time: experiment.createdAt,
    last_update_time: experiment.updatedAt,
    tags: byKey(experiment.tags.map(({ key, value }) => [key, value])),
    ...problem(experiment.problem),
  };
}

export function runRows(page: RunPage): RunRow[] {
  return page.ids.map((id, i) => ({
    run_id: id,
    run_name: page.names[i] ?? "",
    experiment_id: page.experimentIds[i] ?? "",
    status: page.statuses[i] ?? "UNKNOWN",
    user_id: page.users[i] ?? "",
    ...time("start_time", page.startTimes[i]),
    ...time("end_time", page.endTimes[i]),
    lifecycle_stage: page.lifecycles[i] ?? "active",
    artifact_uri: page.artifactUris[i] ?? "",
    metrics: byKey(page.metrics.flatMap((column) => metricRow(column, i))),
    params: byKey(rowOf(page.params, i)),
    tags: byKey(rowOf(page.tags, i)),
    datasets: (page.datasets[i] ?? []).map(({ name, digest, context, rows }) => ({
      ...{ name, digest, context },
      ...(rows === undefined ? {} : { num_rows: rows }),
    })),
    ...problem(page.problems?.find(({ row }) => row === i)?.why),
  }));
}

function problem(why: string | undefined): { readonly problem?: string } {
  return why === undefined ? {} : { problem: why };
}

function metricRow(column: MetricColumn, row: number): (readonly [string, MetricRow])[] {
  const place = placeOf(column, row);
  if (place < 0) return [];
  const { key, values, steps, timestamps } = column;
  return [[key, { value: toWire(values[place] ?? Number.NaN), step: steps[place] ?? 0, timestamp: timestamps[place] ?? 0 }]];
}

function time(name: "start_time" | "end_time", ms: number | undefined): object {
  return ms === undefined || Number.isNaN(ms) ? {} : { [name]: ms };
}

export function modelRow(model: RegisteredModel): object {
  return {
    name: model.name,
    creation_timestamp: model.createdAt,
    last_updated_timestamp: model.updatedAt,
    description: model.description,
    aliases: model.aliases,
    tags: byKey(model.tags.map(({ key, value }) => [key, value])),
  };
}

export function versionRow(version: ModelVersion): object {
  return {
    name: version.model,
    version: version.version,
    creation_timestamp: version.createdAt,
    last_updated_timestamp: version.updatedAt,
    user_id: version.user,
    current_stage: version.stage,
    description: version.description,
    source: version.source,
    run_id: version.runId,
    status: version.status,
    status_message: version.statusMessage,
    aliases: version.aliases,
    tags: byKey(version.tags.map(({ key, value }) => [key, value])),
  };
}

/** `fromEntries` makes own properties of keys such as `__proto__` too. */
function byKey<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries);
}

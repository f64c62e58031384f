import type { Registry } from "#registry/api.ts";
import { forRuns } from "#registry/model/forRuns.ts";
import { metricDirection } from "#registry/model/metricDirection.ts";
import type { MetricHistory, MetricPoint } from "#registry/model/types.ts";
import { toWire } from "#registry/model/wireNumber.ts";
import { findRuns } from "./findRuns.ts";
import { type Io, writeJson } from "./io.ts";
import type { MetricRow, RunRow } from "./rows.ts";
import { csvTable } from "./table.ts";

export interface HistoryOptions {
  readonly metrics: readonly string[];
  /** Points per run and metric. */
  readonly maxPoints: number;
  readonly format: "json" | "csv";
  /** One row per run and metric in place of its points: how many, the first, last, least and greatest. */
  readonly summary: boolean;
}

/** `slipway history`: metric histories of runs. */
export async function history(io: Io, registry: Registry, named: readonly string[], options: HistoryOptions): Promise<void> {
  const runs = await findRuns(registry, named, io.signal);
  const { metrics, maxPoints } = options;
  if (options.summary) return summary(io, registry, runs, options);
  const runIds = runs.map((run) => run.run_id);
  const found = await forRuns(runIds, (part) => registry.history({ runIds: part, metrics, maxPoints }, io.signal));
  const histories = metrics.flatMap((metric) => found.filter((one) => one.metric === metric));
  const sampled = histories.filter((one) => one.values.length < one.total).length;
  if (sampled > 0) io.note(`${sampled} of ${histories.length} histories show a part of their points; --max-points asks for more.\n`);
  if (options.format === "json") return writeJson(io, { version: 1, histories: histories.map(jsonHistory) });
  const rows = histories.flatMap((one) => pointsOf(one).map((p) => [one.runId, one.metric, p.step, p.timestamp, p.value]));
  io.out(csvTable({ columns: ["run_id", "metric", "step", "timestamp", "value"], rows }));
}

function jsonHistory(one: MetricHistory): object {
  return { run_id: one.runId, metric: one.metric, total: one.total, points: pointsOf(one) };
}

function pointsOf({ values, steps, timestamps }: MetricHistory) {
  return Array.from(values, (value, i) => ({ value: toWire(value), step: steps[i] ?? 0, timestamp: timestamps[i] ?? 0 }));
}

/** Taken over whole histories: `--max-points` has no part in it. */
async function summary(io: Io, registry: Registry, runs: readonly RunRow[], { metrics, format }: HistoryOptions): Promise<void> {
  const runIds = runs.map((run) => run.run_id);
  const found = await forRuns(runIds, (part) => registry.metricRanges({ runIds: part, metrics, places: true }, io.signal));
  const latest = new Map(runs.map((run) => [run.run_id, run.metrics]));
  const summaries = metrics.flatMap((metric) =>
    found
      .filter((range) => range.metric === metric)
      .map(({ runId, total, places }) => {
        const better = metricDirection(metric);
        const best = better === "higher" ? places?.max : better === "lower" ? places?.min : undefined;
        return {
          ...{ run_id: runId, metric, total, first: pointRow(places?.first), last: latest.get(runId)?.[metric] ?? null },
          ...{ min: pointRow(places?.min), max: pointRow(places?.max), better: better ?? null, best: pointRow(best) },
        };
      }),
  );
  if (format === "json") return writeJson(io, { version: 1, summaries });
  const points = ["first", "last", "min", "max", "best"] as const;
  const columns = ["run_id", "metric", "total", ...points.flatMap((name) => [name, `${name}_step`]), "better"];
  const rows = summaries.map((one) => [
    ...[one.run_id, one.metric, one.total],
    ...points.flatMap((name) => [one[name]?.value, one[name]?.step]),
    one.better ?? undefined,
  ]);
  io.out(csvTable({ columns, rows }));
}

/** Null where nothing but NaN was logged. */
function pointRow(point: MetricPoint | undefined): MetricRow | null {
  return point === undefined ? null : { value: toWire(point.value), step: point.step, timestamp: point.timestamp };
}

import type { Registry } from "#registry/api.ts";
import { forRuns } from "#registry/model/forRuns.ts";
import type { MetricHistory } from "#registry/model/types.ts";
import { toWire } from "#registry/model/wireNumber.ts";
import { findRuns } from "./findRuns.ts";
import { type Io, writeJson } from "./io.ts";
import { csvTable } from "./table.ts";

export interface HistoryOptions {
  readonly metrics: readonly string[];
  /** Points per run and metric. */
  readonly maxPoints: number;
  readonly format: "json" | "csv";
}

/** `slipway history`: metric histories of runs. */
export async function history(io: Io, registry: Registry, named: readonly string[], options: HistoryOptions): Promise<void> {
  const runIds = (await findRuns(registry, named, io.signal)).map((run) => run.run_id);
  const { metrics, maxPoints } = options;
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

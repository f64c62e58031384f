import { downsample } from "#registry/model/downsample.ts";
import { RangeTally } from "#registry/model/metricRange.ts";
import type { MetricHistory, MetricRange } from "#registry/model/types.ts";
import { isMissing } from "./errors.ts";
import type { IndexedRun } from "./indexedRun.ts";
import { type Point, pointsIn } from "./metricFile.ts";
import { wholeLines } from "./readFile.ts";
import { isInside } from "./runContent.ts";
import type { Turns } from "./turns.ts";

/** One run's history of a metric; `undefined` when it logged none. */
export async function readHistory(run: IndexedRun, metric: string, maxPoints: number, turns: Turns): Promise<MetricHistory | undefined> {
  const points: Point[] = [];
  await eachPoint(run, metric, turns, (timestamp, value, step) => points.push({ timestamp, value, step }));
  if (points.length === 0) return undefined;
  if (!isInOrder(points)) points.sort(byTime);
  const kept = downsample(
    Float64Array.from(points, ({ value }) => value),
    maxPoints,
  );
  const column = (key: keyof Point) => Float64Array.from(kept, (index) => points[index]?.[key] ?? Number.NaN);
  return {
    runId: run.id,
    metric,
    steps: column("step"),
    timestamps: column("timestamp"),
    values: column("value"),
    total: points.length,
  };
}

/** The range of a metric that a run logged, in one pass over its file; `undefined` when it logged none. `places`: also where. */
export async function readRange(run: IndexedRun, metric: string, places: boolean, turns: Turns): Promise<MetricRange | undefined> {
  const tally = new RangeTally();
  await eachPoint(run, metric, turns, (timestamp, value, step) => tally.take(value, step, timestamp));
  return tally.range(run.id, metric, places);
}

async function eachPoint(
  run: IndexedRun,
  metric: string,
  turns: Turns,
  take: (timestamp: number, value: number, step: number) => void,
): Promise<void> {
  if (!isInside(metric)) return;
  try {
    for (const lines of wholeLines(`${run.folder}/metrics/${metric}`)) {
      pointsIn(lines, take);
      if (turns.isDue) await turns.take();
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** MLflow's order in its databases: time, step, value; they keep NaN as 0. */
function byTime(a: Point, b: Point): number {
  return a.timestamp - b.timestamp || a.step - b.step || (a.value || 0) - (b.value || 0);
}

function isInOrder(points: readonly Point[]): boolean {
  for (let index = 1; index < points.length; index++) {
    const [before, point] = [points[index - 1], points[index]];
    if (before !== undefined && point !== undefined && byTime(before, point) > 0) return false;
  }
  return true;
}

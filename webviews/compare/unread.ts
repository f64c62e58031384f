import type { AtBest, CompareData, CompareState } from "#protocol/views/compare.ts";
import { wantedAtBest } from "./metricTable.ts";

/** Metrics whose least or greatest values stand for the runs. */
export function shownRanges(state: CompareState): string[] {
  return Object.entries(state.valueOf).flatMap(([metric, value]) => (value === "min" || value === "max" ? [metric] : []));
}

/** Whether rows of data sets are on the screen. */
export function isDataFolded({ folded }: CompareState): boolean {
  return folded.includes("changes");
}

/** Of what stands for the runs something was not read yet. */
export function isUnread(data: CompareData | undefined, state: CompareState): boolean {
  if (data === undefined) return false;
  const shown = new Set(shownRanges(state));
  const metrics = new Map(data.metrics.map((metric) => [metric.key, metric]));
  const isTold = ({ metric, of, better }: AtBest) => metrics.get(metric)?.atBest?.some((told) => told.of === of && told.better === better);
  return (
    (data.dataUnread === true && !isDataFolded(state)) ||
    data.metrics.some(({ key, rangesUnread }) => rangesUnread && shown.has(key)) ||
    wantedAtBest(data, state).some((each) => !isTold(each))
  );
}

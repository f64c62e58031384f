import type { RunProgress } from "#protocol/runProgress.ts";
import { placeOf } from "#registry/model/columns.ts";
import type { RunPage } from "#registry/model/types.ts";

/** ms; a run that says nothing for less may be between two epochs. */
const shortestSilence = 10 * 60_000;
/** A run is silent when it has said nothing for this part of the time in which it did. */
const silentPart = 0.2;

/** How far a running run is; nothing for one that has ended or has logged nothing. */
export function progressOf(page: RunPage, row: number, now: number): { readonly progress?: RunProgress } {
  if (page.statuses[row] !== "RUNNING") return {};
  let [step, at] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const column of page.metrics) {
    const place = placeOf(column, row);
    if (place < 0) continue;
    step = Math.max(step, column.steps[place] ?? step);
    at = Math.max(at, column.timestamps[place] ?? at);
  }
  if (!Number.isFinite(at)) return {};
  const start = page.startTimes[row] ?? Number.NaN;
  const spoke = Number.isNaN(start) ? 0 : Math.max(0, at - start);
  return { progress: { step, at, isSilent: now - at > Math.max(shortestSilence, spoke * silentPart) } };
}

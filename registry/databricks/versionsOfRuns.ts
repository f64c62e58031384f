import type { VersionQuery } from "#registry/api.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { checkedLimit, offsetOf, pageFrom } from "#registry/model/pageToken.ts";
import type { ModelVersion, Page } from "#registry/model/types.ts";
import { atOnce } from "#registry/rest/http.ts";
import { isRunId } from "#registry/rest/json.ts";

/** The page of those that were found, in the order of every list of versions. */
export function pageOfFound(found: readonly ModelVersion[], { limit, pageToken }: VersionQuery): Page<ModelVersion> {
  const offset = offsetOf(pageToken);
  const sorted = found.toSorted(byModelNewestFirst);
  return pageFrom(sorted.slice(offset, offset + checkedLimit(limit) + 1), limit, offset);
}

/** A filter is one condition on Databricks: each run is asked about by itself. */
export async function foundOfRuns(
  runIds: readonly string[],
  ofRun: (runId: string) => Promise<readonly ModelVersion[]>,
): Promise<ModelVersion[]> {
  return (await inParallel(runIds.filter(isRunId), atOnce, ofRun)).flat();
}

function byModelNewestFirst(one: ModelVersion, other: ModelVersion): number {
  if (one.model !== other.model) return one.model < other.model ? -1 : 1;
  return Number(other.version) - Number(one.version);
}

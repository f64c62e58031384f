import type { Answer } from "#protocol/message.ts";
import type { RowPage, RunRow, ShownMetric } from "#protocol/registryRequests.ts";
import type { RunPage } from "#registry/model/types.ts";
import { answer } from "./answer.ts";
import { openRegistryOf, type RegistryContext } from "./context.ts";
import { shownMetrics } from "./shownMetric.ts";

const pageSize = 50;

/** A page of an experiment's runs, newest first. */
export function runRows(
  params: { experimentId: string; pageToken?: string },
  context: RegistryContext,
  signal: AbortSignal,
): Promise<Answer<RowPage<RunRow>>> {
  const { experimentId, ...paging } = params;
  const work = async (): Promise<RowPage<RunRow>> => {
    const query = { ...paging, experimentIds: [experimentId], filter: "", orderBy: [], limit: pageSize };
    const page = await openRegistryOf(context).runs(query, signal);
    const metrics = shownMetrics(page, context.policy, context.settings.metric);
    const rows = page.ids.map((_id, row) => runRow(page, row, metrics[row]));
    return { rows, failures: [], ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }) };
  };
  return answer(work, context.world.log, signal);
}

/** One row of a page as a tree shows it. */
export function runRow(page: RunPage, row: number, metric: ShownMetric | undefined): RunRow {
  const startTime = page.startTimes[row] ?? Number.NaN;
  const endTime = page.endTimes[row] ?? Number.NaN;
  const parentRunId = page.tags.find(({ key }) => key === "mlflow.parentRunId")?.values[row];
  return {
    id: page.ids[row] ?? "",
    name: page.names[row] ?? "",
    experimentId: page.experimentIds[row] ?? "",
    status: page.statuses[row] ?? "UNKNOWN",
    ...(Number.isNaN(startTime) ? {} : { startTime }),
    ...(Number.isNaN(endTime) ? {} : { endTime }),
    ...(metric === undefined ? {} : { metric }),
    ...(parentRunId === undefined ? {} : { parentRunId }),
  };
}

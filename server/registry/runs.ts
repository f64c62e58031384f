import type { Answer } from "#protocol/message.ts";
import type { RowPage, RunRow, ShownMetric } from "#protocol/registryRequests.ts";
import { columnOf, textAt } from "#registry/model/columns.ts";
import type { RunPage } from "#registry/model/types.ts";
import { answer } from "./answer.ts";
import { openRegistryOf, type RegistryContext } from "./context.ts";
import { shownMetricColumns, shownMetrics } from "./shownMetric.ts";

const pageSize = 50;
const parentTag = "mlflow.parentRunId";
/** What a row shows beside its metric. */
const rowColumns = { params: [], tags: [parentTag], datasets: false } as const;

/** A page of an experiment's runs, newest first. */
export function runRows(
  params: { experimentId: string; pageToken?: string },
  context: RegistryContext,
  signal: AbortSignal,
): Promise<Answer<RowPage<RunRow>>> {
  const { experimentId, ...paging } = params;
  const work = async (): Promise<RowPage<RunRow>> => {
    const columns = { ...rowColumns, ...shownMetricColumns(context.policy, context.settings.metric) };
    const query = { ...paging, experimentIds: [experimentId], filter: "", orderBy: [], limit: pageSize, columns };
    const registry = openRegistryOf(context);
    const [page, { editsRuns }] = await Promise.all([registry.runs(query, signal), registry.capabilities(signal)]);
    const metrics = shownMetrics(page, context.policy, context.settings.metric);
    const rows = page.ids.map((_id, row): RunRow => ({ ...runRow(page, row, metrics[row]), ...(editsRuns ? { isEditable: true } : {}) }));
    return { rows, failures: [], ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }) };
  };
  return answer(work, context.world.log, signal);
}

/** One row of a page, which has `rowColumns`, as a tree shows it. */
export function runRow(page: RunPage, row: number, metric: ShownMetric | undefined): RunRow {
  const startTime = page.startTimes[row] ?? Number.NaN;
  const endTime = page.endTimes[row] ?? Number.NaN;
  const parentRunId = textAt(columnOf(page.tags, parentTag), row);
  const problem = page.problems?.find((one) => one.row === row)?.why;
  return {
    id: page.ids[row] ?? "",
    name: page.names[row] ?? "",
    experimentId: page.experimentIds[row] ?? "",
    status: page.statuses[row] ?? "UNKNOWN",
    ...(Number.isNaN(startTime) ? {} : { startTime }),
    ...(Number.isNaN(endTime) ? {} : { endTime }),
    ...(metric === undefined ? {} : { metric }),
    ...(parentRunId === undefined ? {} : { parentRunId }),
    ...(problem === undefined ? {} : { problem }),
  };
}

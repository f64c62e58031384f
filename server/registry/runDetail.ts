import type { Answer } from "#protocol/message.ts";
import type { RunDetail } from "#protocol/registryRequests.ts";
import { clipped } from "#registry/model/clipped.ts";
import { columnOf, textAt } from "#registry/model/columns.ts";
import { formatMetric } from "#registry/model/format.ts";
import { systemMetricPrefix } from "#registry/model/mostLogged.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import { runNotFound } from "#registry/model/registryRules.ts";
import type { RunDataset, RunPage } from "#registry/model/types.ts";
import { answer } from "./answer.ts";
import { openRegistryOf, type RegistryContext } from "./context.ts";
import { runRow } from "./runs.ts";
import { gateMetrics, shownMetrics } from "./shownMetric.ts";

/** A tooltip is read at a glance, and a run may have 12,000 metrics. */
const mostListed = 10;
const longestValue = 120;

/** What the tooltip of a run says; its metrics start with those that gates check. */
export function runDetail(params: { runId: string }, context: RegistryContext, signal: AbortSignal): Promise<Answer<RunDetail>> {
  const work = async (): Promise<RunDetail> => {
    const page = await openRegistryOf(context).runsById({ ids: [params.runId] }, signal);
    if (page.ids.length === 0) throw runNotFound(params.runId);
    const listed = page.params
      .map(({ key, values }) => ({ key, value: clipped(values[0] ?? "", longestValue) }))
      .sort((a, b) => naturalOrder(a.key, b.key));
    const metrics = orderedMetrics(page, gateMetrics(context.policy));
    return {
      row: runRow(page, 0, shownMetrics(page, context.policy, context.settings.metric)[0]),
      user: page.users[0] ?? "",
      commit: textAt(columnOf(page.tags, "mlflow.source.git.commit"), 0) ?? "",
      params: listed.slice(0, mostListed),
      metrics: metrics.slice(0, mostListed),
      datasets: (page.datasets[0] ?? []).slice(0, mostListed).map(datasetText),
      paramCount: listed.length,
      metricCount: metrics.length,
    };
  };
  return answer(work, context.world.log, signal);
}

function orderedMetrics(page: RunPage, first: readonly string[]): { key: string; value: string }[] {
  const rank = (key: string) =>
    first.includes(key) ? first.indexOf(key) : key.startsWith(systemMetricPrefix) ? first.length + 1 : first.length;
  return page.metrics
    .map(({ key, values }) => ({ key, value: wholeNumber(values[0] ?? Number.NaN) }))
    .sort((a, b) => rank(a.key) - rank(b.key) || naturalOrder(a.key, b.key));
}

/** A tooltip has the whole value, where rows have as much of it as tells them apart. */
function wholeNumber(value: number): string {
  return Number.isFinite(value) ? String(value).replaceAll("-", "−") : formatMetric(value);
}

function datasetText({ name, context, rows }: RunDataset): string {
  const notes = [context, rows === undefined ? "" : `${rows} rows`].filter((note) => note !== "");
  return clipped(notes.length === 0 ? name : `${name} (${notes.join(", ")})`, longestValue);
}

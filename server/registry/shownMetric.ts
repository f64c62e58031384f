import type { ShownMetric } from "#protocol/registryRequests.ts";
import { formatMetric } from "#registry/model/format.ts";
import type { MetricColumn, RunPage } from "#registry/model/types.ts";
import { toWire } from "#registry/model/wireNumber.ts";
import { conditionsOf, gatedMetrics } from "#registry/promotion/checkGates.ts";
import type { Policy } from "#registry/promotion/types.ts";

/**
 * The metric to show beside each run of a page: the first that the policy's gates name and the run logged, else the one of the setting,
 * else the one that most runs of the page logged. `undefined` where no run logged any.
 */
export function shownMetrics(page: RunPage, policy: Policy | undefined, setting: string): readonly (ShownMetric | undefined)[] {
  const columns = new Map(page.metrics.map((column) => [column.key, column]));
  const gated = gateMetrics(policy);
  const common = mostLogged(page.metrics);
  const wanted = [...gated, setting, common ?? ""].filter((key) => key !== "");
  return page.ids.map((_id, row) => {
    const key = wanted.find((name) => columns.get(name)?.has[row] === 1);
    if (key !== undefined) return shownMetric(key, columns.get(key)?.values[row] ?? Number.NaN);
    const first = wanted.find((name) => columns.has(name));
    return first === undefined ? undefined : { key: first, value: "" };
  });
}

export function shownMetric(key: string, value: number): ShownMetric {
  return { key, value: formatMetric(value), number: toWire(value) };
}

/** Names of the metrics that gates check, those of single models first, each once. */
export function gateMetrics(policy: Policy | undefined): readonly string[] {
  if (policy === undefined) return [];
  const ofModels = Object.values(policy.models).flatMap((model) => Object.values(model.gates));
  const gates = [...ofModels, ...Object.values(policy.gates)].flat();
  return [...new Set(gatedMetrics(gates.flatMap(conditionsOf)).map(({ key }) => key))];
}

function mostLogged(columns: readonly MetricColumn[]): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const { key, has } of columns) {
    // What MLflow records of the machine is no result.
    if (key.startsWith("system/")) continue;
    const count = has.reduce((sum, one) => sum + one, 0);
    if (count > most) {
      best = key;
      most = count;
    }
  }
  return best;
}

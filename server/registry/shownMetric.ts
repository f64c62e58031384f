import type { ShownMetric } from "#protocol/registryRequests.ts";
import { metricAt } from "#registry/model/columns.ts";
import { formatMetric } from "#registry/model/format.ts";
import { mostLogged } from "#registry/model/mostLogged.ts";
import type { RunPage, WantedColumns } from "#registry/model/types.ts";
import { toWire } from "#registry/model/wireNumber.ts";
import { conditionsOf, gatedMetrics } from "#registry/promotion/checkGates.ts";
import type { Policy } from "#registry/promotion/types.ts";

/** The columns of runs that `shownMetrics` looks at. */
export function shownMetricColumns(policy: Policy | undefined, setting: string): WantedColumns {
  return { metrics: namedMetrics(policy, setting), commonMetrics: 1 };
}

/**
 * The metric to show beside each run of a page: the first that the policy's gates name and the run logged, else the one of the setting,
 * else the one that most runs of the page logged. `undefined` where no run logged any.
 */
export function shownMetrics(page: RunPage, policy: Policy | undefined, setting: string): readonly (ShownMetric | undefined)[] {
  const columns = new Map(page.metrics.map((column) => [column.key, column]));
  const wanted = [
    ...namedMetrics(policy, setting),
    ...mostLogged(
      page.metrics.map(({ key, rows }) => ({ key, count: rows.length })),
      1,
    ),
  ];
  return page.ids.map((_id, row) => {
    for (const key of wanted) {
      const value = metricAt(columns.get(key), row);
      if (value !== undefined) return shownMetric(key, value);
    }
    const first = wanted.find((name) => columns.has(name));
    return first === undefined ? undefined : { key: first, value: "" };
  });
}

function namedMetrics(policy: Policy | undefined, setting: string): readonly string[] {
  return [...gateMetrics(policy), setting].filter((key) => key !== "");
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

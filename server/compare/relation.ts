import type { Answer } from "#protocol/message.ts";
import { type AxisId, axisKey, axisKind, type Explanation, type RelationData } from "#protocol/views/compareRelation.ts";
import type { Registry } from "#registry/api.ts";
import { columnOf, metricAt, textAt } from "#registry/model/columns.ts";
import { fewestRuns, rankedRelations } from "#registry/model/compare/explain.ts";
import { runNameAt } from "#registry/model/runName.ts";
import type { RunPage, WantedColumns } from "#registry/model/types.ts";
import { toWire } from "#registry/model/wireNumber.ts";
import { answer } from "../registry/answer.ts";
import type { CompareContext } from "./context.ts";

/** Runs of the experiments that the compared ones are shown among, the newest. */
const mostRuns = 1000;
const mostAxes = 50;
/** Params that are looked at for what goes with a metric. */
const mostParams = 500;
/** Factors that are told. */
const mostFactors = 30;

/** The compared runs among the others of their experiments, over some metrics and params. */
export function relation(
  { runIds, axes }: { readonly runIds: readonly string[]; readonly axes: readonly AxisId[] },
  { registry, world }: CompareContext,
  signal: AbortSignal,
): Promise<Answer<RelationData>> {
  const work = async (): Promise<RelationData> => {
    const wanted = [...new Set(axes)].slice(0, mostAxes);
    const keys = (kind: "metric" | "param") => wanted.filter((id) => axisKind(id) === kind).map(axisKey);
    const read = await among(registry, runIds, { metrics: keys("metric"), params: keys("param") }, signal);
    return {
      ids: read.rows.map(({ page, row }) => page.ids[row] ?? ""),
      names: read.rows.map(({ page, row }) => runNameAt(page, row)),
      compared: read.compared,
      axes: wanted.map((id) => ({
        id,
        values: axisKind(id) === "metric" ? metricsOf(read, axisKey(id)).map(wire) : textsOf(read, axisKey(id)),
      })),
      isPartial: read.isPartial,
    };
  };
  return answer(work, world.log, signal);
}

/** Which params go with a metric, over the same runs. */
export function explain(
  { runIds, metric, params }: { readonly runIds: readonly string[]; readonly metric: string; readonly params: readonly string[] },
  { registry, world }: CompareContext,
  signal: AbortSignal,
): Promise<Answer<Explanation>> {
  const work = async (): Promise<Explanation> => {
    const wanted = [...new Set(params)].slice(0, mostParams);
    const read = await among(registry, runIds, { metrics: [metric], params: wanted }, signal);
    const values = metricsOf(read, metric);
    const known = wanted.map((key) => ({ key, values: textsOf(read, key).map((text) => text ?? undefined) }));
    const varied = known.filter(({ values: texts }) => new Set(texts.filter((text) => text !== undefined)).size > 1);
    const factors = rankedRelations(values, varied);
    return {
      n: values.filter((value) => value !== undefined && Number.isFinite(value)).length,
      isPartial: read.isPartial,
      factors: factors.slice(0, mostFactors),
      left: varied.length - Math.min(factors.length, mostFactors),
      fewest: fewestRuns,
    };
  };
  return answer(work, world.log, signal);
}

interface Among {
  readonly rows: readonly { readonly page: RunPage; readonly row: number }[];
  readonly compared: number;
  readonly isPartial: boolean;
}

/** The compared runs first, deleted ones too; then the newest others. */
async function among(registry: Registry, runIds: readonly string[], wanted: WantedColumns, signal: AbortSignal): Promise<Among> {
  const columns = { ...wanted, tags: [], datasets: false };
  const compared = await registry.runsById({ ids: [...new Set(runIds)], columns }, signal);
  const experimentIds = [...new Set(compared.experimentIds)];
  const all =
    experimentIds.length === 0
      ? undefined
      : await registry.runs({ experimentIds, filter: "", orderBy: [], limit: mostRuns, columns }, signal);
  const known = new Set(compared.ids);
  const others = all?.ids.flatMap((id, row) => (known.has(id) ? [] : [{ page: all, row }])) ?? [];
  return {
    rows: [...compared.ids.map((_, row) => ({ page: compared, row })), ...others],
    compared: compared.ids.length,
    isPartial: all?.nextPageToken !== undefined,
  };
}

function metricsOf({ rows }: Among, key: string): (number | undefined)[] {
  const columns = new Map([...new Set(rows.map(({ page }) => page))].map((page) => [page, columnOf(page.metrics, key)]));
  return rows.map(({ page, row }) => metricAt(columns.get(page), row));
}

function textsOf({ rows }: Among, key: string): (string | null)[] {
  const columns = new Map([...new Set(rows.map(({ page }) => page))].map((page) => [page, columnOf(page.params, key)]));
  return rows.map(({ page, row }) => textAt(columns.get(page), row) ?? null);
}

function wire(value: number | undefined) {
  return value === undefined ? null : toWire(value);
}

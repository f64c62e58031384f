import type { Answer } from "#protocol/message.ts";
import type { GroupCurvesQuestion, WireGroupCurve } from "#protocol/views/compare.ts";
import { curveOf, curveOver } from "#registry/model/compare/curve.ts";
import { betweenOver, groupCurve } from "#registry/model/compare/groupCurve.ts";
import { forRuns } from "#registry/model/forRuns.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { answer } from "../registry/answer.ts";
import type { CompareContext } from "./context.ts";
import { bytesOf } from "./curves.ts";

const fewestPoints = 2;
const mostPoints = 10_000;
const mostGroups = 100;
/** Points of a group's histories that are in memory at once: a mean wants them whole, and each takes 24 bytes. */
const mostHeld = 2_000_000;
/** Groups under way at once. */
const atOnce = 2;

/** The curves of one metric, one per group of runs, in the order asked for. Computed here from whole histories: the mean of thinned ones would be another. */
export function groupCurves(
  params: GroupCurvesQuestion,
  context: CompareContext,
  signal: AbortSignal,
): Promise<Answer<readonly WireGroupCurve[]>> {
  const groups = params.groups.slice(0, mostGroups);
  const work = () => inParallel(groups, atOnce, (runIds) => curveOfGroup(runIds, params, context, signal));
  return answer(work, context.world.log, signal);
}

async function curveOfGroup(
  runIds: readonly string[],
  { metric, axis, xMetric, maxPoints }: GroupCurvesQuestion,
  { registry, world }: CompareContext,
  signal: AbortSignal,
): Promise<WireGroupCurve> {
  const wanted = [...new Set(runIds)];
  const isOver = axis === "metric" && xMetric !== undefined;
  const most = Math.max(fewestPoints, Math.floor(mostHeld / Math.max(1, wanted.length) / (isOver ? 2 : 1)));
  const read = (key: string) => forRuns(wanted, (ids) => registry.history({ runIds: ids, metrics: [key], maxPoints: most }, signal));
  const histories = await read(metric);
  const others = new Map((isOver ? await read(xMetric) : []).map((history) => [history.runId, history]));
  const points = Math.min(mostPoints, Math.max(fewestPoints, Math.floor(maxPoints) || fewestPoints));
  const curves = histories.flatMap((history) => {
    const other = others.get(history.runId);
    if (isOver) return other ? [curveOver(history, other)] : [];
    return [curveOf(history, axis)];
  });
  const { total, ...arrays } = groupCurve(curves, points, betweenOver(axis));
  const packed = (values: Float64Array) => world.base64(bytesOf(values));
  const thinned = [...histories, ...others.values()].filter((history) => history.values.length < history.total);
  return {
    ...{ x: packed(arrays.x), mean: packed(arrays.mean), std: packed(arrays.std) },
    ...{ min: packed(arrays.min), max: packed(arrays.max), n: packed(arrays.n) },
    total,
    ...(thinned.length > 0 ? { thinnedFrom: Math.max(...thinned.map((history) => history.total)) } : {}),
  };
}

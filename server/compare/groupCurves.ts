import type { Answer } from "#protocol/message.ts";
import type { GroupCurvesQuestion, WireGroupCurve } from "#protocol/views/compare.ts";
import { curveOf, curveOver } from "#registry/model/compare/curve.ts";
import { betweenOver, groupCurve } from "#registry/model/compare/groupCurve.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { answer } from "../registry/answer.ts";
import type { CompareContext } from "./context.ts";
import { bytesOf } from "./curves.ts";
import { drawnHistories } from "./drawnHistories.ts";

const fewestPoints = 2;
const mostPoints = 10_000;
const mostGroups = 100;
/** Points of a group's histories that are in memory at once: a mean wants them whole, and each takes 24 bytes. */
const mostHeld = 2_000_000;
/** Groups under way at once. */
const atOnce = 2;

/** The curves of one metric or formula, one per group of runs, in the order asked for. Computed here from whole histories: the mean of thinned ones would be another. */
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
  { axis, xMetric, maxPoints, ...drawn }: GroupCurvesQuestion,
  context: CompareContext,
  signal: AbortSignal,
): Promise<WireGroupCurve> {
  const isOver = axis === "metric" && xMetric !== undefined;
  const most = Math.max(fewestPoints, Math.floor(mostHeld / Math.max(1, new Set(runIds).size) / (isOver ? 2 : 1)));
  const histories = await drawnHistories({ ...drawn, runIds, maxPoints: most }, context, signal);
  const atBottom = isOver ? await drawnHistories({ metric: xMetric, runIds, maxPoints: most }, context, signal) : [];
  const others = new Map(atBottom.map((history) => [history.runId, history]));
  const points = Math.min(mostPoints, Math.max(fewestPoints, Math.floor(maxPoints) || fewestPoints));
  const curves = histories.flatMap((history) => {
    const other = others.get(history.runId);
    if (isOver) return other ? [curveOver(history, other)] : [];
    return [curveOf(history, axis)];
  });
  const { total, ...arrays } = groupCurve(curves, points, betweenOver(axis));
  const packed = (values: Float64Array) => context.world.base64(bytesOf(values));
  const thinned = [...histories, ...others.values()].filter((history) => history.values.length < history.total);
  return {
    ...{ x: packed(arrays.x), mean: packed(arrays.mean), std: packed(arrays.std) },
    ...{ min: packed(arrays.min), max: packed(arrays.max), n: packed(arrays.n) },
    total,
    ...(thinned.length > 0 ? { thinnedFrom: Math.max(...thinned.map((history) => history.total)) } : {}),
  };
}

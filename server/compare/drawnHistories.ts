import type { CurvesQuestion } from "#protocol/views/compare.ts";
import { type Formula, parseFormula } from "#registry/model/compare/formula.ts";
import { formulaHistory } from "#registry/model/compare/formulaValues.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { forRuns } from "#registry/model/forRuns.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import type { MetricHistory } from "#registry/model/types.ts";
import type { CompareContext } from "./context.ts";

/** Points of histories that a formula holds at once: it wants them whole, and each takes 24 bytes. */
const mostHeld = 4_000_000;
/** Runs under way at once. */
const atOnce = 2;

/**
 * The histories of a metric, or of what a formula comes to, one per run that has one, in the order of `runIds`, with at most `maxPoints` points each. A
 * formula is computed of whole histories: those that were thinned have other steps in common. Throws `invalid` for what is no formula, `unsupported` where
 * histories are too long for one over several metrics. A sample of what cannot be sampled quickly has no histories.
 */
export async function drawnHistories(
  { runIds, metric, isFormula, maxPoints, sample }: CurvesQuestion,
  { registry }: Pick<CompareContext, "registry">,
  signal: AbortSignal,
): Promise<MetricHistory[]> {
  const wanted = [...new Set(runIds)];
  if (sample && (isFormula || !(await registry.capabilities(signal)).samplesHistories)) return [];
  const how = sample ? { maxPoints, sample } : { maxPoints };
  if (!isFormula) return forRuns(wanted, (ids) => registry.history({ runIds: ids, metrics: [metric], ...how }, signal));
  const formula = parseFormula(metric);
  const metrics = formula.metrics.map(({ key }) => key);
  const most = Math.floor(mostHeld / atOnce / metrics.length);
  const perRun = await inParallel(wanted, atOnce, async (runId) => {
    const histories = await registry.history({ runIds: [runId], metrics, maxPoints: most }, signal);
    return ofRun(formula, histories, metric, maxPoints) ?? [];
  });
  return perRun.flat();
}

function ofRun(formula: Formula, histories: readonly MetricHistory[], name: string, maxPoints: number): MetricHistory | undefined {
  const thinned = histories.find((history) => history.values.length < history.total);
  if (thinned === undefined) return formulaHistory(formula, histories, name, maxPoints);
  if (formula.metrics.length === 1) return { ...thinned, ...formulaHistory(formula, histories, name, maxPoints), total: thinned.total };
  throw new RegistryError(
    "unsupported",
    `“${thinned.metric}” has ${thinned.total.toLocaleString("en-US")} points in run ${thinned.runId}: too many for a formula over several metrics.`,
    "A formula over this metric alone can be drawn.",
  );
}

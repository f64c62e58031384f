import type { Answer } from "#protocol/message.ts";
import type { AtBest, CodeChange, CompareData, CompareRun, CompareText } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import { columnOf, textAt } from "#registry/model/columns.ts";
import { compareDatasets } from "#registry/model/compare/datasets.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import { runNameAt } from "#registry/model/runName.ts";
import type { RunPage, TextColumn } from "#registry/model/types.ts";
import { answer } from "../registry/answer.ts";
import { orElse } from "../registry/orElse.ts";
import type { CompareContext } from "./context.ts";
import { deltaVersions } from "./deltaVersions.ts";
import { compareMetrics } from "./metrics.ts";
import { type RunVersion, versionsOfRuns } from "./versionsOfRuns.ts";

/** Of more runs, source and schema of data sets are not read: each may be a megabyte. */
const mostDetailed = 100;
const commitTag = "mlflow.source.git.commit";

interface CompareQuestion {
  readonly runIds: readonly string[];
  readonly ranges?: readonly string[];
  readonly atBest?: readonly AtBest[];
  readonly foldedData?: true;
}

/** Everything that the Compare page shows of these runs, but the curves. The first run that still exists is the baseline. */
export function compareData(params: CompareQuestion, context: CompareContext, signal: AbortSignal): Promise<Answer<CompareData>> {
  return answer(() => read(params, context, signal), context.world.log, signal);
}

async function read(question: CompareQuestion, context: CompareContext, signal: AbortSignal): Promise<CompareData> {
  const { ranges = [], atBest = [] } = question;
  const runIds = [...new Set(question.runIds)];
  const { registry, policy } = context;
  const isDetailed = question.foldedData !== true && runIds.length <= mostDetailed;
  const page = await registry.runsById({ ids: runIds, ...(isDetailed ? { columns: { datasetDetails: true } } : {}) }, signal);
  const { datasets, schemas } = compareDatasets(page.datasets);
  const [versions, experiment] = await Promise.all([
    orElse(versionsOfRuns(registry, policy, page.ids, signal), new Map<string, RunVersion>()),
    orElse(experimentName(registry, page, signal), ""),
  ]);
  const runs = page.ids.map((id, index) => ({
    ...runOf(page, index, versions.get(id)),
    datasets: datasets[index] ?? [],
  }));
  const models = [...new Set([...versions.values()].map((version) => version.model))];
  const [code, tables, metrics] = await Promise.all([
    codeChanges(runs, context),
    deltaVersions(runs, context.world, signal),
    compareMetrics(page, { registry, policy, models, asked: ranges, atBest }, signal),
  ]);
  return {
    experiment,
    runs,
    missing: runIds.filter((id) => !page.ids.includes(id)),
    code,
    params: page.params.map((column) => textOf(column, page.ids.length)).sort(byKey),
    tags: page.tags
      .filter((tag) => !tag.key.startsWith("mlflow."))
      .map((column) => textOf(column, page.ids.length))
      .sort(byKey),
    ...(isDetailed ? { schemas } : {}),
    ...(question.foldedData ? { dataUnread: true } : {}),
    ...(tables.length > 0 ? { tables } : {}),
    metrics: metrics.sort(byKey),
    asOf: context.world.now(),
  };
}

function runOf(page: RunPage, index: number, version: RunVersion | undefined): Omit<CompareRun, "datasets"> {
  const id = page.ids[index] ?? "";
  const start = page.startTimes[index] ?? Number.NaN;
  return {
    id,
    name: runNameAt(page, index),
    experimentId: page.experimentIds[index] ?? "",
    status: page.statuses[index] ?? "UNKNOWN",
    ...(Number.isFinite(start) ? { startTime: start } : {}),
    versionLabel: version?.label ?? "",
    commit: textAt(columnOf(page.tags, commitTag), index) ?? "",
  };
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return naturalOrder(a.key, b.key);
}

function textOf(column: TextColumn, runs: number): CompareText {
  return { key: column.key, values: Array.from({ length: runs }, (_, row) => textAt(column, row) ?? null) };
}

/** The experiment's name where all runs are of one; empty where they are not. */
async function experimentName(registry: Registry, page: RunPage, signal: AbortSignal): Promise<string> {
  const [id, ...others] = new Set(page.experimentIds);
  if (id === undefined || others.length > 0) return "";
  return (await registry.experiment(id, signal)).name;
}

/** One answer per run but the baseline; each commit is asked for once. */
async function codeChanges(runs: readonly CompareRun[], context: CompareContext): Promise<CodeChange[]> {
  const [baseline, ...others] = runs;
  const known = new Map<string, Promise<Omit<CodeChange, "runId">>>();
  return Promise.all(
    others.map(async (run) => {
      const change = known.get(run.commit) ?? codeChange(baseline?.commit ?? "", run.commit, context);
      known.set(run.commit, change);
      // The run's own id last: the answer is shared by all runs of one commit.
      return { ...(await change), runId: run.id };
    }),
  );
}

async function codeChange(left: string, right: string, context: CompareContext): Promise<Omit<CodeChange, "runId">> {
  if (left === "" || right === "") return { state: "unknown", why: "" };
  if (left === right) return { state: "same" };
  if (!context.codeChange) return { state: "unknown", why: "Git is not available here." };
  return context.codeChange(left, right);
}

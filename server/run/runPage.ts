import type { Answer } from "#protocol/message.ts";
import type { RelatedRun, RunMetric, RunPageData, RunVersionRow } from "#protocol/views/run.ts";
import type { Registry } from "#registry/api.ts";
import { columnOf, textAt } from "#registry/model/columns.ts";
import { metricDirection } from "#registry/model/metricDirection.ts";
import { systemMetricPrefix } from "#registry/model/mostLogged.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import { allPages } from "#registry/model/pages.ts";
import { runNoteTag, runNotFound } from "#registry/model/registryRules.ts";
import { runNameAt } from "#registry/model/runName.ts";
import type { KeyValue, ModelVersion, RunPage } from "#registry/model/types.ts";
import { toWire } from "#registry/model/wireNumber.ts";
import type { Policy } from "#registry/promotion/types.ts";
import type { CompareContext } from "../compare/context.ts";
import { gatesOfModels } from "../compare/metrics.ts";
import { answer } from "../registry/answer.ts";
import { orElse } from "../registry/orElse.ts";
import { progressOf } from "../runs/progress.ts";

const mostChildren = 100;
const versionsPerPage = 1000;
const parentTag = "mlflow.parentRunId";

/** Everything that the page of a run shows but its curves, artifacts and models. `notFound` where there is no such run. */
export function runPage(params: { readonly runId: string }, context: CompareContext, signal: AbortSignal): Promise<Answer<RunPageData>> {
  return answer(() => read(params.runId, context, signal), context.world.log, signal);
}

async function read(runId: string, context: CompareContext, signal: AbortSignal): Promise<RunPageData> {
  const { registry, policy, world } = context;
  const page = await registry.runsById({ ids: [runId], columns: { datasetDetails: true } }, signal);
  if (page.ids.length === 0) throw runNotFound(runId, "It may be in another registry, or was removed for good.");
  const experimentId = page.experimentIds[0] ?? "";
  const [{ editsRuns }, experiment, versions, parent, children] = await Promise.all([
    registry.capabilities(signal),
    orElse(registry.experiment(experimentId, signal), undefined),
    orElse(versionsOf(registry, runId, signal), []),
    orElse(parentOf(page, registry, signal), undefined),
    orElse(childrenOf(runId, experimentId, registry, signal), []),
  ]);
  return {
    ...headOf(page, world.now()),
    editsRuns,
    experiment: experiment?.name ?? "",
    ...metricsOf(page, policy, versions),
    ...textsOf(page),
    datasets: page.datasets[0] ?? [],
    versions: versions.map(versionRow),
    ...(parent === undefined ? {} : { parent }),
    children: children.slice(0, mostChildren),
    hasMoreChildren: children.length > mostChildren,
    asOf: world.now(),
  };
}

type Head = Pick<
  RunPageData,
  "id" | "name" | "experimentId" | "status" | "isDeleted" | "user" | "startTime" | "endTime" | "progress" | "problem"
>;

function headOf(page: RunPage, now: number): Head {
  const id = page.ids[0] ?? "";
  const [start, end] = [page.startTimes[0] ?? Number.NaN, page.endTimes[0] ?? Number.NaN];
  const why = page.problems?.find(({ row }) => row === 0)?.why;
  return {
    id,
    name: runNameAt(page, 0),
    experimentId: page.experimentIds[0] ?? "",
    status: page.statuses[0] ?? "UNKNOWN",
    isDeleted: page.lifecycles[0] === "deleted",
    user: page.users[0] ?? "",
    ...(Number.isFinite(start) ? { startTime: start } : {}),
    ...(Number.isFinite(end) ? { endTime: end } : {}),
    ...progressOf(page, 0, now),
    ...(why === undefined ? {} : { problem: why }),
  };
}

/** Those that a gate checks first, then by name. */
function metricsOf(
  page: RunPage,
  policy: Policy | undefined,
  versions: readonly ModelVersion[],
): Pick<RunPageData, "metrics" | "systemMetrics"> {
  const gates = policy ? gatesOfModels(policy, [...new Set(versions.map(({ model }) => model))]) : new Map();
  const all = page.metrics.map(({ key, values, steps }): RunMetric => {
    const gate = gates.get(key);
    const better = gate?.better ?? metricDirection(key);
    return {
      key,
      value: toWire(values[0] ?? Number.NaN),
      step: steps[0] ?? 0,
      ...(better === undefined ? {} : { better }),
      ...(gate?.line === undefined ? {} : { gateLine: gate.line }),
    };
  });
  const rank = ({ gateLine }: RunMetric) => (gateLine === undefined ? 1 : 0);
  const sorted = all.sort((a, b) => rank(a) - rank(b) || naturalOrder(a.key, b.key));
  const isSystem = ({ key }: RunMetric) => key.startsWith(systemMetricPrefix);
  return { metrics: sorted.filter((metric) => !isSystem(metric)), systemMetrics: sorted.filter(isSystem) };
}

function textsOf(page: RunPage): Pick<RunPageData, "params" | "tags" | "ownTags" | "note" | "source"> {
  const texts = (columns: RunPage["params"]): KeyValue[] =>
    columns.map(({ key, values }) => ({ key, value: values[0] ?? "" })).sort((a, b) => naturalOrder(a.key, b.key));
  const tags = texts(page.tags);
  const isOwn = ({ key }: KeyValue) => key.startsWith("mlflow.");
  const tag = (key: string) => textAt(columnOf(page.tags, key), 0) ?? "";
  return {
    params: texts(page.params),
    tags: tags.filter((each) => !isOwn(each)),
    ownTags: tags.filter((each) => isOwn(each) && each.key !== runNoteTag),
    note: tag(runNoteTag),
    source: {
      name: tag("mlflow.source.name"),
      isProject: tag("mlflow.source.type") === "PROJECT",
      entryPoint: tag("mlflow.project.entryPoint"),
      commit: tag("mlflow.source.git.commit"),
      branch: tag("mlflow.source.git.branch"),
      repository: tag("mlflow.source.git.repoURL"),
    },
  };
}

/** Of several models by name, of one the newest first. */
async function versionsOf(registry: Registry, runId: string, signal: AbortSignal): Promise<ModelVersion[]> {
  const found = await allPages((page) => registry.versions({ runIds: [runId], limit: versionsPerPage, ...page }, signal));
  return found.sort((a, b) => naturalOrder(a.model, b.model) || Number(b.version) - Number(a.version));
}

function versionRow({ model, version, aliases, stage }: ModelVersion): RunVersionRow {
  return { model, version, aliases, ...(stage === "" || stage === "None" ? {} : { stage }) };
}

async function parentOf(page: RunPage, registry: Registry, signal: AbortSignal): Promise<RelatedRun | undefined> {
  const id = textAt(columnOf(page.tags, parentTag), 0) ?? "";
  if (id === "") return undefined;
  return relatedIn(await registry.runsById({ ids: [id], columns: headsOnly }, signal))[0];
}

/** One more than are told, so that it is known whether there are. */
async function childrenOf(runId: string, experimentId: string, registry: Registry, signal: AbortSignal): Promise<RelatedRun[]> {
  const filter = `tags.\`${parentTag}\` = '${runId}'`;
  const query = { experimentIds: [experimentId], filter, orderBy: [], limit: mostChildren + 1, columns: headsOnly };
  return relatedIn(await registry.runs(query, signal));
}

const headsOnly = { metrics: [], params: [], tags: [], datasets: false };

function relatedIn(page: RunPage): RelatedRun[] {
  return page.ids.map((id, row) => ({ id, name: runNameAt(page, row), status: page.statuses[row] ?? "UNKNOWN" }));
}

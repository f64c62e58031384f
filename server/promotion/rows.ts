import type { Answer } from "#protocol/message.ts";
import type { EnvironmentRow, ModelRow, RowPage, VersionMark, VersionRow } from "#protocol/registryRequests.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { formatMetric } from "#registry/model/format.ts";
import type { ModelVersion, Page, RegisteredModel, RunPage } from "#registry/model/types.ts";
import { conditionsFor } from "#registry/promotion/conditions.ts";
import { readHistory } from "#registry/promotion/facts.ts";
import { choicesFor, incumbentIn, marker, type Standing, standings } from "#registry/promotion/ladder.ts";
import { isOpen } from "#registry/promotion/refusals.ts";
import type { Policy } from "#registry/promotion/types.ts";
import { answer, type PromotionContext } from "./context.ts";

const modelsPerPage = 50;
/** Enough for the versions that stand in environments of most models; older ones are read one by one. */
const versionsPerPage = 50;

/** A page of models with what stands in each environment. A model that cannot be read is a failure of its own row. */
export function models(
  params: { readonly pageToken?: string },
  context: PromotionContext,
  signal: AbortSignal,
): Promise<Answer<RowPage<ModelRow>>> {
  return answer(async () => {
    const page = await context.registry.models({ limit: modelsPerPage, ...params }, signal);
    const rows: ModelRow[] = [];
    const failures: string[] = [];
    for (const model of page.items) {
      try {
        rows.push(await modelRow(model, context, signal));
      } catch (error) {
        if (!RegistryError.is(error)) throw error;
        rows.push({ name: model.name, environments: [], danglingAliases: [] });
        failures.push(`The versions of ${model.name} could not be read: ${error.message}`);
      }
    }
    return { rows, failures, ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }) };
  });
}

async function modelRow(model: RegisteredModel, context: PromotionContext, signal: AbortSignal): Promise<ModelRow> {
  const { policy } = context;
  if (policy === undefined && model.aliases.length === 0) return { name: model.name, environments: [], danglingAliases: [] };
  const page = await context.registry.versions({ model: model.name, limit: versionsPerPage }, signal);
  const standing = policy ? standings(policy, model, page.items) : [];
  const named = [...model.aliases.map((alias) => alias.version), ...standing.map((item) => item.version)];
  const known = await knownVersions(model.name, page, named, context, signal);
  const danglingAliases = model.aliases.filter((alias) => !known.has(alias.version)).map((alias) => alias.alias);
  const environments = standing.slice(1).map((item) => environmentRow(item, known, policy));
  return { name: model.name, environments: environments.reverse(), danglingAliases };
}

/** The versions of a page and the named ones that are not on it but exist. */
async function knownVersions(
  model: string,
  page: Page<ModelVersion>,
  named: readonly (string | null)[],
  context: PromotionContext,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ModelVersion>> {
  const known = new Map(page.items.map((version) => [version.version, version]));
  if (page.nextPageToken === undefined) return known;
  for (const version of new Set(named)) {
    if (version === null || known.has(version)) continue;
    try {
      known.set(version, await context.registry.version(model, version, signal));
    } catch (error) {
      if (!RegistryError.is(error, "notFound")) throw error;
    }
  }
  return known;
}

function environmentRow(item: Standing, known: ReadonlyMap<string, ModelVersion>, policy: Policy | undefined): EnvironmentRow {
  const { environment, version } = item;
  const found = version === null ? undefined : known.get(version);
  const row = { name: environment.name, marker: marker(environment), dangling: version !== null && found === undefined };
  const since = found && policy ? cameHere(policy, found, environment.name) : undefined;
  return { ...row, ...(version === null ? {} : { version }), ...(since === undefined ? {} : { since }) };
}

function cameHere(policy: Policy, version: ModelVersion, environment: string): number | undefined {
  const applied = readHistory(policy, version).promotions.find(
    (promotion) => promotion.to === environment && promotion.state === "applied",
  );
  return applied?.closedAt ?? version.createdAt;
}

/** A page of versions of one model, with what waits and what one click would ask for. */
export function versions(
  params: { readonly model: string; readonly pageToken?: string },
  context: PromotionContext,
  signal: AbortSignal,
): Promise<Answer<RowPage<VersionRow>>> {
  return answer(async () => {
    const { registry, policy } = context;
    const [model, page] = await Promise.all([
      registry.model(params.model, signal),
      registry.versions({ limit: versionsPerPage, ...params }, signal),
    ]);
    const runs = await runsOf(page.items, context, signal);
    const standing = policy ? await standingOf(policy, model, page, params.pageToken, context, signal) : [];
    const failures = runs instanceof RegistryError ? [`The runs of these versions could not be read: ${runs.message}`] : [];
    const metrics = runs instanceof RegistryError ? undefined : metricReader(runs, params.model, context);
    const incumbents = await incumbentRuns(standing, page, model.name, context, signal);
    const rows = page.items.map((version) => versionRow(version, standing, incumbents, metrics, policy));
    return { rows, failures, ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }) };
  });
}

/** Stages are looked up among the newest versions, also when an older page is asked for. */
async function standingOf(
  policy: Policy,
  model: RegisteredModel,
  page: Page<ModelVersion>,
  pageToken: string | undefined,
  context: PromotionContext,
  signal: AbortSignal,
): Promise<Standing[]> {
  const newest = pageToken === undefined ? page : await context.registry.versions({ model: model.name, limit: versionsPerPage }, signal);
  return standings(policy, model, newest.items);
}

async function runsOf(items: readonly ModelVersion[], context: PromotionContext, signal: AbortSignal): Promise<RunPage | RegistryError> {
  const ids = [...new Set(items.map((version) => version.runId).filter((id) => id !== ""))];
  try {
    return await context.registry.runsById(ids, signal);
  } catch (error) {
    if (RegistryError.is(error)) return error;
    throw error;
  }
}

/** The metric beside a version: the first that a gate of the model names, else the setting; only when the run logged it. */
function metricReader(runs: RunPage, model: string, context: PromotionContext): (runId: string) => VersionRow["metric"] {
  const key = gatedMetric(model, context) || context.settings.metric;
  const column = runs.metrics.find((metric) => metric.key === key);
  return (runId) => {
    const row = runs.ids.indexOf(runId);
    if (column === undefined || row < 0 || column.has[row] !== 1) return undefined;
    return { key, value: formatMetric(column.values[row] ?? Number.NaN) };
  };
}

function gatedMetric(model: string, context: PromotionContext): string {
  const { policy } = context;
  const conditions = policy?.environments.toReversed().flatMap((environment) => conditionsFor(policy, model, environment.name)) ?? [];
  const first = conditions.find((condition) => "metric" in condition);
  return first && "metric" in first ? first.metric : "";
}

/** Run ids of the incumbents, for "Compare with v12 in prod". */
async function incumbentRuns(
  standing: readonly Standing[],
  page: Page<ModelVersion>,
  model: string,
  context: PromotionContext,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ModelVersion>> {
  const named = standing.map((item) => item.version);
  return knownVersions(model, { items: page.items, nextPageToken: "older or newer ones exist" }, named, context, signal);
}

function versionRow(
  version: ModelVersion,
  standing: readonly Standing[],
  incumbents: ReadonlyMap<string, ModelVersion>,
  metrics: ((runId: string) => VersionRow["metric"]) | undefined,
  policy: Policy | undefined,
): VersionRow {
  const next = choicesFor(standing, version.version).next;
  const there = next === undefined ? null : incumbentIn(standing, next);
  const incumbent = there === null ? undefined : incumbents.get(there);
  const metric = metrics?.(version.runId);
  return {
    model: version.model,
    version: version.version,
    runId: version.runId,
    aliases: version.aliases,
    stage: version.stage,
    mark: policy ? markOf(policy, version) : "plain",
    ...(version.createdAt === undefined ? {} : { createdAt: version.createdAt }),
    ...(metric === undefined ? {} : { metric }),
    ...(next === undefined ? {} : { nextEnvironment: next }),
    ...(incumbent ? { incumbent: { version: incumbent.version, runId: incumbent.runId } } : {}),
  };
}

function markOf(policy: Policy, version: ModelVersion): VersionMark {
  const { promotions } = readHistory(policy, version);
  if (promotions.some(isOpen)) return "waiting";
  return promotions[0]?.state === "rejected" ? "rejected" : "plain";
}

import type { Answer } from "#protocol/message.ts";
import type { EnvironmentRow, ModelRow, RowPage, VersionRequest, VersionRow } from "#protocol/registryRequests.ts";
import type { Capabilities } from "#registry/api.ts";
import { columnOf, metricAt } from "#registry/model/columns.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { formatMetrics } from "#registry/model/format.ts";
import type { ModelVersion, Page, RegisteredModel, RunPage } from "#registry/model/types.ts";
import { toWire } from "#registry/model/wireNumber.ts";
import { foldHistory, standingsIfAny } from "#registry/promotion/facts.ts";
import { choicesFor, incumbentIn, marker, planMove, type Standing } from "#registry/promotion/ladder.ts";
import { canKeepLog } from "#registry/promotion/log/logs.ts";
import { isOpen } from "#registry/promotion/refusals.ts";
import type { LogEntries, Policy } from "#registry/promotion/types.ts";
import type { PromotionContext } from "../promotion/context.ts";
import { clickEffect } from "../promotion/effect.ts";
import { metricsOfModel } from "../promotion/worse.ts";
import { answer } from "./answer.ts";

const modelsPerPage = 50;
/** Enough for the versions that stand in environments of most models; older ones are read one by one. */
const versionsPerPage = 50;

/** A page of models with what stands in each environment. A model that cannot be read is a failure of its own row. */
export function models(
  params: { readonly pageToken?: string },
  context: PromotionContext,
  signal: AbortSignal,
): Promise<Answer<RowPage<ModelRow>>> {
  return answer(
    async () => {
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
    },
    context.world.log,
    signal,
  );
}

async function modelRow(model: RegisteredModel, context: PromotionContext, signal: AbortSignal): Promise<ModelRow> {
  const { policy } = context;
  if (policy === undefined && model.aliases.length === 0) return { name: model.name, environments: [], danglingAliases: [] };
  const page = await context.registry.versions({ model: model.name, limit: versionsPerPage }, signal);
  const standing = policy ? await standingsIfAny({ registry: context.registry, policy }, model, signal) : [];
  const named = [...model.aliases.map((alias) => alias.version), ...standing.map((item) => item.version)];
  const known = await knownVersions(model.name, page, named, context, signal);
  const danglingAliases = model.aliases.filter((alias) => !known.has(alias.version)).map((alias) => alias.alias);
  const environments = await Promise.all(standing.slice(1).map((item) => environmentRow(item, known, context, signal)));
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

async function environmentRow(
  item: Standing,
  known: ReadonlyMap<string, ModelVersion>,
  context: PromotionContext,
  signal: AbortSignal,
): Promise<EnvironmentRow> {
  const { environment, version } = item;
  const found = version === null ? undefined : known.get(version);
  const row = { name: environment.name, marker: marker(environment), dangling: version !== null && found === undefined };
  const since =
    found && context.policy ? cameHere(context.policy, await context.log.of(found, signal), found, environment.name) : undefined;
  return { ...row, ...(version === null ? {} : { version }), ...(since === undefined ? {} : { since }) };
}

function cameHere(policy: Policy, entries: LogEntries, version: ModelVersion, environment: string): number | undefined {
  const applied = foldHistory(policy, entries).promotions.find(
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
  return answer(
    async () => {
      const { registry, policy } = context;
      const [model, page, capabilities] = await Promise.all([
        registry.model(params.model, signal),
        registry.versions({ limit: versionsPerPage, ...params }, signal),
        registry.capabilities(signal),
      ]);
      const metric = rowMetric(params.model, context);
      const runs = await runsOf(page.items, metric, context, signal);
      const standing = policy ? await standingsIfAny({ registry, policy }, model, signal) : [];
      const failures = runs instanceof RegistryError ? [`The runs of these versions could not be read: ${runs.message}`] : [];
      const metrics = runs instanceof RegistryError ? undefined : metricReader(runs, metric);
      const incumbents = await incumbentRuns(standing, page, model.name, context, signal);
      const { log } = context;
      const entries = await (log.ofList?.(page.items, signal) ?? Promise.all(page.items.map((version) => log.of(version, signal))));
      const rows = page.items.map((version, i) =>
        versionRow(version, entries[i], { standing, incumbents, metrics, context, capabilities }),
      );
      return { rows, failures, ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }) };
    },
    context.world.log,
    signal,
  );
}

async function runsOf(
  items: readonly ModelVersion[],
  metric: string,
  context: PromotionContext,
  signal: AbortSignal,
): Promise<RunPage | RegistryError> {
  const ids = [...new Set(items.map((version) => version.runId).filter((id) => id !== ""))];
  try {
    return await context.registry.runsById({ ids, columns: { metrics: [metric], params: [], tags: [], datasets: false } }, signal);
  } catch (error) {
    if (RegistryError.is(error)) return error;
    throw error;
  }
}

/** The metric beside a version: the first that a gate of the model names, else the setting. */
function rowMetric(model: string, context: PromotionContext): string {
  const [gated] = context.policy ? metricsOfModel(context.policy, model) : [];
  return gated?.key ?? context.settings.metric;
}

/** A metric of the runs that logged it. The values of a page have as many digits as tell them apart. */
function metricReader(runs: RunPage, key: string): (runId: string) => VersionRow["metric"] {
  const column = columnOf(runs.metrics, key);
  const logged = runs.ids.flatMap((id, row) => {
    const value = metricAt(column, row);
    return value === undefined ? [] : [{ id, value }];
  });
  const texts = formatMetrics(logged.map(({ value }) => value));
  const shown = new Map(logged.map(({ id, value }, i) => [id, { key, value: texts[i] ?? "", number: toWire(value) }]));
  return (runId) => shown.get(runId);
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

/** What the rows of a page have in common. */
interface RowSource {
  readonly standing: readonly Standing[];
  readonly incumbents: ReadonlyMap<string, ModelVersion>;
  readonly metrics: ((runId: string) => VersionRow["metric"]) | undefined;
  readonly context: PromotionContext;
  readonly capabilities: Capabilities;
}

/** Can the registry record a promotion into the environment, and has it what marks it? */
function canPromoteTo({ environment }: Standing, capabilities: Capabilities): boolean {
  const { alias, stage } = environment;
  return (
    capabilities.writable &&
    canKeepLog(capabilities) &&
    (alias === undefined ? stage === undefined || capabilities.stages : capabilities.aliases)
  );
}

function versionRow(version: ModelVersion, entries: LogEntries | undefined, source: RowSource): VersionRow {
  const { standing, incumbents, context } = source;
  const above = choicesFor(standing, version.version).next;
  const there = above === undefined ? null : incumbentIn(standing, above);
  const next = standing.find((item) => item.environment.name === above && canPromoteTo(item, source.capabilities))?.environment.name;
  const incumbent = there === null ? undefined : incumbents.get(there);
  const metric = source.metrics?.(version.runId);
  const move = next !== undefined && context.policy ? planMove(context.policy, standing, version.version, next) : undefined;
  return {
    model: version.model,
    version: version.version,
    runId: version.runId,
    aliases: version.aliases,
    stage: version.stage,
    request: context.policy && entries ? requestOf(context.policy, entries) : "none",
    ...(version.createdAt === undefined ? {} : { createdAt: version.createdAt }),
    ...(metric === undefined ? {} : { metric }),
    ...(next === undefined ? {} : { nextEnvironment: next }),
    ...(next !== undefined && move && context.policy ? { effect: clickEffect(context.policy, next, move, context.me) } : {}),
    ...(incumbent ? { incumbent: { version: incumbent.version, runId: incumbent.runId } } : {}),
  };
}

function requestOf(policy: Policy, entries: LogEntries): VersionRequest {
  const { promotions } = foldHistory(policy, entries);
  if (promotions.some(isOpen)) return "waiting";
  return promotions[0]?.state === "rejected" ? "rejected" : "none";
}

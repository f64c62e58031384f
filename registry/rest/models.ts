import type { PageQuery, VersionQuery } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { pages } from "#registry/model/pages.ts";
import { checkedLimit } from "#registry/model/pageToken.ts";
import { canonicalStages } from "#registry/model/registryRules.ts";
import type { Experiment, KeyValue, Knowledge, ModelAlias, ModelVersion, Page, RegisteredModel } from "#registry/model/types.ts";
import {
  type ExperimentWire,
  experiments,
  type ModelWire,
  models,
  oneExperiment,
  oneModel,
  oneVersion,
  page,
  type VersionWire,
  versions,
} from "./answers.ts";
import { atOnce, type HttpClient, type Query } from "./http.ts";
import { isRunId } from "./json.ts";
import { read, unreadable } from "./schema.ts";

/** Largest pages that MLflow gives (3.17.2). */
const mostModels = 1000;
const mostVersions = 10_000;
const largestModelFile = 5_000_000;
/** Where MLflow's registry has its calls; others have some of them elsewhere. */
export const mlflowCalls = "/api/2.0/mlflow";

export async function getModels(http: HttpClient, query: PageQuery, signal: AbortSignal): Promise<Page<RegisteredModel>> {
  const search: Query = [["order_by", "name ASC"], ...paging(query, mostModels)];
  const answer = read(models, await http.get("/api/2.0/mlflow/registered-models/search", search, signal));
  return page(answer.registered_models.map(modelOf), answer);
}

export async function getModel(http: HttpClient, name: string, signal: AbortSignal, calls = mlflowCalls): Promise<RegisteredModel> {
  const answer = read(oneModel, await http.get(`${calls}/registered-models/get`, [["name", name]], signal));
  checkSame("registered_model.name", answer.registered_model.name, name);
  return modelOf(answer.registered_model);
}

export async function getVersions(http: HttpClient, query: VersionQuery, signal: AbortSignal): Promise<Page<ModelVersion>> {
  const { model, runIds, tagKeyPrefix } = query;
  const filters = [
    ...(model === undefined ? [] : [nameFilter(model)]),
    ...(runIds === undefined ? [] : [runsFilter(runIds.filter(isRunId))]),
  ];
  if (runIds !== undefined && !runIds.some(isRunId)) return { items: [] };
  const order = ["name ASC", "version_number DESC"].map((key) => ["order_by", key] as const);
  const search: Query = [
    ...(filters.length === 0 ? [] : [["filter", filters.join(" AND ")] as const]),
    ...order,
    ...paging(query, mostVersions),
  ];
  const [named, found] = await Promise.all([
    model === undefined ? undefined : getModel(http, model, signal),
    http.get("/api/2.0/mlflow/model-versions/search", search, signal),
  ]);
  const answer = read(versions, found);
  const wires = answer.model_versions.filter(
    ({ name, run_id, tags }) =>
      (model === undefined || name === model) &&
      (runIds === undefined || runIds.includes(run_id)) &&
      (tagKeyPrefix === undefined || tags.some(({ key }) => key.startsWith(tagKeyPrefix))),
  );
  // A search does not say which aliases point to a version; the models do.
  const aliases = named === undefined ? await aliasesOf(http, [...new Set(wires.map(({ name }) => name))], signal) : undefined;
  return page(
    wires.map((wire) => versionOf(wire, named?.aliases ?? aliases?.get(wire.name) ?? [])),
    answer,
  );
}

function runsFilter(ids: readonly string[]): string {
  const [first, ...others] = ids.map((id) => `'${id}'`);
  return others.length === 0 ? `run_id=${first}` : `run_id IN (${[first, ...others].join(", ")})`;
}

/** So many models are asked for one by one; more are looked for in the list of all. */
const fewModels = 8;

async function aliasesOf(
  http: HttpClient,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly ModelAlias[]>> {
  const aliases = new Map<string, readonly ModelAlias[]>();
  if (names.length <= fewModels) {
    for (const model of await inParallel(names, atOnce, (name) => getModel(http, name, signal))) aliases.set(model.name, model.aliases);
    return aliases;
  }
  for await (const model of pages((next) => getModels(http, { limit: mostModels, ...next }, signal)))
    aliases.set(model.name, model.aliases);
  return aliases;
}

export async function getVersion(
  http: HttpClient,
  model: string,
  version: string,
  signal: AbortSignal,
  calls = mlflowCalls,
): Promise<ModelVersion> {
  const query: Query = [
    ["name", model],
    ["version", version],
  ];
  const { model_version: wire } = read(oneVersion, await http.get(`${calls}/model-versions/get`, query, signal));
  checkSame("model_version.name", wire.name, model);
  if (Number(wire.version) !== Number(version)) throw unreadable("model_version.version", "that of another one");
  return versionOf(
    wire,
    wire.aliases.map((alias) => ({ alias, version: wire.version })),
  );
}

/** The highest version in each stage: what MLflow calls the latest versions. */
export async function getVersionsInStages(
  http: HttpClient,
  model: string,
  named: readonly string[],
  signal: AbortSignal,
): Promise<ModelVersion[]> {
  const stages = canonicalStages(named);
  // Asked for no stage, a server answers with all of them.
  if (stages.length === 0) return [];
  // Older servers do not name the aliases here (seen in 2.3.0); the model does.
  const [{ aliases }, answer] = await Promise.all([
    getModel(http, model, signal),
    http.search("/api/2.0/mlflow/registered-models/get-latest-versions", { name: model, stages }, signal),
  ]);
  const found = read(versions, answer).model_versions.map((wire) => versionOf(wire, aliases));
  return stages.flatMap((stage) => found.find((version) => version.stage.toLowerCase() === stage.toLowerCase()) ?? []);
}

/** The server fetches the file from wherever it is: `models:/`, `runs:/`, proxied and remote stores alike. */
export async function getModelFile(http: HttpClient, model: string, version: string, signal: AbortSignal): Promise<Knowledge<string>> {
  const query: Query = [
    ["name", model],
    ["version", version],
    ["path", "MLmodel"],
  ];
  try {
    const file = await http.text("/model-versions/get-artifact", query, largestModelFile, signal);
    if (!isWebPage(file)) return { state: "known", value: file };
    return { state: "unknown", why: "The server answered with a web page instead of the file MLmodel; a sign-in may stand before it." };
  } catch (error) {
    if (!RegistryError.is(error) || error.kind === "unauthorized" || error.kind === "forbidden") throw error;
    // The answer for a missing file and for a missing version is the same: asking for the version tells them apart.
    await getVersion(http, model, version, signal);
    if (error.kind === "notFound") return { state: "absent" };
    return { state: "unknown", why: `The server could not give the file MLmodel: ${error.message}` };
  }
}

/** No MLmodel is one: it is YAML. */
function isWebPage(text: string): boolean {
  return /^\s*<(?:!doctype|html)\b/i.test(text);
}

export async function getExperiment(http: HttpClient, id: string, signal: AbortSignal): Promise<Experiment> {
  const { experiment } = read(oneExperiment, await http.get("/api/2.0/mlflow/experiments/get", [["experiment_id", id]], signal));
  if (experiment.experiment_id !== id) throw unreadable("experiment.experiment_id", "that of another one");
  return experimentOf(experiment);
}

export async function getExperiments(http: HttpClient, query: PageQuery, signal: AbortSignal): Promise<Page<Experiment>> {
  const answer = await http.search(
    "/api/2.0/mlflow/experiments/search",
    {
      view_type: "ACTIVE_ONLY",
      order_by: ["last_update_time DESC"],
      max_results: checkedLimit(query.limit),
      ...(query.pageToken === undefined ? {} : { page_token: query.pageToken }),
    },
    signal,
  );
  const found = read(experiments, answer);
  return page(found.experiments.map(experimentOf), found);
}

/**
 * A filter that finds at least the versions of this model. MLflow has no way to write a quote or a backslash inside a text: they become
 * the pattern `_`, any one character, and the caller drops what does not belong.
 */
function nameFilter(name: string): string {
  return /['"\\]/.test(name) ? `name LIKE '${name.replace(/['"\\]/g, "_")}'` : `name = '${name}'`;
}

function paging(query: PageQuery, most: number): [string, string][] {
  const limit: [string, string] = ["max_results", String(Math.min(checkedLimit(query.limit), most))];
  return query.pageToken === undefined ? [limit] : [limit, ["page_token", query.pageToken]];
}

/** An answer has to be about what was asked for; some databases of servers do not tell capitals apart. */
function checkSame(part: string, came: string, asked: string): void {
  if (came.toLowerCase() !== asked.toLowerCase()) throw unreadable(part, "that of another one");
}

export function modelOf(wire: ModelWire): RegisteredModel {
  return {
    name: wire.name,
    description: wire.description,
    ...times(wire.creation_timestamp, wire.last_updated_timestamp),
    tags: sorted(wire.tags),
    aliases: wire.aliases.sort((a, b) => (a.alias < b.alias ? -1 : 1)),
  };
}

export function versionOf(wire: VersionWire, aliases: readonly ModelAlias[]): ModelVersion {
  return {
    model: wire.name,
    version: wire.version,
    ...times(wire.creation_timestamp, wire.last_updated_timestamp),
    stage: wire.current_stage,
    description: wire.description,
    user: wire.user_id,
    source: wire.source,
    runId: wire.run_id,
    status: wire.status,
    statusMessage: wire.status_message,
    aliases: aliases
      .filter(({ version }) => version === wire.version)
      .map(({ alias }) => alias)
      .sort(),
    tags: sorted(wire.tags),
  };
}

export function experimentOf(wire: ExperimentWire): Experiment {
  return {
    id: wire.experiment_id,
    name: wire.name,
    artifactLocation: wire.artifact_location,
    lifecycle: wire.lifecycle_stage === "deleted" ? "deleted" : "active",
    ...times(wire.creation_time, wire.last_update_time),
    tags: sorted(wire.tags),
  };
}

function sorted(tags: KeyValue[]): KeyValue[] {
  return tags.sort((a, b) => (a.key < b.key ? -1 : 1));
}

type Time = number | null | undefined;

function times(createdAt: Time, updatedAt: Time): { createdAt?: number; updatedAt?: number } {
  return { ...(typeof createdAt === "number" ? { createdAt } : {}), ...(typeof updatedAt === "number" ? { updatedAt } : {}) };
}

import type { PageQuery, VersionQuery } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { pages } from "#registry/model/pages.ts";
import { checkedLimit } from "#registry/model/pageToken.ts";
import { canonicalStages } from "#registry/model/registryRules.ts";
import type { Experiment, KeyValue, Knowledge, ModelAlias, ModelVersion, Page, RegisteredModel } from "#registry/model/types.ts";
import { atOnce, type HttpClient, type Query } from "./http.ts";
import { asObject, isRunId, listed, number, objects, page, readableObjects, readableText, text, unreadable, type Wire } from "./json.ts";

/** Largest pages that MLflow gives (3.17.2). */
const mostModels = 1000;
const mostVersions = 10_000;
const largestModelFile = 5_000_000;

export async function getModels(http: HttpClient, query: PageQuery, signal: AbortSignal): Promise<Page<RegisteredModel>> {
  const answer = await http.get(
    "/api/2.0/mlflow/registered-models/search",
    [["order_by", "name ASC"], ...paging(query, mostModels)],
    signal,
  );
  return page(
    listed(answer, "registered_models").map((wire) => modelOf(wire, objects)),
    answer,
  );
}

export async function getModel(http: HttpClient, name: string, signal: AbortSignal): Promise<RegisteredModel> {
  const answer = await http.get("/api/2.0/mlflow/registered-models/get", [["name", name]], signal);
  const wire = asObject(answer["registered_model"]);
  if (!sameName(readableText(wire, "name"), name)) throw unreadable("name");
  return modelOf(wire, readableObjects);
}

export async function getVersions(http: HttpClient, query: VersionQuery, signal: AbortSignal): Promise<Page<ModelVersion>> {
  const { model, runIds, tagKeyPrefix } = query;
  const filters = [
    ...(model === undefined ? [] : [nameFilter(model)]),
    ...(runIds === undefined
      ? []
      : [
          `run_id IN (${runIds
            .filter(isRunId)
            .map((id) => `'${id}'`)
            .join(", ")})`,
        ]),
  ];
  if (runIds !== undefined && !runIds.some(isRunId)) return { items: [] };
  const order = ["name ASC", "version_number DESC"].map((key) => ["order_by", key] as const);
  const search: Query = [
    ...(filters.length === 0 ? [] : [["filter", filters.join(" AND ")] as const]),
    ...order,
    ...paging(query, mostVersions),
  ];
  const [named, answer] = await Promise.all([
    model === undefined ? undefined : getModel(http, model, signal),
    http.get("/api/2.0/mlflow/model-versions/search", search, signal),
  ]);
  const wires = readableObjects(answer, "model_versions").filter(
    (wire) =>
      (model === undefined || text(wire, "name") === model) &&
      (runIds === undefined || runIds.includes(text(wire, "run_id"))) &&
      (tagKeyPrefix === undefined || objects(wire, "tags").some((tag) => text(tag, "key").startsWith(tagKeyPrefix))),
  );
  // A search does not say which aliases point to a version; the models do.
  const aliases = named === undefined ? await aliasesOf(http, [...new Set(wires.map((wire) => text(wire, "name")))], signal) : undefined;
  return page(
    wires.map((wire) => versionOf(wire, named?.aliases ?? aliases?.get(text(wire, "name")) ?? [])),
    answer,
  );
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

export async function getVersion(http: HttpClient, model: string, version: string, signal: AbortSignal): Promise<ModelVersion> {
  const query: Query = [
    ["name", model],
    ["version", version],
  ];
  const wire = asObject((await http.get("/api/2.0/mlflow/model-versions/get", query, signal))["model_version"]);
  const aliases = wire["aliases"] ?? [];
  if (!Array.isArray(aliases) || !aliases.every((alias) => typeof alias === "string")) throw unreadable("aliases");
  if (!sameName(readableText(wire, "name"), model)) throw unreadable("name");
  if (Number(readableText(wire, "version")) !== Number(version)) throw unreadable("version");
  return versionOf(
    wire,
    aliases.map((alias) => ({ alias, version: text(wire, "version") })),
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
  const versions = readableObjects(answer, "model_versions").map((wire) => versionOf(wire, aliases));
  return stages.flatMap((stage) => versions.find((version) => version.stage.toLowerCase() === stage.toLowerCase()) ?? []);
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
  const wire = asObject((await http.get("/api/2.0/mlflow/experiments/get", [["experiment_id", id]], signal))["experiment"]);
  if (text(wire, "experiment_id") !== id) throw unreadable("experiment_id");
  return experimentOf(wire);
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
  return page(listed(answer, "experiments").map(experimentOf), answer);
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

/** Some databases of servers do not tell capitals apart. */
function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** `list` reads a list, leniently or not: one odd model must not hide the others. */
function modelOf(wire: Wire, list: typeof objects): RegisteredModel {
  const aliases = list(wire, "aliases").map((alias) => ({ alias: text(alias, "alias"), version: text(alias, "version") }));
  return {
    name: text(wire, "name"),
    description: text(wire, "description"),
    ...times(wire, "creation_timestamp", "last_updated_timestamp"),
    tags: tagsOf(list(wire, "tags")),
    aliases: aliases.sort((a, b) => (a.alias < b.alias ? -1 : 1)),
  };
}

function versionOf(wire: Wire, aliases: readonly ModelAlias[]): ModelVersion {
  const version = readableText(wire, "version");
  return {
    model: text(wire, "name"),
    version,
    ...times(wire, "creation_timestamp", "last_updated_timestamp"),
    stage: text(wire, "current_stage"),
    description: text(wire, "description"),
    user: text(wire, "user_id"),
    source: text(wire, "source"),
    runId: text(wire, "run_id"),
    status: text(wire, "status"),
    statusMessage: text(wire, "status_message"),
    aliases: aliases
      .filter((alias) => alias.version === version)
      .map(({ alias }) => alias)
      .sort(),
    // Events of promotions are tags.
    tags: tagsOf(readableObjects(wire, "tags")),
  };
}

function experimentOf(wire: Wire): Experiment {
  return {
    id: text(wire, "experiment_id"),
    name: text(wire, "name"),
    artifactLocation: text(wire, "artifact_location"),
    lifecycle: text(wire, "lifecycle_stage") === "deleted" ? "deleted" : "active",
    ...times(wire, "creation_time", "last_update_time"),
    tags: tagsOf(objects(wire, "tags")),
  };
}

function tagsOf(wires: readonly Wire[]): KeyValue[] {
  const tags = wires.map((tag) => ({ key: text(tag, "key"), value: text(tag, "value") }));
  return tags.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function times(wire: Wire, created: string, updated: string): { createdAt?: number; updatedAt?: number } {
  const createdAt = number(wire, created);
  const updatedAt = number(wire, updated);
  return { ...(createdAt === undefined ? {} : { createdAt }), ...(updatedAt === undefined ? {} : { updatedAt }) };
}

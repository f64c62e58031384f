import type { InferOutput } from "valibot";
import type { PageQuery, VersionQuery } from "#registry/api.ts";
import { pages } from "#registry/model/pages.ts";
import { checkedLimit, offsetOf, pageFrom } from "#registry/model/pageToken.ts";
import type { ModelVersion, Page, RegisteredModel } from "#registry/model/types.ts";
import { oneVersion, page, wholeModel, wholeVersion } from "#registry/rest/answers.ts";
import type { HttpClient, Query } from "#registry/rest/http.ts";
import { modelOf, versionOf } from "#registry/rest/models.ts";
import { all, fields, listed, read, text, unreadable } from "#registry/rest/schema.ts";

/** Largest page that GitLab gives. */
const largestPage = 1000;
/** What is less than this is in seconds: as milliseconds it is before 1974. */
const secondsBelow = 1e11;

/** A model has all its versions, under the name that MLflow has for the latest ones. */
const modelWithVersions = fields({ ...wholeModel.pipe[1].entries, latest_versions: all(wholeVersion) });
type WireModel = InferOutput<typeof modelWithVersions>;
const oneModel = fields({ registered_model: modelWithVersions });
const models = fields({ registered_models: listed(modelWithVersions), next_page_token: text });

export async function listModels(http: HttpClient, query: PageQuery, signal: AbortSignal): Promise<Page<RegisteredModel>> {
  const { items, ...next } = await pageOfModels(http, query, signal);
  return { items: items.map(ourModel), ...next };
}

export async function getModel(http: HttpClient, name: string, signal: AbortSignal): Promise<RegisteredModel> {
  return ourModel(await modelNamed(http, name, signal));
}

export async function getVersion(http: HttpClient, model: string, version: string, signal: AbortSignal): Promise<ModelVersion> {
  const query: Query = [
    ["name", model],
    ["version", version],
  ];
  const { model_version: wire } = read(oneVersion, await http.get("/api/2.0/mlflow/model-versions/get", query, signal));
  if (wire.name !== model) throw unreadable("model_version.name", "that of another one");
  if (wire.version !== version) throw unreadable("model_version.version", "that of another one");
  return ourVersion(wire);
}

/** There is no search for versions: they stand in their models. Of all models, a page has those of one page of models. */
export async function listVersions(http: HttpClient, query: VersionQuery, signal: AbortSignal): Promise<Page<ModelVersion>> {
  const { model, runIds, tagKeyPrefix, limit, pageToken } = query;
  checkedLimit(limit);
  const isWanted = ({ runId, tags }: ModelVersion) =>
    (runIds === undefined || runIds.includes(runId)) &&
    (tagKeyPrefix === undefined || tags.some(({ key }) => key.startsWith(tagKeyPrefix)));
  if (model === undefined && runIds === undefined) {
    const { items, ...next } = await pageOfModels(http, query, signal);
    return { items: items.flatMap(versionsOf).filter(isWanted), ...next };
  }
  const offset = offsetOf(pageToken);
  const found: ModelVersion[] = [];
  if (model !== undefined) found.push(...versionsOf(await modelNamed(http, model, signal)));
  else
    for await (const each of pages((next) => pageOfModels(http, { limit: largestPage, ...next }, signal))) found.push(...versionsOf(each));
  return pageFrom(found.filter(isWanted).slice(offset, offset + limit + 1), limit, offset);
}

async function modelNamed(http: HttpClient, name: string, signal: AbortSignal): Promise<WireModel> {
  const { registered_model: wire } = read(oneModel, await http.get("/api/2.0/mlflow/registered-models/get", [["name", name]], signal));
  if (wire.name !== name) throw unreadable("registered_model.name", "that of another one");
  return wire;
}

async function pageOfModels(http: HttpClient, { limit, pageToken }: PageQuery, signal: AbortSignal): Promise<Page<WireModel>> {
  const query: Query = [
    ["order_by", "name ASC"],
    ["max_results", String(Math.min(checkedLimit(limit), largestPage))],
    ...(pageToken === undefined ? [] : [["page_token", pageToken] as const]),
  ];
  const answer = read(models, await http.get("/api/2.0/mlflow/registered-models/search", query, signal));
  return page(answer.registered_models, answer);
}

/** The name of a version is its alias, and one that leads to it. */
function ourModel(wire: WireModel): RegisteredModel {
  const aliases = wire.latest_versions.flatMap((version) => version.aliases.map((alias) => ({ alias, version: version.version })));
  return inMilliseconds(modelOf({ ...wire, aliases }));
}

function versionsOf(wire: WireModel): ModelVersion[] {
  return wire.latest_versions.map(ourVersion).sort((one, other) => Number(other.version) - Number(one.version));
}

/** Every version there has the stage “development”, which is none of MLflow's. */
function ourVersion(wire: InferOutput<typeof wholeVersion>): ModelVersion {
  const aliases = wire.aliases.map((alias) => ({ alias, version: wire.version }));
  return inMilliseconds({ ...versionOf(wire, aliases), stage: "" });
}

/** GitLab gives seconds where MLflow gives milliseconds. */
function inMilliseconds<T extends { readonly createdAt?: number; readonly updatedAt?: number }>(item: T): T {
  const scaled = (time: number) => (time < secondsBelow ? time * 1000 : time);
  return {
    ...item,
    ...(item.createdAt === undefined ? {} : { createdAt: scaled(item.createdAt) }),
    ...(item.updatedAt === undefined ? {} : { updatedAt: scaled(item.updatedAt) }),
  };
}

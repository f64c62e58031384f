import { sep } from "node:path";
import type { PageQuery, VersionQuery } from "#registry/api.ts";
import { byCodePoints } from "#registry/model/codePoints.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { checkedLimit, keyAfter, pageBehind } from "#registry/model/pageToken.ts";
import { canonicalStages } from "#registry/model/registryRules.ts";
import type { KeyValue, ModelVersion, Page, RegisteredModel } from "#registry/model/types.ts";
import { fileProblem, isMissing } from "./errors.ts";
import { tagsIn } from "./experiments.ts";
import { type FileStore, modelsFolder } from "./fileStore.ts";
import { foldersIn } from "./keyFiles.ts";
import { type Meta, numberIn, readMeta, textIn } from "./metaYaml.ts";
import { readText } from "./readFile.ts";
import type { Turns } from "./turns.ts";

/** A description may be long. */
const longestMeta = 5_000_000;
/** What MLflow makes the stage of a deleted version, which it keeps. */
const deletedStage = "Deleted_Internal";
const promptTag = "mlflow.prompt.is_prompt";

export function modelNotFound(name: string): RegistryError {
  return new RegistryError("notFound", `There is no registered model ${name}.`, "Refresh the view.");
}

export function versionNotFound(model: string, version: string): RegistryError {
  return new RegistryError("notFound", `There is no version ${version} of ${model}.`, "Refresh the view.");
}

export async function readModels(store: FileStore, query: PageQuery, turns: Turns): Promise<Page<RegisteredModel>> {
  const [after] = keyAfter(query.pageToken, [""]) ?? [];
  const limit = checkedLimit(query.limit);
  const found: RegisteredModel[] = [];
  for (const name of modelNames(store)) {
    if (after !== undefined && byCodePoints(name, after) <= 0) continue;
    if (turns.isDue) await turns.take();
    const model = modelAt(store, name);
    if (model !== undefined && !isPrompt(model.tags)) found.push(model);
    if (found.length > limit) break;
  }
  return pageBehind(found, limit, ({ name }) => [name]);
}

export function readModel(store: FileStore, name: string): RegisteredModel {
  const model = modelAt(store, name);
  if (model === undefined) throw modelNotFound(name);
  return model;
}

export async function readVersions(store: FileStore, query: VersionQuery, turns: Turns): Promise<Page<ModelVersion>> {
  const [afterName, afterVersion] = keyAfter(query.pageToken, ["", 0]) ?? [];
  const limit = checkedLimit(query.limit);
  const runIds = query.runIds === undefined ? undefined : new Set(query.runIds);
  const names = query.model === undefined ? modelNames(store) : [readModel(store, query.model).name];
  const found: ModelVersion[] = [];
  for (const name of names) {
    const order = afterName === undefined ? 1 : byCodePoints(name, afterName);
    if (order < 0) continue;
    for (const number of versionNumbers(store, name)) {
      if (order === 0 && afterVersion !== undefined && number >= afterVersion) continue;
      if (turns.isDue) await turns.take();
      const version = wantedVersion(store, name, number, query.tagKeyPrefix, runIds);
      if (version !== undefined) found.push(version);
      if (found.length > limit) return pageBehind(found, limit, ({ model, version }) => [model, Number(version)]);
    }
  }
  return { items: found };
}

function wantedVersion(
  store: FileStore,
  model: string,
  number: number,
  prefix: string | undefined,
  runIds: ReadonlySet<string> | undefined,
): ModelVersion | undefined {
  const folder = versionFolder(store, model, number);
  const tags = tagsIn(`${folder}/tags`);
  // A version that cannot be read hides only those that are asked for.
  if (isPrompt(tags) || (prefix !== undefined && !tags.some(({ key }) => key.startsWith(prefix)))) return undefined;
  const version = versionAt(store, model, number, tags);
  return runIds === undefined || (version !== undefined && runIds.has(version.runId)) ? version : undefined;
}

export function readVersion(store: FileStore, model: string, version: string): ModelVersion {
  const number = versionNumber(version);
  const found = modelFolder(store, model) === undefined ? undefined : versionAt(store, model, number);
  if (found === undefined) throw versionNotFound(model, version);
  return found;
}

/** The highest version in each stage: from the highest version of all down, until all stages have theirs. */
export async function readVersionsInStages(
  store: FileStore,
  name: string,
  named: readonly string[],
  turns: Turns,
): Promise<ModelVersion[]> {
  const stages = canonicalStages(named);
  if (stages.length === 0) return [];
  readModel(store, name);
  const found = new Map<string, ModelVersion>();
  for (const number of versionNumbers(store, name)) {
    if (found.size === stages.length) break;
    if (turns.isDue) await turns.take();
    const version = versionAt(store, name, number);
    if (version !== undefined && stages.includes(version.stage) && !found.has(version.stage)) found.set(version.stage, version);
  }
  return stages.flatMap((stage) => found.get(stage) ?? []);
}

/** MLflow's versions are whole numbers. Throws `invalid` for anything else. */
export function versionNumber(version: string): number {
  if (/^\d{1,15}$/.test(version)) return Number(version);
  throw new RegistryError("invalid", `“${version.slice(0, 40)}” is not a version number.`, "Use a number such as 3.");
}

/** The folder of a model; absent for a name that can be none's. */
export function modelFolder(store: FileStore, name: string): string | undefined {
  // MLflow takes no name with these (3.17.2, `_validate_model_name`); a name is no path.
  if (name === "" || name === "." || name === ".." || /[/\0%]/.test(name) || name.includes(sep)) return undefined;
  return `${store.root}/${modelsFolder}/${name}`;
}

export function versionFolder(store: FileStore, model: string, number: number): string {
  return `${modelFolder(store, model) ?? ""}/version-${number}`;
}

/** What a version's `meta.yaml` holds; absent where there is none, or of a deleted version. Throws `unavailable` where it cannot be read. */
export function versionMeta(store: FileStore, model: string, number: number): Meta | undefined {
  const meta = metaAt(`${versionFolder(store, model, number)}/meta.yaml`);
  if (meta === undefined || (typeof meta !== "string" && meta["current_stage"] === deletedStage)) return undefined;
  if (typeof meta !== "string" && "current_stage" in meta && "version" in meta) return meta;
  const problem = typeof meta === "string" ? meta : "is half-written";
  throw new RegistryError(
    "unavailable",
    `Version ${number} of ${model} cannot be read: its meta.yaml ${problem}.`,
    `Look at ${modelsFolder}/${model}/version-${number} in ${store.name}; if it is being written, try again.`,
  );
}

/** Absent: no such file. A text: what is wrong with it. */
function metaAt(path: string): Meta | string | undefined {
  try {
    const text = readText(path, longestMeta);
    return readMeta(text) ?? (text.trim() === "" ? "is empty" : "is half-written or damaged");
  } catch (error) {
    if (isMissing(error)) return undefined;
    const problem = fileProblem(error);
    if (problem === undefined) throw error;
    return problem;
  }
}

function modelNames(store: FileStore): string[] {
  return foldersIn(`${store.root}/${modelsFolder}`).sort(byCodePoints);
}

/** Highest first. */
export function versionNumbers(store: FileStore, model: string): number[] {
  const numbers = foldersIn(modelFolder(store, model) ?? "").flatMap((name) => {
    const [, number] = /^version-(\d{1,15})$/.exec(name) ?? [];
    return number === undefined ? [] : [Number(number)];
  });
  return numbers.sort((a, b) => b - a);
}

/** Of a damaged `meta.yaml` only the description and the times are lost: the rest are files of their own. */
function modelAt(store: FileStore, name: string): RegisteredModel | undefined {
  const folder = modelFolder(store, name);
  const found = folder === undefined ? undefined : metaAt(`${folder}/meta.yaml`);
  if (folder === undefined || found === undefined) return undefined;
  const meta = typeof found === "string" ? {} : found;
  return {
    name,
    description: textIn(meta, "description"),
    ...times(meta),
    tags: tagsIn(`${folder}/tags`),
    aliases: aliasesIn(folder).map(({ key, value }) => ({ alias: key, version: value })),
  };
}

function versionAt(store: FileStore, model: string, number: number, tags?: readonly KeyValue[]): ModelVersion | undefined {
  const meta = versionMeta(store, model, number);
  if (meta === undefined) return undefined;
  const aliases = aliasesIn(modelFolder(store, model) ?? "");
  return {
    model,
    version: String(number),
    ...times(meta),
    stage: textIn(meta, "current_stage"),
    description: textIn(meta, "description"),
    user: textIn(meta, "user_id"),
    source: textIn(meta, "source"),
    runId: textIn(meta, "run_id"),
    status: textIn(meta, "status"),
    statusMessage: textIn(meta, "status_message"),
    aliases: aliases.filter(({ value }) => value === String(number)).map(({ key }) => key),
    tags: tags ?? tagsIn(`${versionFolder(store, model, number)}/tags`),
  };
}

/** Each alias is a file that holds the number of its version. */
export function aliasesIn(folder: string): KeyValue[] {
  return tagsIn(`${folder}/aliases`).map(({ key, value }) => ({ key, value: value.trim() }));
}

function isPrompt(tags: readonly KeyValue[]): boolean {
  return tags.some(({ key, value }) => key === promptTag && value === "true");
}

function times(meta: Meta): { createdAt?: number; updatedAt?: number } {
  const [createdAt, updatedAt] = [numberIn(meta, "creation_timestamp"), numberIn(meta, "last_updated_timestamp")];
  return { ...(createdAt === undefined ? {} : { createdAt }), ...(updatedAt === undefined ? {} : { updatedAt }) };
}

import type { PageQuery } from "#registry/api.ts";
import { byCodePoints } from "#registry/model/codePoints.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { checkedLimit, offsetOf, pageFrom } from "#registry/model/pageToken.ts";
import type { Experiment, ExperimentActivity, KeyValue, Page } from "#registry/model/types.ts";
import { fileProblem, isMissing } from "./errors.ts";
import { type FileStore, trashFolder } from "./fileStore.ts";
import { keysIn, readValue } from "./keyFiles.ts";
import { type Meta, numberIn, readMeta, textIn } from "./metaYaml.ts";
import { readText } from "./readFile.ts";
import { activeRuns } from "./runs.ts";
import type { Turns } from "./turns.ts";

const longestMeta = 1_000_000;

export async function readExperiments(store: FileStore, query: PageQuery, turns: Turns): Promise<Page<Experiment>> {
  const limit = checkedLimit(query.limit);
  const offset = offsetOf(query.pageToken);
  const found: Experiment[] = [];
  for (const id of store.experimentIds()) {
    if (turns.isDue) await turns.take();
    const experiment = experimentAt(`${store.root}/${id}`, id);
    if (experiment?.lifecycle === "active") found.push(experiment);
  }
  found.sort((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0) || byCodePoints(b.id, a.id));
  return pageFrom(found.slice(offset, offset + limit + 1), limit, offset);
}

export function readExperiment(store: FileStore, id: string): Experiment {
  // As MLflow 3.17.2 has it (`_validate_experiment_id`).
  if (!/^[a-zA-Z0-9][\w-]{0,63}$/.test(id)) {
    throw new RegistryError("invalid", `“${id.slice(0, 64)}” is no id of an experiment.`, "Use a number such as 3.");
  }
  const folder = store.experimentFolder(id);
  const found = folder === undefined ? undefined : experimentAt(folder, id);
  if (found !== undefined) return found;
  throw new RegistryError("notFound", `There is no experiment with the id ${id.slice(0, 64)}.`, "Refresh the view.");
}

export async function readActivity(store: FileStore, ids: readonly string[], turns: Turns): Promise<ExperimentActivity[]> {
  const found: ExperimentActivity[] = [];
  for (const experimentId of ids) {
    const runs = await activeRuns(store, experimentId, turns);
    const starts = runs.map(({ startTime }) => startTime).filter((start) => !Number.isNaN(start));
    const lastStart = starts.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    found.push({ experimentId, runCount: runs.length, ...(starts.length === 0 ? {} : { lastStart }) });
  }
  return found;
}

/** Absent: the folder holds no experiment, or a copy of another one, which MLflow does not take either. */
function experimentAt(folder: string, id: string): Experiment | undefined {
  const isDeleted = folder.endsWith(`/${trashFolder}/${id}`);
  try {
    const meta = readMeta(readText(`${folder}/meta.yaml`, longestMeta));
    if (meta === undefined || !("name" in meta)) return damaged(id, isDeleted, "is empty, half-written or damaged");
    return textIn(meta, "experiment_id") === id ? experimentOf(meta, folder, id) : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    const problem = fileProblem(error);
    if (problem === undefined) throw error;
    return damaged(id, isDeleted, problem);
  }
}

function experimentOf(meta: Meta, folder: string, id: string): Experiment {
  const [createdAt, updatedAt] = [numberIn(meta, "creation_time"), numberIn(meta, "last_update_time")];
  return {
    id,
    name: textIn(meta, "name"),
    artifactLocation: textIn(meta, "artifact_location"),
    lifecycle: meta["lifecycle_stage"] === "deleted" ? "deleted" : "active",
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    tags: tagsIn(`${folder}/tags`),
  };
}

/** Its runs can be read all the same. */
function damaged(id: string, isDeleted: boolean, problem: string): Experiment {
  const lifecycle = isDeleted ? "deleted" : "active";
  return { id, name: id, artifactLocation: "", lifecycle, tags: [], problem: `meta.yaml ${problem}` };
}

/** The tags in a folder, sorted by key. */
export function tagsIn(folder: string): KeyValue[] {
  const tags = keysIn(folder).flatMap((key): KeyValue[] => {
    const value = readValue(folder, key);
    return value === undefined ? [] : [{ key, value }];
  });
  return tags.sort((a, b) => byCodePoints(a.key, b.key));
}

import { dirname } from "node:path";
import { artifactsFolder, type Locations, type ModelFolder, modelFolderAt } from "#registry/files/modelFolder.ts";
import { runNotFound } from "#registry/model/registryRules.ts";
import { fileProblem } from "./errors.ts";
import type { FileStore } from "./fileStore.ts";
import { type Meta, readMeta, textIn } from "./metaYaml.ts";
import { modelFolder, versionMeta, versionNotFound, versionNumber } from "./models.ts";
import { readText } from "./readFile.ts";

const longestMeta = 1_000_000;

/** Finds the folder of a model version by what the store says of it. */
export function folderOfVersion(store: FileStore, model: string, version: string): ModelFolder {
  const source = sourceOf(store, model, versionNumber(version));
  if (source === undefined) throw versionNotFound(model, version);
  return modelFolderAt(source, locationsIn(store));
}

function locationsIn(store: FileStore): Locations {
  return {
    folder: dirname(store.root),
    run: (id) => inSomeExperiment(store, id, "artifact_uri"),
    version: (name, number) => sourceOf(store, name, Number(number) || 0),
    loggedModel: (id) => inSomeExperiment(store, `models/${id}`, "artifact_location"),
  };
}

/** Finds the folder of a run's artifacts by what the store says of it. */
export function folderOfRun(store: FileStore, runId: string): ModelFolder {
  const uri = inSomeExperiment(store, runId, "artifact_uri");
  if (uri === undefined) throw runNotFound(runId);
  return artifactsFolder(uri, locationsIn(store));
}

function sourceOf(store: FileStore, model: string, number: number): string | undefined {
  const meta = modelFolder(store, model) === undefined ? undefined : versionMeta(store, model, number);
  return meta && (textIn(meta, "storage_location") || textIn(meta, "source"));
}

/** A key of the `meta.yaml` at a path within whichever experiment has it. */
function inSomeExperiment(store: FileStore, path: string, key: string): string | undefined {
  if (!/^(?:models\/)?[a-zA-Z0-9][\w-]*$/.test(path)) return undefined;
  for (const { folder } of store.experimentFolders()) {
    const meta = metaAt(`${folder}/${path}/meta.yaml`);
    if (meta !== undefined && key in meta) return textIn(meta, key);
  }
  return undefined;
}

/** Absent: there is none that can be read. */
function metaAt(path: string): Meta | undefined {
  try {
    return readMeta(readText(path, longestMeta));
  } catch (error) {
    if (fileProblem(error) === undefined) throw error;
    return undefined;
  }
}

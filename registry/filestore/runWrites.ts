import { RegistryError } from "#registry/model/errors.ts";
import { deletedRun, runNameTag, runNotFound, tagNotFound } from "#registry/model/registryRules.ts";
import type { FileStore } from "./fileStore.ts";
import { statAt } from "./keyFiles.ts";
import { withEntry, yamlText } from "./metaLines.ts";
import { FileProblem, readText } from "./readFile.ts";
import { replaceFile } from "./replaceFile.ts";
import { runHead } from "./runMeta.ts";
import { checkFileKey, removeFile, writeValue } from "./writes.ts";

// What MLflow 3.17.2 does (`store/tracking/file_store.py`), but for the lines of a `meta.yaml` that are not changed.

const longestMeta = 1_000_000;

/** The name of a run stands in two places. */
export function writeRunTag(store: FileStore, runId: string, key: string, value: string): void {
  checkFileKey(key);
  const { folder, text } = activeRun(store, runId);
  writeValue(`${folder}/tags/${key}`, value, folder, key);
  if (key === runNameTag) replaceFile(`${folder}/meta.yaml`, withEntry(text, "run_name", yamlText(value)), folder);
}

export function removeRunTag(store: FileStore, runId: string, key: string): void {
  const { folder } = activeRun(store, runId);
  if (!removeFile(`${folder}/tags/${key}`)) throw tagNotFound(key);
}

/** `now` in ms. */
export function markRunDeleted(store: FileStore, runId: string, now: number): void {
  const { folder, text } = runAt(store, runId);
  replaceFile(`${folder}/meta.yaml`, withEntry(withEntry(text, "deleted_time", String(now)), "lifecycle_stage", "deleted"), folder);
}

export function markRunActive(store: FileStore, runId: string): void {
  const { folder, text } = runAt(store, runId);
  replaceFile(`${folder}/meta.yaml`, withEntry(withEntry(text, "deleted_time", undefined), "lifecycle_stage", "active"), folder);
}

interface FoundRun {
  readonly folder: string;
  /** Of its `meta.yaml`. */
  readonly text: string;
  readonly isDeleted: boolean;
}

function activeRun(store: FileStore, runId: string): FoundRun {
  const run = runAt(store, runId);
  if (run.isDeleted) throw deletedRun(runId);
  return run;
}

/** A run that cannot be read whole is not written: nobody knows what would be lost. */
function runAt(store: FileStore, runId: string): FoundRun {
  // As MLflow 3.17.2 has it (`_validate_run_id`): an id is no path.
  if (!/^[a-zA-Z0-9][\w-]{0,255}$/.test(runId)) throw runNotFound(runId);
  const folder = store
    .experimentFolders()
    .map((experiment) => `${experiment.folder}/${runId}`)
    .find((path) => statAt(`${path}/meta.yaml`) !== undefined);
  if (folder === undefined) throw runNotFound(runId);
  const text = readText(`${folder}/meta.yaml`, longestMeta);
  try {
    return { folder, text, isDeleted: runHead(text, runId).lifecycle === "deleted" };
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    const message = `The run is not changed: its meta.yaml ${error.message}.`;
    throw new RegistryError("unavailable", message, "Mend the file, or try again when it is written.", { cause: error });
  }
}

import { accessSync, constants, mkdirSync, unlinkSync } from "node:fs";
import { dirname, sep } from "node:path";
import { RegistryError } from "#registry/model/errors.ts";
import { archivedStage, archivesOthers, canonicalStage, checkIsActive } from "#registry/model/registryRules.ts";
import { codeOf, fileProblem, isMissing } from "./errors.ts";
import { readExperiment } from "./experiments.ts";
import type { FileStore } from "./fileStore.ts";
import { withAliases, withLine } from "./metaLines.ts";
import {
  aliasesIn,
  modelFolder,
  modelNotFound,
  readModel,
  versionFolder,
  versionMeta,
  versionNotFound,
  versionNumber,
  versionNumbers,
} from "./models.ts";
import { readText } from "./readFile.ts";
import { replaceFile } from "./replaceFile.ts";

// What MLflow 3.17.2 does (`store/model_registry/file_store.py`): every change of a model, and of a version but for its description, sets the time of the model.

const longestMeta = 5_000_000;

export function writeExperimentTag(store: FileStore, experimentId: string, key: string, value: string): void {
  checkIsActive(readExperiment(store, experimentId));
  const folder = store.experimentFolder(experimentId) ?? "";
  checkFileKey(key);
  writeValue(`${folder}/tags/${key}`, value, folder, key);
}

export function writeVersionTag(store: FileStore, model: string, version: string, key: string, value: string, now: number): void {
  const folder = checkVersion(store, model, version);
  checkFileKey(key);
  writeValue(`${folder}/tags/${key}`, value, folder, key);
  setModelTime(store, model, now);
}

export function removeVersionTag(store: FileStore, model: string, version: string, key: string, now: number): void {
  if (removeFile(`${checkVersion(store, model, version)}/tags/${key}`)) setModelTime(store, model, now);
}

export function writeAlias(store: FileStore, model: string, alias: string, version: string, now: number): void {
  checkVersion(store, model, version);
  const folder = modelFolder(store, model) ?? "";
  writeValue(`${folder}/aliases/${alias}`, String(versionNumber(version)), folder, alias);
  setModelTime(store, model, now);
}

export function removeAlias(store: FileStore, model: string, alias: string, now: number): void {
  readModel(store, model);
  if (removeFile(`${modelFolder(store, model) ?? ""}/aliases/${alias}`)) setModelTime(store, model, now);
}

/**
 * The version first, then those that it archives: one who is stopped in between leaves two in the stage, which the same call mends, and never none.
 * MLflow does it the other way round.
 */
export function writeStage(store: FileStore, model: string, version: string, named: string, now: number): void {
  const stage = canonicalStage(named);
  const number = versionNumber(version);
  checkVersion(store, model, version);
  moveVersion(store, model, number, stage, now);
  if (archivesOthers(stage)) {
    for (const other of versionNumbers(store, model)) {
      if (other !== number && versionMeta(store, model, other)?.["current_stage"] === stage)
        moveVersion(store, model, other, archivedStage, now);
    }
  }
  setModelTime(store, model, now);
}

function moveVersion(store: FileStore, model: string, number: number, stage: string, now: number): void {
  const folder = versionFolder(store, model, number);
  const path = `${folder}/meta.yaml`;
  replaceFile(path, withLine(withLine(readText(path, longestMeta), "current_stage", stage), "last_updated_timestamp", String(now)), folder);
}

/** What was asked for is done when this is tried: where it fails, only a time is not what it could be. */
function setModelTime(store: FileStore, model: string, now: number): void {
  const folder = modelFolder(store, model) ?? "";
  const path = `${folder}/meta.yaml`;
  try {
    const text = readText(path, longestMeta);
    replaceFile(path, withAliases(withLine(text, "last_updated_timestamp", String(now)), aliasesIn(folder)), folder);
  } catch (error) {
    if (fileProblem(error) === undefined) throw error;
  }
}

export function checkFileKey(key: string): void {
  if (sep === "\\" && key.includes(":"))
    throw new RegistryError("invalid", `Windows has no files with a “:”, and so the tag ${key} cannot be kept there.`, "Use another key.");
}

/** `folder` is that of the model or version, where MLflow looks for no other file. */
export function writeValue(path: string, value: string, folder: string, key: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    replaceFile(path, value, folder);
  } catch (error) {
    // Making folders on the way, Node says of a read-only disk that something is not there: this says what is true.
    if (isMissing(error)) accessSync(folder, constants.W_OK);
    if (!["EEXIST", "ENOTDIR", "EISDIR", "ENOTEMPTY"].includes(codeOf(error) ?? "")) throw error;
    const message = `${key} cannot be written: another key is the beginning of this one, or this one of another.`;
    throw new RegistryError("conflict", message, "In a file store “a” and “a/b” cannot both be keys: use another one.", { cause: error });
  }
}

/** False: it was not there. */
export function removeFile(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    // A folder of this name holds other keys.
    if (isMissing(error) || codeOf(error) === "EISDIR") return false;
    throw error;
  }
}

/** The folder of a version that is there. */
function checkVersion(store: FileStore, model: string, version: string): string {
  const number = versionNumber(version);
  if (modelFolder(store, model) === undefined) throw modelNotFound(model);
  if (versionMeta(store, model, number) === undefined) throw versionNotFound(model, version);
  return versionFolder(store, model, number);
}

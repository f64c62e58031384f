import { clipped } from "./clipped.ts";
import { RegistryError } from "./errors.ts";
import type { Experiment } from "./types.ts";

/** The stages of MLflow's registry in their canonical case. */
export const stages = ["None", "Staging", "Production", "Archived"] as const;

export const archivedStage = "Archived";

/** Longest value of an experiment's tag (3.17.2, `MAX_EXPERIMENT_TAG_VAL_LENGTH`). */
export const longestExperimentTag = 20_000;

/** The stages of which MLflow archives the versions that were there (3.17.2, `DEFAULT_STAGES_FOR_GET_LATEST_VERSIONS`). */
const activeStages: readonly string[] = ["Staging", "Production"];

/** Longest tag value of a registry, in characters, that every MLflow since 2.0 takes (3.1 and newer: 100,000). */
export const portableTagValue = 5000;

/** Checks an alias as MLflow 3.17.2 does (`validation.py`, `_validate_model_alias_name`). Throws `invalid`. */
export function checkAlias(alias: string): void {
  if (!/^[\p{L}\p{N}_-]{1,255}$/u.test(alias)) {
    throw invalid(`“${clipped(alias, 60)}” is not a valid alias.`, "Use letters, digits, _ and -, at most 255.");
  }
}

/** As `checkAlias`, for an alias about to be set: some names mean something else. */
export function checkNewAlias(alias: string): void {
  checkAlias(alias);
  if (alias.toLowerCase() === "latest" || /^v\d+$/i.test(alias)) {
    throw invalid(`The alias “${alias}” is reserved by MLflow.`, "Choose another name.");
  }
}

/** Checks the key of a registry tag as MLflow 3.17.2 does. Throws `invalid`. */
export function checkTagKey(key: string): void {
  const path = key.split("/").every((part) => part !== "" && part !== "." && part !== "..");
  if (!path || !/^[/\p{L}\p{N}_.\- :]*$/u.test(key)) {
    throw invalid(`“${clipped(key, 60)}” is not a valid tag key.`, "Use letters, digits, spaces and _ - . / :");
  }
  if (key.length > 250) throw invalid(`The tag key “${clipped(key, 60)}” is longer than 250 characters.`, "Use a shorter key.");
}

/** Longest value of a run's tag, in characters (MLflow 2.17 and newer; a server before takes 5,000, and says so). */
const longestRunTag = 8000;
/** The column that has it (MLflow 3.17.2). */
const longestRunName = 250;
/** The tag that MLflow keeps the name of a run in, beside the run's own. */
export const runNameTag = "mlflow.runName";
/** The tag that MLflow keeps the note of a run in, as Markdown. */
export const runNoteTag = "mlflow.note.content";

/** Checks a tag of a run as MLflow 3.17.2 does. Throws `invalid`. */
export function checkRunTag(key: string, value: string): void {
  checkTagKey(key);
  checkTagValue(key, value, longestRunTag);
  if (key !== runNameTag) return;
  if (value === "") throw invalid("A run cannot be without a name.", "Give it one.");
  if (value.length > longestRunName) throw invalid(`The name is longer than ${longestRunName} characters.`, "Use a shorter one.");
}

/** What is listed of a folder of artifacts at most. */
export const mostArtifacts = 10_000;

/** Where an artifact is below the root of its run: no way out of it. Throws `invalid`. */
export function checkArtifactPath(path: string): void {
  const isSafe = path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && !/[\\\0]/.test(part));
  if (path !== "" && (!isSafe || /^[A-Za-z]:/.test(path))) {
    throw invalid(`“${clipped(path, 60)}” is not a path of an artifact.`, "Use one below the artifacts of the run, such as model/MLmodel.");
  }
}

/** A run that MLflow does not change, because it is deleted. */
export function deletedRun(id: string): RegistryError {
  return invalid(`The run ${clipped(id, 60)} is deleted, and cannot be changed.`, "Restore it first.");
}

export function runNotFound(id: string, next = "Refresh the view."): RegistryError {
  return new RegistryError("notFound", `There is no run ${clipped(id, 60)}.`, next);
}

export function tagNotFound(key: string): RegistryError {
  return new RegistryError("notFound", `The run has no tag ${clipped(key, 60)}.`, "Refresh the view.");
}

/** Checks the length of a registry tag's value. Throws `invalid`. */
export function checkTagValue(key: string, value: string, longest: number): void {
  if (value.length <= longest) return;
  throw invalid(`The value of tag ${clipped(key, 60)} is longer than ${longest} characters.`, "Use a shorter value.");
}

/** Nothing is written to a deleted experiment. Throws `invalid`. */
export function checkIsActive({ name, lifecycle }: Pick<Experiment, "name" | "lifecycle">): void {
  if (lifecycle === "active") return;
  throw invalid(`The experiment ${clipped(name, 60)} is deleted.`, "Restore it with MLflow first.");
}

/** The stage in its canonical case; MLflow takes any. Throws `invalid` for another word. */
export function canonicalStage(stage: string): string {
  const found = stages.find((known) => known.toLowerCase() === stage.toLowerCase());
  if (found === undefined) throw invalid(`“${clipped(stage, 60)}” is not a stage.`, `Use one of ${stages.join(", ")}.`);
  return found;
}

/** Stages in their canonical case, each once, in the order given. Throws `invalid` for another word. */
export function canonicalStages(named: readonly string[]): string[] {
  return [...new Set(named.map(canonicalStage))];
}

/** Whether a version that moves into this stage (canonical case) archives the others there. */
export function archivesOthers(stage: string): boolean {
  return activeStages.includes(stage);
}

function invalid(message: string, next: string): RegistryError {
  return new RegistryError("invalid", message, next);
}

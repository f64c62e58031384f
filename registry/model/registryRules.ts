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

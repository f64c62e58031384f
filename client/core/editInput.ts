import { problemText } from "#protocol/message.ts";
import type { NamedRun } from "#protocol/runEdits.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { checkRunTag, checkTagKey, runNameTag } from "#registry/model/registryRules.ts";
import type { Wording } from "./wording.ts";

/** The name of the run at a place of the chosen ones: `{name}` is the one it has, `{n}` counts from 1. */
export function renamed(pattern: string, { name }: NamedRun, at: number): string {
  return pattern.replace(/\{(name|n)\}/g, (_whole, what: string) => (what === "n" ? String(at + 1) : name));
}

/** What is wrong with a new name, of any of the runs; absent when MLflow takes it. */
export function nameProblem(text: string, runs: readonly NamedRun[], words: Wording): string | undefined {
  if (text.trim() === "") return words.t("A run cannot be without a name.");
  const names = runs.length === 1 ? [text] : runs.map((run, at) => renamed(text, run, at));
  for (const name of names) {
    const problem = problemIn(() => checkRunTag(runNameTag, name));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** What is wrong with a key; absent when MLflow takes it, and does not keep it for itself. */
export function keyProblem(text: string, words: Wording): string | undefined {
  if (text === "") return words.t("A tag needs a key.");
  if (text.startsWith("mlflow.")) return words.t("Tags that begin with mlflow. are MLflow's own.");
  return problemIn(() => checkTagKey(text));
}

export function valueProblem(key: string, text: string): string | undefined {
  return problemIn(() => checkRunTag(key, text));
}

function problemIn(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (RegistryError.is(error)) return problemText(error);
    throw error;
  }
}

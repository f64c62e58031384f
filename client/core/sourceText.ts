import type { SourceState } from "#protocol/registryRequests.ts";
import { joinParts, type Wording } from "./wording.ts";

/** Behind a view's title: the folder where there are several, the source, and since when its rows are old. */
export function viewDescription(source: SourceState | undefined, staleSince: number | undefined, words: Wording): string {
  const label = source?.state === "open" || source?.state === "failed" ? (source.label ?? "") : "";
  const folder = source?.folder === undefined ? "" : words.folderName(source.folder);
  return joinParts([folder, label, staleSince === undefined ? "" : words.t("as of {0}", words.timeOfDay(staleSince))]);
}

/** One or two sentences about the registry, for the language status item. */
export function sourceSentence(source: SourceState | undefined, words: Wording): string {
  switch (source?.state) {
    case "open":
      return words.t("Checked with {0}. {1}", source.label ?? "", source.why ?? "").trim();
    case "failed":
      return words.t("{0}: checks that need it are paused.", failureWords(source, words));
    case "untrusted":
      return words.t("Restricted Mode: checks that need the registry are paused.");
    case "none":
      return words.t("No registry: checks that need one are paused.");
    case "opening":
    case undefined:
      return words.t("Opening the registry…");
  }
}

/** What is the matter with a registry that fails, in a few words: `Registry offline` is said only of one that does not answer. */
export function failureWords({ problem }: SourceState, words: Wording): string {
  if (problem?.kind === "unauthorized" || problem?.kind === "forbidden") return words.t("Registry wants a sign-in");
  if (problem?.kind === "invalid" || problem?.kind === "unsupported") return words.t("Registry cannot be read");
  return words.t("Registry offline");
}

/** The page of a run, where the registry has pages of runs. */
export function runPageUrl(source: SourceState | undefined, experimentId: string, runId: string): string | undefined {
  const ids: Readonly<Record<string, string>> = { experiment: experimentId, run: runId };
  return source?.runPage?.replace(/\{(experiment|run)\}/g, (_place, name: string) => encodeURIComponent(ids[name] ?? ""));
}

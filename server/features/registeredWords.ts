import { formatMetrics } from "#registry/model/format.ts";
import type { Move, RunStory } from "#registry/model/stories.ts";
import type { ModelVersion } from "#registry/model/types.ts";
import { escapeCode, escapeMarkdown } from "../formats/markdown.ts";
import { type Registered, versionNamed } from "../formats/registered.ts";
import { metricsOfModel } from "../promotion/worse.ts";
import type { RegistryFacts } from "../rules/rule.ts";
import { aliasesText } from "./registryWords.ts";

/** Metrics that are told; more are on the run's page. */
const mostMetrics = 4;
const mostMoves = 3;

/** What the registry says of something that a file names, in Markdown; undefined: it is not known. */
export function registeredText(names: Registered, facts: RegistryFacts): string | undefined {
  if (names.kind === "run") return runText(names.id, facts);
  if (names.kind === "model") return modelText(names.model, facts);
  const version = versionNamed(names, facts);
  if (version.state === "unknown") return undefined;
  if (version.state === "known") return versionText(version.value, facts);
  // Whether there is such a logged model is not known: only that no version came of it.
  if (names.kind === "loggedModel") return undefined;
  const aliases = modelText(names.model, facts);
  return aliases && `${aliases}\n\n${absentText(names)}`;
}

function absentText(names: Exclude<Registered, { kind: "run" | "model" | "loggedModel" }>): string {
  switch (names.kind) {
    case "version":
      return `There is no version ${escapeMarkdown(names.version)}.`;
    case "alias":
      return `No version has the alias \`@${escapeCode(names.alias)}\`.`;
    case "stage":
      return `No version is in the stage \`${escapeCode(names.stage)}\`.`;
    case "latest":
      return "It has no versions.";
  }
}

function modelText(model: string, facts: RegistryFacts): string | undefined {
  const aliases = aliasesText(model, facts);
  return aliases && `**${escapeMarkdown(model)}** · registered model\n\n${aliases}`;
}

function versionText({ model, version, aliases, stage, status, user, createdAt }: ModelVersion, facts: RegistryFacts): string {
  const marks = [
    ...aliases.map((alias) => `\`@${escapeCode(alias)}\``),
    ...(stage === "None" || stage === "" ? [] : [`stage ${escapeMarkdown(stage)}`]),
    ...(status === "READY" || status === "" ? [] : [escapeMarkdown(status)]),
  ];
  const story = facts.story(model, version);
  const told = story.state === "known" ? story.value : undefined;
  const born = createdAt === undefined ? undefined : `Registered ${dayOf(createdAt)}${user === "" ? "" : ` by ${escapeMarkdown(user)}`}.`;
  return paragraphs([
    [`**${escapeMarkdown(model)}** v${escapeMarkdown(version)}`, ...marks].join(" · "),
    told?.run && runLine(told.run, keyMetrics(model, facts)),
    ...(told?.moves.slice(0, mostMoves).map(moveText) ?? []),
    born,
  ]);
}

function moveText({ to, by, at }: Move): string {
  return `Promoted to \`${escapeCode(to)}\` ${dayOf(at)} by ${escapeMarkdown(by)}.`;
}

function runText(id: string, facts: RegistryFacts): string | undefined {
  const run = facts.run(id);
  if (run.state === "absent") return `**${escapeMarkdown(id)}** · run\n\nNot in the registry.`;
  if (run.state !== "known") return undefined;
  const { name, status, startedAt, user } = run.value;
  const began = startedAt === undefined ? undefined : `Started ${dayOf(startedAt)}${user === "" ? "" : ` by ${escapeMarkdown(user)}`}.`;
  return paragraphs([`**${escapeMarkdown(name || id)}** · run · ${statusWords[status]}`, metricsText(run.value, []), began]);
}

const statusWords: Readonly<Record<RunStory["status"], string>> = {
  RUNNING: "running",
  SCHEDULED: "scheduled",
  FINISHED: "finished",
  FAILED: "failed",
  KILLED: "killed",
  UNKNOWN: "status not known",
};

function runLine(run: RunStory, first: readonly string[]): string {
  return [metricsText(run, first), `run ${escapeMarkdown(run.name || run.id)}`].filter((part) => part !== undefined).join(" · ");
}

/** Those that the policy's gates check come first. */
function metricsText({ metrics }: RunStory, first: readonly string[]): string | undefined {
  const rank = (key: string): number => (first.includes(key) ? first.indexOf(key) : first.length);
  const shown = metrics.toSorted((left, right) => rank(left.key) - rank(right.key)).slice(0, mostMetrics);
  const texts = shown.map(({ key, value }) => `${escapeMarkdown(key)} ${formatMetrics([value])[0] ?? ""}`);
  return texts.length === 0 ? undefined : texts.join(" · ");
}

function keyMetrics(model: string, facts: RegistryFacts): readonly string[] {
  const policy = facts.policy();
  return policy === undefined ? [] : metricsOfModel(policy, model).map(({ key }) => key);
}

/** `2026-11-27`, of UTC: a day is told the same wherever it is read. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join("\n\n");
}
